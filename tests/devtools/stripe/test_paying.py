"""The page where the buyer pays, as plain HTTP forms, and what is written of it."""

import html
import re
from typing import Any

import pytest
import requests
import stripe
from stripe.checkout import Session

from devtools.stripe import Running
from tests.devtools.stripe.story import MakeSession

THANKS = "http://shop.test/thanks/?session="


def fill_in(session: Session, number: str, **changes: str) -> requests.Response:
    """Press *Pay* with this card."""
    form = {"number": number, "expiry": "12 / 34", "cvc": "123", "name": "Ada B."}
    return requests.post(
        str(session.url), data=form | changes, allow_redirects=False, timeout=10
    )


def text_of(page: requests.Response) -> str:
    """What a person reads on the page."""
    return html.unescape(re.sub(r"<[^>]+>", " ", page.text))


def fresh(client: stripe.StripeClient, session: Session) -> Session:
    params: Any = {"expand": ["payment_intent.latest_charge"]}
    return client.v1.checkout.sessions.retrieve(session.id, params=params)


def test_the_page_shows_what_is_bought(make_session: MakeSession) -> None:
    page = requests.get(str(make_session().url), timeout=10)
    assert page.status_code == 200
    words = text_of(page)
    for word in ("Bowl", "Bea’s Bowls", "2\N{NO-BREAK SPACE}×", "€42.00", "€5.00"):
        assert word in words
    assert "Pay €47.00" in words
    assert "ada@example.com" in words
    assert 'href="http://shop.test/basket/"' in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_a_good_card_pays_and_leads_back(
    client: stripe.StripeClient, make_session: MakeSession
) -> None:
    session = make_session()
    answer = fill_in(session, "4242 4242 4242 4242")
    assert answer.status_code == 303
    assert answer.headers["Location"] == THANKS + session.id
    paid = fresh(client, session)
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    assert paid.customer_details is not None
    assert paid.customer_details.email == "ada@example.com"
    intent = paid.payment_intent
    assert isinstance(intent, stripe.PaymentIntent)
    assert (intent.status, intent.amount_received) == ("succeeded", 4700)
    assert intent.transfer_group == "K7M2P9QX"
    assert intent.description == "Handloop K7M2P9QX"
    charge = intent.latest_charge
    assert isinstance(charge, stripe.Charge)
    assert (charge.paid, charge.captured, charge.amount) == (True, True, 4700)
    assert charge.metadata["checkout"] == "K7M2P9QX"
    assert charge.transfer_group == "K7M2P9QX"
    assert charge.payment_method_details is not None
    assert charge.payment_method_details.card is not None
    assert charge.payment_method_details.card.last4 == "4242"


@pytest.mark.parametrize(
    ("number", "words", "decline"),
    [
        ("4000000000000002", "Your card was declined.", "generic_decline"),
        ("4000000000009995", "Your card has insufficient funds.", "insufficient_funds"),
        ("4111111111111111", "used a non test card", "test_mode_live_card"),
    ],
)
def test_a_declined_card_leaves_the_session_open(
    client: stripe.StripeClient,
    make_session: MakeSession,
    number: str,
    words: str,
    decline: str,
) -> None:
    session = make_session()
    page = fill_in(session, number)
    assert page.status_code == 402
    assert words in text_of(page)
    assert 'role="alert"' in page.text
    declined = fresh(client, session)
    assert declined.status == "open"
    intent = declined.payment_intent
    assert isinstance(intent, stripe.PaymentIntent)
    assert intent.status == "requires_payment_method"
    assert intent.last_payment_error is not None
    assert intent.last_payment_error.decline_code == decline
    assert fill_in(session, "4242424242424242").status_code == 303
    assert len(client.v1.payment_intents.list().data) == 1
    charges = client.v1.charges.list().data
    assert [charge.status for charge in charges] == ["succeeded", "failed"]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"number": "4242424242424241"}, "number", "card number is invalid"),
        ({"number": "4242"}, "number", "card number is incomplete"),
        ({"number": "bowl"}, "number", "card number is incomplete"),
        ({"expiry": "12/20"}, "expiry", "expiration date is in the past"),
        ({"expiry": "13/34"}, "expiry", "expiration date is invalid"),
        ({"expiry": "soon"}, "expiry", "expiration date is incomplete"),
        ({"cvc": "1"}, "cvc", "security code is incomplete"),
        ({"name": " "}, "name", "name that is on the card"),
    ],
)
def test_a_mistake_is_shown_beside_its_field(
    client: stripe.StripeClient,
    make_session: MakeSession,
    changes: dict[str, str],
    field: str,
    words: str,
) -> None:
    session = make_session()
    page = fill_in(session, **({"number": "4242424242424242"} | changes))
    assert page.status_code == 422
    assert "<title>Error: " in page.text
    near = re.search(rf'id="{field}-error">([^<]+)<', page.text)
    assert near is not None
    assert words in html.unescape(near[1])
    assert client.v1.payment_intents.list().data == []


def test_what_was_typed_is_not_lost_but_the_code_is(make_session: MakeSession) -> None:
    page = fill_in(make_session(), "4242424242424241", cvc="987")
    assert 'value="4242424242424241"' in page.text
    assert 'value="Ada B."' in page.text
    assert "987" not in page.text


def test_the_email_is_asked_for_when_the_shop_does_not_know_it(
    client: stripe.StripeClient, make_session: MakeSession
) -> None:
    session = make_session(customer_email="carl@example.com")
    assert 'name="email"' not in requests.get(str(session.url), timeout=10).text
    session = client.v1.checkout.sessions.create(
        params={
            "mode": "payment",
            "success_url": "http://shop.test/",
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": "jpy",
                        "unit_amount": 1200,
                        "product_data": {"name": "Tea bowl"},
                    },
                }
            ],
        }
    )
    assert fill_in(session, "4242424242424242", email="ada").status_code == 422
    assert fill_in(session, "4242424242424242", email="ada@x.org").status_code == 303
    paid = fresh(client, session)
    assert paid.customer_details is not None
    assert paid.customer_details.email == "ada@x.org"


@pytest.mark.parametrize("number", ["4000002500003155", "4000000000003220"])
def test_3d_secure_asks_and_then_pays(
    client: stripe.StripeClient, make_session: MakeSession, number: str
) -> None:
    session = make_session()
    answer = fill_in(session, number)
    assert answer.status_code == 303
    bank = f"{session.url}/authenticate"
    assert bank.endswith(answer.headers["Location"])
    waiting = fresh(client, session).payment_intent
    assert isinstance(waiting, stripe.PaymentIntent)
    assert waiting.status == "requires_action"
    page = requests.get(bank, timeout=10)
    assert "Complete authentication" in page.text
    assert "Fail authentication" in page.text
    done = requests.post(
        bank, data={"answer": "complete"}, allow_redirects=False, timeout=10
    )
    assert done.headers["Location"] == THANKS + session.id
    assert fresh(client, session).payment_status == "paid"


def test_3d_secure_failed_leaves_the_session_open(
    client: stripe.StripeClient, make_session: MakeSession
) -> None:
    session = make_session()
    fill_in(session, "4000002500003155")
    bank = f"{session.url}/authenticate"
    page = requests.post(bank, data={"answer": "fail"}, timeout=10)
    assert "unable to authenticate" in text_of(page)
    assert fresh(client, session).status == "open"
    assert fill_in(session, "4242424242424242").status_code == 303


def test_an_expired_session_takes_no_confirmation(
    sandbox: Running, client: stripe.StripeClient, make_session: MakeSession
) -> None:
    session = make_session()
    fill_in(session, "4000002500003155")
    client.v1.checkout.sessions.expire(session.id)
    answer = {"answer": "complete"}
    page = requests.post(f"{session.url}/authenticate", data=answer, timeout=10)
    assert "has expired" in text_of(page)
    [intent] = sandbox.payments()
    assert (intent["status"], intent["cancellation_reason"]) == ("canceled", "expired")
    assert client.v1.charges.list().data == []


def test_a_paid_session_says_so_and_leads_back(
    sandbox: Running, make_session: MakeSession
) -> None:
    session = make_session()
    sandbox.pay(session.id)
    for page in (
        requests.get(str(session.url), timeout=10),
        fill_in(session, "4242424242424242"),
    ):
        assert "already been paid" in text_of(page)
        assert f'href="{THANKS}{session.id}"' in page.text
    assert len(sandbox.payments()) == 1


def test_an_expired_session_says_so_and_leads_back(
    client: stripe.StripeClient, make_session: MakeSession
) -> None:
    session = make_session()
    client.v1.checkout.sessions.expire(session.id)
    page = requests.get(str(session.url), timeout=10)
    assert page.status_code == 410
    assert "has expired" in text_of(page)
    assert 'href="http://shop.test/basket/"' in page.text


def option(name: str, amount: int) -> Any:
    money = {"amount": amount, "currency": "eur"}
    rate = {"display_name": name, "type": "fixed_amount", "fixed_amount": money}
    return {"shipping_rate_data": rate}


def test_another_shipping_is_paid_only_once_its_total_was_shown(
    client: stripe.StripeClient, make_session: MakeSession
) -> None:
    session = make_session(shipping_options=[option("Post", 500), option("Bike", 900)])
    page = requests.get(str(session.url), timeout=10)
    assert 'name="total" value="4700"' in page.text
    first = fill_in(session, "4242424242424242", shipping="1", total="4700")
    assert first.status_code == 402
    assert "Pay €51.00" in text_of(first)
    assert 'name="total" value="5100"' in first.text
    assert client.v1.payment_intents.list().data == []
    again = fill_in(session, "4242424242424242", shipping="1", total="5100")
    assert again.status_code == 303
    paid = fresh(client, session)
    assert paid.amount_total == 5100
    assert fill_in(session, "4242424242424242", shipping="7").status_code == 200


def test_names_from_the_shop_cannot_bring_html(make_session: MakeSession) -> None:
    nasty = {"name": '<script>alert("x")</script>', "images": ['x" onerror="y']}
    price = {"currency": "eur", "unit_amount": 900, "product_data": nasty}
    line = {"quantity": 1, "price_data": price}
    page = requests.get(str(make_session(line_items=[line]).url), timeout=10)
    assert "<script" not in page.text
    assert 'onerror="' not in page.text


def test_a_page_that_is_not_there_is_a_page(sandbox: Running) -> None:
    page = requests.get(f"{sandbox.url}/c/pay/cs_test_no", timeout=10)
    assert page.status_code == 404
    assert "no such page" in text_of(page)


def test_the_short_cut_pays_like_the_page(
    sandbox: Running, make_session: MakeSession
) -> None:
    session = make_session()
    declined = sandbox.pay(session.id, card="4000000000000002")
    assert (declined["state"], declined["message"]) == (
        "declined",
        "Your card was declined.",
    )
    asked = sandbox.pay(session.id, card="4000002500003155")
    assert asked["state"] == "requires_action"
    card = "4000002500003155"
    failed = sandbox.pay(session.id, card=card, three_d_secure="fail")
    assert failed["state"] == "declined"
    paid = sandbox.pay(session.id, card=card, three_d_secure="complete")
    assert (paid["state"], paid["redirect"]) == ("paid", THANKS + session.id)
    assert sandbox.pay(session.id)["state"] == "closed"
    wrong = sandbox.pay(session.id, card="1234")
    assert wrong["state"] == "closed"


def test_the_dashboard_shows_payments_and_refunds(
    sandbox: Running, client: stripe.StripeClient, intent: stripe.PaymentIntent
) -> None:
    params: Any = {"payment_intent": intent.id, "amount": 1234}
    refund = client.v1.refunds.create(params=params)
    front = requests.get(sandbox.url + "/", timeout=10)
    assert 'href="/dashboard"' in front.text
    page = requests.get(f"{sandbox.url}/dashboard", timeout=10)
    for word in (intent.id, refund.id, "€47.00", "€12.34", "charge.refunded"):
        assert word in page.text
