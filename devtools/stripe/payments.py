"""Paying a session with a card: payment intents, charges and the balance."""

from dataclasses import dataclass

from devtools.stripe import lines, sessions, shapes
from devtools.stripe.cards import NOT_AUTHENTICATED, Card, Decline
from devtools.stripe.errors import Json
from devtools.stripe.sandbox import Sandbox

#: Stripe's European card price, so that a ledger has a fee to book.
FEE_PERCENT, FEE_FIXED = 1.5, 25
#: What a charge has from its payment intent.
PASSED_ON = (
    "description",
    "metadata",
    "receipt_email",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_group",
)


@dataclass(frozen=True)
class Buyer:
    """Who pays, with which card, and how it should be sent."""

    card: Card
    email: str = ""
    shipping: int = 0


@dataclass(frozen=True)
class Outcome:
    """How an attempt to pay ended: paid, declined, requires_action or closed."""

    state: str
    session: Json
    message: str = ""


def attempt(sandbox: Sandbox, session_id: str, buyer: Buyer) -> Outcome:
    """The buyer presses *Pay*."""
    with sandbox.store.transaction():
        session = _still_open(sandbox, session_id)
        if session["status"] != "open":
            return Outcome("closed", session)
        _take_details(sandbox, session, buyer)
        intent = _intent(sandbox, session, buyer)
        if buyer.card.asks_for_3ds:
            return _ask_bank(sandbox, session, intent)
        return _finish(sandbox, session, intent, buyer.card)


def authenticate(sandbox: Sandbox, session_id: str, *, confirmed: bool) -> Outcome:
    """The buyer answers the bank's 3-D Secure question."""
    with sandbox.store.transaction():
        session = _still_open(sandbox, session_id)
        if session["status"] != "open" or not session["payment_intent"]:
            return Outcome("closed", session)
        intent = sandbox.need("payment_intent", session["payment_intent"])
        if intent["status"] != "requires_action":
            return Outcome("closed", session)
        if not confirmed:
            return _declined(sandbox, session, intent, NOT_AUTHENTICATED)
        card = card_behind(sandbox, intent["payment_method"])
        return _finish(sandbox, session, intent, card)


def _still_open(sandbox: Sandbox, session_id: str) -> Json:
    """The session as of now: the clock may be ahead of the timer that ends it."""
    session = sandbox.need("checkout.session", session_id, "session")
    if session["status"] == "open" and session["expires_at"] <= sandbox.clock.now():
        return sessions.end(sandbox, session)
    return session


def _take_details(sandbox: Sandbox, session: Json, buyer: Buyer) -> None:
    choose_shipping(sandbox, session, buyer.shipping)
    session["customer_details"] = {
        "address": dict.fromkeys(
            ("city", "country", "line1", "line2", "postal_code", "state")
        ),
        "business_name": None,
        "email": session["customer_email"] or buyer.email or None,
        "individual_name": None,
        "name": buyer.card.name or None,
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": [],
    }
    sandbox.store.save(session)


def choose_shipping(sandbox: Sandbox, session: Json, number: int) -> None:
    """Send it that way; the sums follow."""
    if not session["shipping_options"] or session["status"] != "open":
        return
    option = session["shipping_options"][number]
    rate = sandbox.need("shipping_rate", option["shipping_rate"])
    items = sessions.parts(sandbox, session)["lines"]
    session |= lines.totals(items, rate)


def _intent(sandbox: Sandbox, session: Json, buyer: Buyer) -> Json:
    """The session's payment, made at the first attempt as Stripe does."""
    method = _method(sandbox, session, buyer)
    changes = {"payment_method": method["id"], "amount": session["amount_total"]}
    if session["payment_intent"]:
        intent = sandbox.need("payment_intent", session["payment_intent"])
        return sandbox.store.save(intent | changes)
    identifier = shapes.identifier("payment_intent")
    asked = sessions.parts(sandbox, session)["payment_intent_data"]
    intent = shapes.new(
        "payment_intent",
        **{
            "id": identifier,
            "client_secret": f"{identifier}_secret_{shapes.identifier('request')[4:]}",
            "created": sandbox.clock.now(),
            "currency": session["currency"],
        }
        | asked
        | changes,
    )
    sandbox.store.save(session | {"payment_intent": identifier})
    session["payment_intent"] = identifier
    return sandbox.store.add("payment_intent", intent)


def _method(sandbox: Sandbox, session: Json, buyer: Buyer) -> Json:
    method = shapes.new("payment_method", created=sandbox.clock.now(), type="card")
    method["card"] |= _card_facts(buyer.card)
    method["billing_details"] |= {
        "email": session["customer_details"]["email"],
        "name": buyer.card.name or None,
    }
    # The sandbox needs the whole test number again at the bank's page; it is not shown.
    number = {"id": f"{method['id']}/number", "number": buyer.card.number}
    sandbox.store.add("card_number", number)
    return sandbox.store.add("payment_method", method)


def _card_facts(card: Card) -> Json:
    return {
        "brand": card.brand,
        "exp_month": card.month,
        "exp_year": card.year,
        "last4": card.last4,
    }


def card_behind(sandbox: Sandbox, method_id: str) -> Card:
    """The test card that a payment method stands for."""
    method = sandbox.need("payment_method", method_id)
    number = sandbox.need("card_number", f"{method['id']}/number")["number"]
    facts = method["card"]
    name = method["billing_details"]["name"] or ""
    return Card(number, facts["exp_month"], facts["exp_year"], name)


def _ask_bank(sandbox: Sandbox, session: Json, intent: Json) -> Outcome:
    intent |= {
        "status": "requires_action",
        "next_action": {
            "type": "redirect_to_url",
            "redirect_to_url": {
                "url": f"{session['url']}/authenticate",
                "return_url": session["url"],
            },
        },
    }
    sandbox.store.save(intent)
    return Outcome("requires_action", session)


def _finish(sandbox: Sandbox, session: Json, intent: Json, card: Card) -> Outcome:
    if card.decline:
        return _declined(sandbox, session, intent, card.decline)
    return _paid(sandbox, session, intent, card)


def _paid(sandbox: Sandbox, session: Json, intent: Json, card: Card) -> Outcome:
    charge = _charge(sandbox, intent, card)
    fee = round(intent["amount"] * FEE_PERCENT / 100) + FEE_FIXED
    booked = book(sandbox, charge, charge["amount"], fee=fee)
    charge |= {
        "amount_captured": charge["amount"],
        "balance_transaction": booked["id"],
        "captured": True,
    }
    sandbox.store.add("charge", charge)
    intent |= {
        "amount_received": intent["amount"],
        "last_payment_error": None,
        "latest_charge": charge["id"],
        "next_action": None,
        "status": "succeeded",
    }
    sandbox.store.save(intent)
    session |= {"status": "complete", "payment_status": "paid", "url": None}
    sandbox.store.save(session)
    sandbox.tell("charge.succeeded", charge)
    sandbox.tell("payment_intent.succeeded", intent)
    sandbox.tell("checkout.session.completed", session)
    return Outcome("paid", session)


def _declined(sandbox: Sandbox, session: Json, intent: Json, why: Decline) -> Outcome:
    error = {"type": "card_error", "code": why.code, "message": why.message}
    if why.decline_code:
        error["decline_code"] = why.decline_code
        error["doc_url"] = f"https://stripe.com/docs/error-codes/{why.code}"
    method = sandbox.need("payment_method", intent["payment_method"])
    if why is not NOT_AUTHENTICATED:
        charge = _charge(sandbox, intent, card_behind(sandbox, method["id"])) | {
            "balance_transaction": None,
            "failure_code": why.code,
            "failure_message": why.message,
            "outcome": _outcome(why),
            "paid": False,
            "status": "failed",
        }
        sandbox.store.add("charge", charge)
        error["charge"] = intent["latest_charge"] = charge["id"]
        sandbox.tell("charge.failed", charge)
    intent |= {
        "last_payment_error": error | {"payment_method": method},
        "next_action": None,
        "payment_method": None,
        "status": "requires_payment_method",
    }
    sandbox.store.save(intent)
    sandbox.tell("payment_intent.payment_failed", intent)
    return Outcome("declined", session, why.message)


def _outcome(why: Decline | None) -> Json:
    return {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": "declined_by_network" if why else "approved_by_network",
        "reason": (why.decline_code or why.code) if why else None,
        "seller_message": why.message if why else "Payment complete.",
        "type": "issuer_declined" if why else "authorized",
    }


def _charge(sandbox: Sandbox, intent: Json, card: Card) -> Json:
    method = sandbox.need("payment_method", intent["payment_method"])
    charge = shapes.new(
        "charge",
        amount=intent["amount"],
        created=sandbox.clock.now(),
        currency=intent["currency"],
        outcome=_outcome(None),
        payment_intent=intent["id"],
        payment_method=method["id"],
        status="succeeded",
        **{name: intent[name] for name in PASSED_ON},
    )
    charge["billing_details"] |= {
        "email": method["billing_details"]["email"],
        "name": card.name or None,
    }
    details = charge["payment_method_details"]["card"]
    details |= _card_facts(card) | {"network": card.brand, "wallet": None}
    details |= {"installments": None, "network_token": None, "three_d_secure": None}
    details["overcapture"]["maximum_amount_capturable"] = intent["amount"]
    return charge


def book(sandbox: Sandbox, source: Json, amount: int, *, fee: int = 0) -> Json:
    """Write money that came or went into the balance."""
    kind = "charge" if source["object"] == "charge" else "refund"
    details = {
        "amount": fee,
        "application": None,
        "currency": source["currency"],
        "description": "Stripe processing fees",
        "type": "stripe_fee",
    }
    return sandbox.store.add(
        "balance_transaction",
        shapes.new(
            "balance_transaction",
            amount=amount,
            available_on=sandbox.clock.now(),
            created=sandbox.clock.now(),
            currency=source["currency"],
            description=None,
            fee=fee,
            fee_details=[details] if fee else [],
            net=amount - fee,
            reporting_category=kind,
            source=source["id"],
            type=kind,
        ),
    )
