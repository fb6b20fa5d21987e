"""Idempotency keys: the same answer again, or a refusal, as at Stripe."""

import threading
from typing import Any

import pytest
import stripe

from devtools.stripe import Running
from tests.devtools.stripe.story import connect, wanted


def keyed(key: str) -> Any:
    return {"idempotency_key": key}


def headers(thing: stripe.StripeObject) -> Any:
    assert thing.last_response is not None
    return thing.last_response.headers


def test_a_repeat_gets_the_same_answer(
    sandbox: Running, client: stripe.StripeClient
) -> None:
    params = wanted()
    create = client.v1.checkout.sessions.create
    first = create(params=params, options=keyed("k1"))
    again = create(params=params, options=keyed("k1"))
    assert again.id == first.id
    assert "Idempotent-Replayed" not in headers(first)
    assert headers(again)["Idempotent-Replayed"] == "true"
    assert headers(again)["Idempotency-Key"] == "k1"
    assert len(sandbox.sessions()) == 1


def test_a_repeat_gets_the_answer_of_then_not_of_now(
    sandbox: Running, client: stripe.StripeClient
) -> None:
    params = wanted()
    create = client.v1.checkout.sessions.create
    first = create(params=params, options=keyed("k1"))
    sandbox.pay(first.id)
    assert create(params=params, options=keyed("k1")).status == "open"


def test_the_key_with_other_words_is_refused(client: stripe.StripeClient) -> None:
    params = wanted()
    create = client.v1.checkout.sessions.create
    create(params=params, options=keyed("k1"))
    other = params | {"client_reference_id": "other"}
    with pytest.raises(stripe.IdempotencyError, match="same parameters") as caught:
        create(params=other, options=keyed("k1"))
    assert caught.value.http_status == 400


def test_the_key_at_another_address_is_refused(
    client: stripe.StripeClient, intent: stripe.PaymentIntent
) -> None:
    params: Any = {"payment_intent": intent.id, "amount": 100}
    client.v1.refunds.create(params=params, options=keyed("k1"))
    with pytest.raises(stripe.IdempotencyError, match="same endpoint"):
        client.v1.checkout.sessions.create(params=wanted(), options=keyed("k1"))


def test_a_wrong_request_does_not_use_up_the_key(client: stripe.StripeClient) -> None:
    create = client.v1.checkout.sessions.create
    for wrong in ({"foo": "bar"}, {"success_url": "no"}, {"mode": "gift"}):
        with pytest.raises(stripe.InvalidRequestError):
            create(params=wanted(**wrong), options=keyed("k1"))
    session = create(params=wanted(), options=keyed("k1"))
    assert "Idempotent-Replayed" not in headers(session)


def test_a_refusal_after_the_fact_is_remembered(
    client: stripe.StripeClient, intent: stripe.PaymentIntent
) -> None:
    client.v1.refunds.create(params={"payment_intent": intent.id})
    for replayed in (None, "true"):
        with pytest.raises(stripe.InvalidRequestError) as caught:
            client.v1.refunds.create(
                params={"payment_intent": intent.id}, options=keyed("k2")
            )
        assert caught.value.code == "charge_already_refunded"
        assert caught.value.headers is not None
        assert dict(caught.value.headers).get("Idempotent-Replayed") == replayed


def test_a_key_is_forgotten_after_a_day(
    sandbox: Running, client: stripe.StripeClient, intent: stripe.PaymentIntent
) -> None:
    params: Any = {"payment_intent": intent.id, "amount": 100}
    create = client.v1.refunds.create
    first = create(params=params, options=keyed("k1"))
    sandbox.advance(86_401)
    assert create(params=params, options=keyed("k1")).id != first.id


def test_the_same_key_at_once_is_a_conflict(
    sandbox: Running, client: stripe.StripeClient
) -> None:
    sandbox.faults("delay", method="POST", seconds=1, count=1)
    params = wanted()
    create = client.v1.checkout.sessions.create
    slow = threading.Thread(
        target=lambda: create(params=params, options=keyed("k1")), daemon=True
    )
    slow.start()
    while not sandbox.sessions():
        pass
    # The SDK has no class of its own for 409; with retries on it tries again.
    with pytest.raises(stripe.APIError) as caught:
        create(params=params, options=keyed("k1"))
    assert caught.value.http_status == 409
    body: Any = caught.value.json_body
    assert body["error"]["code"] == "idempotency_key_in_use"
    slow.join()
    assert headers(create(params=params, options=keyed("k1")))["Idempotent-Replayed"]


def test_fifty_at_once_with_one_key_make_one_session(sandbox: Running) -> None:
    client = stripe.StripeClient(
        "sk_test_x", base_addresses={"api": sandbox.url}, max_network_retries=10
    )
    params = wanted()
    found: list[str] = []
    together = threading.Barrier(50)

    def create() -> None:
        together.wait()
        options = keyed("k1")
        session = client.v1.checkout.sessions.create(params=params, options=options)
        found.append(session.id)

    threads = [threading.Thread(target=create) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 50
    assert len(set(found)) == 1
    assert len(sandbox.sessions()) == 1


def test_a_key_that_is_too_long_is_refused(sandbox: Running) -> None:
    client = connect(sandbox.url)
    with pytest.raises(stripe.InvalidRequestError, match="255 characters"):
        client.v1.checkout.sessions.create(params=wanted(), options=keyed("k" * 256))
