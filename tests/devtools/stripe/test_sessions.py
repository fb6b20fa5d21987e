"""Checkout Sessions through the official SDK."""

import time
from typing import Any

import pytest
import stripe
from stripe.checkout import Session

from devtools.stripe import Running
from tests.devtools.stripe.story import MakeSession, wanted


def refusal(client: stripe.StripeClient, **changes: Any) -> stripe.InvalidRequestError:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.checkout.sessions.create(params=wanted(**changes))
    return caught.value


def test_a_session_adds_up_and_keeps_what_it_was_given(
    sandbox: Running, make_session: MakeSession
) -> None:
    session = make_session()
    assert (session.amount_subtotal, session.amount_total) == (4200, 4700)
    assert session.shipping_cost is not None
    assert session.shipping_cost.amount_total == 500
    assert session.total_details is not None
    assert session.total_details.amount_shipping == 500
    assert session.currency == "eur"
    assert (session.status, session.payment_status) == ("open", "unpaid")
    assert session.payment_intent is None
    assert session.client_reference_id == "K7M2P9QX"
    assert session.customer_email == "ada@example.com"
    assert session.metadata is not None
    assert session.metadata["checkout"] == "K7M2P9QX"
    assert session.url == f"{sandbox.url}/c/pay/{session.id}"
    assert session.id.startswith("cs_test_")


def test_a_session_is_found_again_with_its_lines(
    client: stripe.StripeClient, make_session: MakeSession
) -> None:
    made = make_session()
    params: Any = {"expand": ["line_items.data.price.product"]}
    session = client.v1.checkout.sessions.retrieve(made.id, params=params)
    assert session.line_items is not None
    [line] = session.line_items.data
    assert (line.description, line.quantity, line.amount_total) == ("Bowl", 2, 4200)
    assert line.price is not None
    assert isinstance(line.price.product, stripe.Product)
    assert line.price.product.metadata["sku"] == "B1"
    again = client.v1.checkout.sessions.line_items.list(made.id)
    assert [line.id for line in again] == [line.id]


def test_sessions_are_listed_newest_first_and_page_by_page(
    client: stripe.StripeClient, make_session: MakeSession
) -> None:
    made = [make_session().id for _ in range(5)]
    page = client.v1.checkout.sessions.list(params={"limit": 2})
    assert [session.id for session in page.data] == made[:-3:-1]
    assert page.has_more
    assert [session.id for session in page.auto_paging_iter()] == made[::-1]
    before = client.v1.checkout.sessions.list(params={"ending_before": made[1]})
    assert [session.id for session in before.data] == made[:1:-1]


def test_sessions_are_listed_by_status_and_payment(
    client: stripe.StripeClient, make_session: MakeSession, paid: Session
) -> None:
    make_session()
    [found] = client.v1.checkout.sessions.list(params={"status": "complete"}).data
    assert found.id == paid.id
    payment = str(found.payment_intent)
    [same] = client.v1.checkout.sessions.list(params={"payment_intent": payment}).data
    assert same.id == paid.id


def test_an_open_session_can_be_expired_once(
    sandbox: Running, client: stripe.StripeClient, make_session: MakeSession
) -> None:
    session = client.v1.checkout.sessions.expire(make_session().id)
    assert (session.status, session.url) == ("expired", None)
    with pytest.raises(stripe.InvalidRequestError, match="status of expired"):
        client.v1.checkout.sessions.expire(session.id)
    assert sandbox.pay(session.id)["state"] == "closed"
    assert [e["type"] for e in sandbox.events()] == ["checkout.session.expired"]


def test_a_paid_session_cannot_be_expired(
    client: stripe.StripeClient, paid: Session
) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="status of complete"):
        client.v1.checkout.sessions.expire(paid.id)


def test_a_session_expires_by_the_clock(
    sandbox: Running, client: stripe.StripeClient, make_session: MakeSession
) -> None:
    session = make_session()
    sandbox.advance(30 * 60)
    assert client.v1.checkout.sessions.retrieve(session.id).status == "open"
    assert sandbox.advance(60)["expired"] == 1
    assert client.v1.checkout.sessions.retrieve(session.id).status == "expired"
    assert [e["type"] for e in sandbox.events()] == ["checkout.session.expired"]


def test_time_ends_a_session_without_anybody_asking(
    sandbox: Running, client: stripe.StripeClient, make_session: MakeSession
) -> None:
    session = make_session()
    sandbox.server.sandbox.clock.advance(31 * 60)
    end = time.monotonic() + 5
    while client.v1.checkout.sessions.retrieve(session.id).status == "open":
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_payment_on_the_stroke_of_expiry_is_too_late(
    sandbox: Running, make_session: MakeSession
) -> None:
    session = make_session()
    sandbox.server.sandbox.clock.advance(31 * 60)
    assert sandbox.pay(session.id)["state"] == "closed"
    assert sandbox.payments() == []


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(29, "at least 30 minutes"), (24 * 60 + 1, "less than 24 hours")],
)
def test_a_session_is_open_for_half_an_hour_to_a_day(
    client: stripe.StripeClient, minutes: int, words: str
) -> None:
    error = refusal(client, expires_at=int(time.time()) + minutes * 60)
    assert words in str(error)
    assert error.param == "expires_at"


def line(**changes: Any) -> list[Any]:
    price = {"currency": "eur", "unit_amount": 2100, "product_data": {"name": "Bowl"}}
    return [{"quantity": 1, "price_data": price | changes}]


@pytest.mark.parametrize(
    ("changes", "param", "code"),
    [
        ({"line_items": line(unit_amount=49)}, "line_items", "amount_too_small"),
        (
            {"line_items": line(unit_amount=100_000_000)},
            "line_items",
            "amount_too_large",
        ),
        (
            {"line_items": line(unit_amount=-1)},
            "line_items[0][price_data][unit_amount]",
            "parameter_invalid_integer",
        ),
        (
            {"line_items": line(currency="xyz")},
            "line_items[0][price_data][currency]",
            None,
        ),
        ({"line_items": line() + line(currency="usd")}, "line_items", None),
        ({"line_items": []}, "line_items", "parameter_missing"),
        (
            {"line_items": [{"price": "price_1", "quantity": 1}]},
            "line_items[0][price]",
            "resource_missing",
        ),
        ({"success_url": "thanks"}, "success_url", "url_invalid"),
        ({"customer_email": "ada"}, "customer_email", "email_invalid"),
        ({"client_reference_id": "x" * 201}, "client_reference_id", None),
        ({"metadata": {"x": "y" * 501}}, "metadata", None),
        ({"metadata": {"x" * 41: "y"}}, "metadata", None),
    ],
)
def test_wrong_values_are_refused_as_by_stripe(
    client: stripe.StripeClient, changes: Any, param: str, code: str | None
) -> None:
    changes = {"shipping_options": []} | changes
    error = refusal(client, **changes)
    assert (error.param, error.code) == (param, code)


@pytest.mark.parametrize(
    "changes",
    [
        {"mode": "subscription"},
        {"discounts": [{"coupon": "half"}]},
        {"automatic_tax": {"enabled": True}},
        {"allowed_payment_method_types": ["ideal"]},
        {"payment_intent_data": {"application_fee_amount": 5}},
    ],
)
def test_what_the_sandbox_cannot_do_it_says(
    client: stripe.StripeClient, changes: Any
) -> None:
    assert "sandbox does not support" in str(refusal(client, **changes))
