"""Requests and answers have the shape that Stripe's own SDK describes."""

import http.client
import json
from typing import Any, get_args
from urllib.parse import urlsplit

import pytest
import stripe
from stripe.checkout import Session

from devtools.stripe import Running, shapes
from tests.devtools.stripe.story import connect, wanted


def refusal(client: stripe.StripeClient, **changes: Any) -> stripe.InvalidRequestError:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.checkout.sessions.create(params=wanted(**changes))
    return caught.value


@pytest.mark.parametrize(
    ("changes", "message", "param", "code"),
    [
        (
            {"foo": "bar"},
            "Received unknown parameter: foo",
            "foo",
            "parameter_unknown",
        ),
        (
            {"foo": 1, "bar": 2},
            "Received unknown parameters: foo, bar",
            "foo",
            "parameter_unknown",
        ),
        (
            {"payment_intent_data": {"colour": "red"}},
            "Received unknown parameter: payment_intent_data[colour]",
            "payment_intent_data[colour]",
            "parameter_unknown",
        ),
        (
            {"line_items": [{"quantity": 1, "price_data": {"unit_amount": 5}}]},
            "Missing required param: line_items[0][price_data][currency].",
            "line_items[0][price_data][currency]",
            "parameter_missing",
        ),
        (
            {"mode": "gift"},
            "Invalid mode: must be one of payment, setup, or subscription",
            "mode",
            None,
        ),
        (
            {"expires_at": "tomorrow"},
            "Invalid integer: tomorrow",
            "expires_at",
            "parameter_invalid_integer",
        ),
        (
            {"allow_promotion_codes": "perhaps"},
            "Invalid boolean: perhaps",
            "allow_promotion_codes",
            None,
        ),
        ({"line_items": "bowl"}, "Invalid array", "line_items", None),
        ({"metadata": "K7"}, "Invalid object", "metadata", None),
        ({"success_url": {"a": "b"}}, "Invalid string", "success_url", None),
    ],
)
def test_the_sdks_typed_params_are_the_contract(
    client: stripe.StripeClient,
    changes: Any,
    message: str,
    param: str,
    code: str | None,
) -> None:
    error = refusal(client, **changes)
    assert error.user_message == message
    assert (error.param, error.code, error.http_status) == (param, code, 400)
    body: Any = error.json_body
    assert body["error"]["type"] == "invalid_request_error"


def test_numbers_beyond_counting_are_refused(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="Invalid integer"):
        client.v1.events.list(params={"created": {"gte": 10**30}})
    assert refusal(client, expires_at=10**30).param == "expires_at"


def test_an_empty_text_is_refused(client: stripe.StripeClient) -> None:
    error = refusal(client, success_url="")
    assert error.code == "parameter_invalid_empty"


def test_missing_mode_is_refused(client: stripe.StripeClient) -> None:
    params = wanted()
    del params["mode"]
    with pytest.raises(
        stripe.InvalidRequestError, match="Missing required param: mode"
    ):
        client.v1.checkout.sessions.create(params=params)


def test_gets_are_checked_too(client: stripe.StripeClient) -> None:
    wrong: Any = {"colour": "red"}
    with pytest.raises(stripe.InvalidRequestError, match="unknown parameter: colour"):
        client.v1.events.list(params=wrong)
    with pytest.raises(stripe.InvalidRequestError, match="between 1 and 100"):
        client.v1.events.list(params={"limit": 101})


def test_what_is_not_there_is_missing(client: stripe.StripeClient) -> None:
    calls = [
        (client.v1.checkout.sessions.retrieve, "cs_test_no"),
        (client.v1.checkout.sessions.expire, "cs_test_no"),
        (client.v1.payment_intents.retrieve, "pi_no"),
        (client.v1.charges.retrieve, "ch_no"),
        (client.v1.refunds.retrieve, "re_no"),
        (client.v1.events.retrieve, "evt_no"),
    ]
    for call, identifier in calls:
        with pytest.raises(stripe.InvalidRequestError) as caught:
            call(identifier)
        assert (caught.value.http_status, caught.value.code) == (
            404,
            "resource_missing",
        )
        assert identifier in str(caught.value)


def test_an_unknown_address_is_404(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="Unrecognized request URL"):
        client.v1.customers.list()


@pytest.mark.parametrize("key", ["pk_test_1", "sk_live_1234567890", "nonsense"])
def test_only_a_test_key_opens_it(sandbox: Running, key: str) -> None:
    with pytest.raises(stripe.AuthenticationError) as caught:
        connect(sandbox.url, key).v1.balance.retrieve()
    assert caught.value.http_status == 401
    assert "1234567890" not in str(caught.value)


def test_without_a_key_it_stays_shut(sandbox: Running) -> None:
    connection = http.client.HTTPConnection(urlsplit(sandbox.url).netloc)
    connection.request("GET", "/v1/balance")
    answer = connection.getresponse()
    assert answer.status == 401
    assert answer.getheader("Request-Id", "").startswith("req_")
    assert "did not provide an API key" in json.load(answer)["error"]["message"]
    connection.close()


def test_each_answer_names_its_request(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.charges.retrieve("ch_no")
    assert str(caught.value.request_id).startswith("req_")


CLASSES: list[tuple[type[stripe.StripeObject], str]] = [
    (Session, "checkout.session"),
    (stripe.PaymentIntent, "payment_intent"),
    (stripe.PaymentMethod, "payment_method"),
    (stripe.Charge, "charge"),
    (stripe.Refund, "refund"),
    (stripe.Event, "event"),
    (stripe.LineItem, "item"),
    (stripe.BalanceTransaction, "balance_transaction"),
]


def fields(kind: type) -> dict[str, Any]:
    return {n: h for n, h in kind.__annotations__.items() if n != "OBJECT_NAME"}


def every_object(sandbox: Running, client: stripe.StripeClient) -> dict[str, Any]:
    """One of each, out of a whole story: declined, paid, refunded."""
    session = client.v1.checkout.sessions.create(params=wanted())
    sandbox.pay(session.id, card="4000000000000002")
    sandbox.pay(session.id)
    [intent] = sandbox.payments()
    client.v1.refunds.create(params={"payment_intent": intent["id"]})

    def raw(path: str) -> Any:
        return sandbox.ask("GET", path)

    intents = "/v1/payment_intents?expand[]=data.payment_method"
    return {
        "checkout.session": raw(f"/v1/checkout/sessions/{session.id}"),
        "payment_intent": raw(f"/v1/payment_intents/{intent['id']}"),
        "payment_method": raw(intents)["data"][0]["payment_method"],
        "charge": raw(f"/v1/charges/{intent['latest_charge']}"),
        "refund": raw("/v1/refunds")["data"][0],
        "event": raw("/v1/events")["data"][0],
        "item": raw(f"/v1/checkout/sessions/{session.id}/line_items")["data"][0],
        "balance_transaction": raw("/v1/balance_transactions")["data"][0],
    }


def test_answers_have_the_keys_of_the_published_examples(
    sandbox: Running, client: stripe.StripeClient
) -> None:
    for kind, thing in every_object(sandbox, client).items():
        left_out = set(shapes.NOT_INCLUDED.get(kind, ()))
        missing = shapes.EXAMPLES[kind].keys() - thing.keys() - left_out
        assert not missing, kind


def test_answers_have_what_the_sdks_classes_need(
    sandbox: Running, client: stripe.StripeClient
) -> None:
    things = every_object(sandbox, client)
    for kind, name in CLASSES:
        thing = things[name]
        known = fields(kind)
        extra = thing.keys() - known.keys()
        assert not extra, name
        for field, hint in known.items():
            if type(None) not in get_args(hint) and "Optional" not in str(hint):
                assert thing.get(field) is not None, f"{name}.{field}"


def test_the_balance_counts_charges_refunds_and_fees(
    sandbox: Running, client: stripe.StripeClient
) -> None:
    every_object(sandbox, client)
    balance = client.v1.balance.retrieve()
    fee = round(4700 * 0.015) + 25
    [euro] = balance.available
    assert (euro.currency, euro.amount) == ("eur", -fee)
