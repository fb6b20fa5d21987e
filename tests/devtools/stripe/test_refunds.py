"""Refunds and the rest of the money, through the official SDK."""

import threading
import time
from typing import Any

import pytest
import stripe

from devtools.stripe import Running
from tests.devtools.stripe.story import MakeSession


def test_a_whole_refund_by_payment_intent(
    client: stripe.StripeClient, intent: stripe.PaymentIntent
) -> None:
    refund = client.v1.refunds.create(
        params={
            "payment_intent": intent.id,
            "reason": "requested_by_customer",
            "metadata": {"order": "K7"},
        }
    )
    assert (refund.amount, refund.status, refund.currency) == (4700, "succeeded", "eur")
    assert refund.payment_intent == intent.id
    assert refund.charge == intent.latest_charge
    charge = client.v1.charges.retrieve(str(intent.latest_charge))
    assert (charge.refunded, charge.amount_refunded) == (True, 4700)
    same = client.v1.refunds.retrieve(refund.id, params={"expand": ["charge"]})
    assert isinstance(same.charge, stripe.Charge)
    assert same.metadata is not None
    assert same.metadata["order"] == "K7"


def test_parts_by_charge_until_nothing_is_left(
    client: stripe.StripeClient, intent: stripe.PaymentIntent
) -> None:
    charge = str(intent.latest_charge)
    client.v1.refunds.create(params={"charge": charge, "amount": 4000})
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.refunds.create(params={"charge": charge, "amount": 701})
    assert caught.value.user_message == (
        "Refund amount (€7.01) is greater than unrefunded amount on charge (€7.00)"
    )
    assert (caught.value.param, caught.value.code) == ("amount", "amount_too_large")
    assert client.v1.refunds.create(params={"charge": charge}).amount == 700
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.refunds.create(params={"charge": charge})
    assert caught.value.code == "charge_already_refunded"
    found = client.v1.refunds.list(params={"payment_intent": intent.id})
    assert [refund.amount for refund in found.data] == [700, 4000]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({}, "parameter_missing"),
        ({"payment_intent": "pi_no"}, "resource_missing"),
        ({"charge": "ch_no"}, "resource_missing"),
        ({"charge": "ch_no", "reason": "whim"}, None),
        ({"charge": "ch_no", "amount": "some"}, "parameter_invalid_integer"),
    ],
)
def test_wrong_refunds_are_refused(
    client: stripe.StripeClient, params: Any, code: str | None
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.refunds.create(params=params)
    assert caught.value.code == code


@pytest.mark.parametrize("amount", [0, -5])
def test_less_than_a_cent_cannot_be_refunded(
    client: stripe.StripeClient, intent: stripe.PaymentIntent, amount: int
) -> None:
    params: Any = {"payment_intent": intent.id, "amount": amount}
    with pytest.raises(stripe.InvalidRequestError, match="Invalid positive integer"):
        client.v1.refunds.create(params=params)


def test_a_declined_payment_cannot_be_refunded(
    sandbox: Running, client: stripe.StripeClient, make_session: MakeSession
) -> None:
    sandbox.pay(make_session().id, card="4000000000000002")
    [intent] = sandbox.payments()
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.v1.refunds.create(params={"payment_intent": intent["id"]})
    assert caught.value.code == "payment_intent_unexpected_state"


def test_many_at_once_never_give_back_more_than_was_paid(
    sandbox: Running, client: stripe.StripeClient, intent: stripe.PaymentIntent
) -> None:
    done: list[int] = []
    together = threading.Barrier(20)

    def refund() -> None:
        together.wait()
        params: Any = {"payment_intent": intent.id, "amount": 1000}
        try:
            done.append(client.v1.refunds.create(params=params).amount)
        except stripe.InvalidRequestError:
            done.append(0)

    threads = [threading.Thread(target=refund) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [0] * 16 + [1000] * 4
    assert sum(refund["amount"] for refund in sandbox.refunds()) == 4000


def settled(client: stripe.StripeClient, refund: stripe.Refund) -> stripe.Refund:
    end = time.monotonic() + 10
    while True:
        found = client.v1.refunds.retrieve(refund.id)
        if found.status != refund.status or time.monotonic() > end:
            return found
        time.sleep(0.05)


def refund_of(
    sandbox: Running, client: stripe.StripeClient, session_id: str, card: str
) -> stripe.Refund:
    sandbox.pay(session_id, card=card)
    [intent] = sandbox.payments()
    return client.v1.refunds.create(params={"payment_intent": intent["id"]})


def test_some_refunds_take_their_time(
    sandbox: Running, client: stripe.StripeClient, make_session: MakeSession
) -> None:
    refund = refund_of(sandbox, client, make_session().id, "4000000000007726")
    assert refund.status == "pending"
    sandbox.advance(2)
    assert settled(client, refund).status == "succeeded"
    assert [e["type"] for e in sandbox.events(type="refund.updated")]


def test_some_refunds_fail_later_and_the_money_is_back(
    sandbox: Running, client: stripe.StripeClient, make_session: MakeSession
) -> None:
    refund = refund_of(sandbox, client, make_session().id, "4000000000005126")
    assert refund.status == "succeeded"
    sandbox.advance(2)
    failed = settled(client, refund)
    assert failed.status == "failed"
    assert failed.failure_reason == "expired_or_canceled_card"
    charge = client.v1.charges.retrieve(str(refund.charge))
    assert (charge.amount_refunded, charge.refunded) == (0, False)
    assert len(sandbox.events(type="refund.failed")) == 1


def test_expand_opens_whole_objects(
    client: stripe.StripeClient, intent: stripe.PaymentIntent
) -> None:
    params: Any = {
        "expand": ["latest_charge.balance_transaction", "latest_charge.refunds"]
    }
    client.v1.refunds.create(params={"payment_intent": intent.id, "amount": 5})
    opened = client.v1.payment_intents.retrieve(intent.id, params=params)
    charge = opened.latest_charge
    assert isinstance(charge, stripe.Charge)
    assert isinstance(charge.balance_transaction, stripe.BalanceTransaction)
    assert charge.balance_transaction.net == 4700 - charge.balance_transaction.fee
    assert charge.refunds is not None
    assert [refund.amount for refund in charge.refunds.data] == [5]
    every: Any = {"expand": ["data.payment_intent"]}
    [refund] = client.v1.refunds.list(params=every).data
    assert isinstance(refund.payment_intent, stripe.PaymentIntent)
    wrong: Any = {"expand": ["colour"]}
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        client.v1.payment_intents.retrieve(intent.id, params=wrong)
