"""Refunds: whole or in part, never more than was paid."""

from devtools.stripe import cards, currencies, lines, payments, shapes
from devtools.stripe.errors import (
    Json,
    StripeRefusal,
    executed,
    invalid,
)
from devtools.stripe.sandbox import Sandbox
from devtools.stripe.store import Query

KNOWN = {"amount", "charge", "expand", "metadata", "payment_intent", "reason"}
#: How long the cards of https://docs.stripe.com/testing#refunds let one wait.
SETTLES_AFTER = 2


def create(sandbox: Sandbox, params: Json) -> Json:
    """Give money back."""
    lines.only(params, KNOWN, "")
    charge = _charge(sandbox, params)
    amount = _amount(charge, params)
    card = payments.card_behind(sandbox, charge["payment_method"])
    refund = _new(sandbox, params, charge, amount)
    if card.number == cards.REFUND_IS_PENDING:
        refund |= {"status": "pending", "pending_reason": "processing"}
    refund["balance_transaction"] = payments.book(sandbox, refund, -amount)["id"]
    sandbox.store.add("refund", refund)
    _count(sandbox, charge, amount)
    sandbox.tell("refund.created", refund)
    sandbox.tell("charge.refunded", charge)
    _settle_or_wait(sandbox, refund, card)
    return refund


def _new(sandbox: Sandbox, params: Json, charge: Json, amount: int) -> Json:
    refund = shapes.new(
        "refund",
        amount=amount,
        charge=charge["id"],
        created=sandbox.clock.now(),
        currency=charge["currency"],
        metadata=params.get("metadata") or {},
        payment_intent=charge["payment_intent"],
        payment_method=charge["payment_method"],
        reason=params.get("reason"),
        status="succeeded",
    )
    refund["destination_details"]["card"] = {
        "reference_status": "pending",
        "reference_type": "acquirer_reference_number",
        "type": "refund",
    }
    return refund


def _settle_or_wait(sandbox: Sandbox, refund: Json, card: cards.Card) -> None:
    """Most refunds are through at once; two test cards take their time."""
    if card.number not in (cards.REFUND_IS_PENDING, cards.REFUND_FAILS_LATER):
        _update(sandbox, refund, "succeeded")
        return
    fails = card.number == cards.REFUND_FAILS_LATER
    sandbox.store.add(
        "unsettled",
        {
            "id": f"{refund['id']}/unsettled",
            "refund": refund["id"],
            "status": "failed" if fails else "succeeded",
            "due": sandbox.clock.now() + SETTLES_AFTER,
        },
    )


def settle_due(sandbox: Sandbox) -> int:
    """End the refunds that took their time; says how many."""
    with sandbox.store.transaction():
        waiting = sandbox.store.find(Query("unsettled", limit=1_000))
        due = [w for w in waiting if w["due"] <= sandbox.clock.now()]
        for wait in due:
            sandbox.store.rows("DELETE FROM objects WHERE id = ?", wait["id"])
            _update(sandbox, sandbox.need("refund", wait["refund"]), wait["status"])
    return len(due)


def _update(sandbox: Sandbox, refund: Json, status: str) -> None:
    before = {"status": refund["status"], "destination_details": None}
    refund |= {"status": status, "pending_reason": None}
    reference = refund["destination_details"]["card"]
    if status == "failed":
        _give_up(sandbox, refund)
    else:
        reference |= {"reference": refund["id"][-12:], "reference_status": "available"}
    sandbox.store.save(refund)
    sandbox.tell("refund.updated", refund, before)
    if status == "failed":
        sandbox.tell("refund.failed", refund)


def _give_up(sandbox: Sandbox, refund: Json) -> None:
    """The bank sent the money back: it is in the balance again."""
    booked = payments.book(sandbox, refund, refund["amount"])
    refund |= {
        "failure_balance_transaction": booked["id"],
        "failure_reason": "expired_or_canceled_card",
    }
    _count(sandbox, sandbox.need("charge", refund["charge"]), -refund["amount"])


def _count(sandbox: Sandbox, charge: Json, amount: int) -> None:
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    sandbox.store.save(charge)


def _charge(sandbox: Sandbox, params: Json) -> Json:
    if "payment_intent" in params:
        intent = sandbox.need(
            "payment_intent", params["payment_intent"], "payment_intent"
        )
        if intent["status"] != "succeeded":
            raise executed(_nothing_to_refund(intent))
        charge = sandbox.need("charge", intent["latest_charge"])
        if params.get("charge", charge["id"]) != charge["id"]:
            raise invalid("The charge is not the payment intent's.", "charge")
        return charge
    if "charge" not in params:
        raise StripeRefusal(
            "One of the following params should be provided for this request:"
            " payment_intent or charge.",
            code="parameter_missing",
        )
    return sandbox.need("charge", params["charge"], "charge")


def _nothing_to_refund(intent: Json) -> StripeRefusal:
    return StripeRefusal(
        f"This PaymentIntent ({intent['id']}) does not have a successful charge to"
        " refund.",
        code="payment_intent_unexpected_state",
    )


def _amount(charge: Json, params: Json) -> int:
    left = charge["amount"] - charge["amount_refunded"]
    if charge["status"] != "succeeded":
        raise executed(
            StripeRefusal(f"Charge {charge['id']} has not been captured, or failed.")
        )
    if left == 0:
        raise executed(
            StripeRefusal(
                f"Charge {charge['id']} has already been refunded.",
                code="charge_already_refunded",
            )
        )
    amount: int = params.get("amount", left)
    if amount < 1:
        message = "Invalid positive integer"
        raise invalid(message, "amount", "parameter_invalid_integer")
    if amount > left:
        raise executed(_too_much(charge, amount, left))
    return amount


def _too_much(charge: Json, amount: int, left: int) -> StripeRefusal:
    asked = currencies.shown(amount, charge["currency"])
    rest = currencies.shown(left, charge["currency"])
    than = (
        "unrefunded amount on charge" if charge["amount_refunded"] else "charge amount"
    )
    message = f"Refund amount ({asked}) is greater than {than} ({rest})"
    return invalid(message, "amount", "amount_too_large")
