"""The one door to Stripe. Never called inside a transaction; repeats are the same."""

from functools import lru_cache

import stripe
from django.conf import settings
from stripe.checkout import Session

from payments.models import Payment, Refund, StripeEvent

#: Seconds to connect, and to wait for an answer; every call is repeated later anyway.
PATIENCE = (3.05, 12)


class PaymentMismatch(Exception):
    """Stripe took another amount, currency or mode than was asked."""


def client() -> stripe.StripeClient:
    """Stripe, or whatever stands at the address that was set instead."""
    return _client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE)


@lru_cache(maxsize=4)
def _client(key: str, base: str) -> stripe.StripeClient:
    http_client = stripe.RequestsClient(timeout=PATIENCE)
    if base:
        return stripe.StripeClient(
            key,
            base_addresses={"api": base},
            http_client=http_client,
            max_network_retries=1,
        )
    return stripe.StripeClient(key, http_client=http_client, max_network_retries=1)


def open_session(payment: Payment) -> Session:
    """The hosted page for this payment; asked twice, it is the same page.

    Raises stripe.InvalidRequestError only when Stripe has surely made none."""
    session = client().v1.checkout.sessions.create(
        params=payment.session_request,
        options={"idempotency_key": f"session:{payment.uuid}"},
    )
    Payment.objects.filter(pk=payment.pk, session_id=None).update(
        session_id=session.id, session_url=session.url or ""
    )
    payment.refresh_from_db(fields=["session_id", "session_url"])
    return session


def session_of(payment: Payment) -> Session | None:
    """What Stripe says of this payment's page now; None: it never made one.

    When the answer to the first request was lost, the same request finds it again."""
    if payment.session_id:
        return client().v1.checkout.sessions.retrieve(payment.session_id)
    try:
        return open_session(payment)
    except stripe.InvalidRequestError:
        return None


def expire(session: Session) -> Session:
    """Close the page. If the buyer was quicker, says what it has become instead."""
    try:
        return client().v1.checkout.sessions.expire(session.id)
    except stripe.InvalidRequestError:
        return client().v1.checkout.sessions.retrieve(session.id)


def check(payment: Payment, session: Session) -> str:
    """The payment intent that paid exactly this payment.

    Raises PaymentMismatch when amount, currency, mode or reference differ."""
    is_live = "_live_" in settings.STRIPE_SECRET_KEY
    found = (session.amount_total, (session.currency or "").upper(), session.livemode)
    asked = (payment.amount_cents, payment.currency, is_live)
    if found != asked:
        raise PaymentMismatch(f"Stripe took {found}, but {asked} was asked.")
    if session.id != payment.session_id:
        raise PaymentMismatch(f"{session.id} is not the page of this payment.")
    intent = session.payment_intent
    return intent if isinstance(intent, str) else intent.id if intent else ""


def send_refund(refund: Refund) -> stripe.Refund:
    """Tell Stripe to give this money back; told twice, it gives it once."""
    return client().v1.refunds.create(
        params={
            "payment_intent": str(refund.payment.intent_id),
            "amount": refund.amount_cents,
            "metadata": {"order": refund.order_number, "refund": str(refund.uuid)},
        },
        options={"idempotency_key": f"refund:{refund.uuid}:{refund.tries}"},
    )


def find_refund(stripe_id: str) -> stripe.Refund:
    """What Stripe says of a refund now."""
    return client().v1.refunds.retrieve(stripe_id)


def take_event(body: bytes, signature: str) -> bool:
    """Keep a signed webhook, once. True when it is new.

    Raises ValueError or stripe.SignatureVerificationError for anything unsigned,
    stale or changed."""
    event = client().construct_event(body, signature, settings.STRIPE_WEBHOOK_SECRET)
    _, is_new = StripeEvent.objects.get_or_create(
        stripe_id=event.id,
        defaults={
            "kind": event.type,
            "object_id": str(getattr(event.data.object, "id", "")),
        },
    )
    return is_new
