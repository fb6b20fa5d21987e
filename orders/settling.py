"""How a checkout ends: Stripe is asked, and only its answer counts.

Webhook, poller, the buyer's return and giving up all come here; each may come twice,
late or never. Pieces are given back only after Stripe said that the page is closed."""

import logging
from datetime import timedelta

import stripe
from django.db import DatabaseError, transaction
from django.utils import timezone
from stripe.checkout import Session

from listings import stock, waitlist
from marketplace.errors import Refused
from marketplace.events import wake
from orders import lifecycle
from orders.models import Checkout, Order, OrderEvent, OrderLine
from payments import gateway
from payments.gateway import PaymentMismatch
from payments.models import Payment

log = logging.getLogger(__name__)

#: A page is asked about this often, so that a lost webhook costs minutes at most.
CHECK_EVERY = timedelta(seconds=60)
CHECK_LATER = timedelta(minutes=3)


def settle(checkout: Checkout, *, give_up: bool = False) -> Checkout:
    """Ask Stripe how the payment stands and act on it; an open page may be closed.

    Raises stripe.StripeError when Stripe does not answer (everything stays held) and
    PaymentMismatch when what was paid is not what was asked."""
    payment = checkout.payment
    session = gateway.session_of(payment)
    over = give_up or timezone.now() >= payment.session_expires_at
    if session is not None and session.status == "open" and over:
        session = gateway.expire(session)
    if session is None or session.status == "expired":
        return expire(checkout)
    if session.status == "complete" and session.payment_status == "paid":
        return receive(checkout, session)
    return checkout


def settle_due() -> int:
    """The poller: every checkout whose payment may have gone unheard; how many."""
    due = list(Checkout.objects.due().values_list("pk", flat=True)[:200])
    return sum(_settle_one(pk) for pk in due)


def _settle_one(pk: int) -> bool:
    now = timezone.now()
    checkout = Checkout.objects.select_related("payment").get(pk=pk)
    young = now - checkout.placed_at < timedelta(minutes=15)
    pause = CHECK_EVERY if young else CHECK_LATER
    if not Checkout.objects.due().filter(pk=pk).update(check_at=now + pause):
        return False
    try:
        settle(checkout)
    except stripe.StripeError as error:
        log.warning("Checkout %s: Stripe did not say. %s", checkout, error)
    except PaymentMismatch as error:
        log.error("Checkout %s needs a person. %s", checkout, error)
    except (Refused, DatabaseError):
        # One that cannot go on never keeps the others waiting.
        log.exception("Checkout %s could not be settled.", checkout)
    return True


@transaction.atomic
def expire(checkout: Checkout) -> Checkout:
    """Nobody will pay this any more, and Stripe has confirmed it."""
    checkout = _lock(checkout)
    if checkout.state != Checkout.State.AWAITING_PAYMENT:
        return checkout
    Payment.objects.filter(pk=checkout.payment_id).update(state=Payment.State.EXPIRED)
    for order in checkout.orders.order_by("pk"):
        lifecycle.expire(order)
    checkout.state = Checkout.State.EXPIRED
    checkout.save(update_fields=["state"])
    return checkout


@transaction.atomic
def receive(checkout: Checkout, session: Session) -> Checkout:
    """The money is there: every order is received, or refunded if its pieces are gone.

    Said twice, it happens once."""
    checkout = _lock(checkout)
    if checkout.state == Checkout.State.PAID:
        return checkout
    intent = gateway.check(checkout.payment, session)
    Payment.objects.filter(pk=checkout.payment_id).update(
        state=Payment.State.PAID, intent_id=intent, paid_at=timezone.now()
    )
    received = [_receive(order) for order in checkout.orders.order_by("pk")]
    if any(received):
        OrderEvent.objects.create(
            checkout=checkout,
            kind=OrderEvent.Kind.PURCHASED,
            by=checkout.buyer,
            details={"role": "buyer"},
        )
        wake("notifications.deliver")
    checkout.state = Checkout.State.PAID
    checkout.save(update_fields=["state"])
    _empty_basket(checkout)
    _end_the_wait(checkout)
    return checkout


def _receive(order: Order) -> bool:
    try:
        lifecycle.pay(order)
    except stock.SoldOut:
        lifecycle.sell_out(order)
        return False
    return True


def _empty_basket(checkout: Checkout) -> None:
    """What was bought leaves the basket; what came in since stays."""
    if checkout.basket is None:
        return
    for order in checkout.orders.all():
        for line in order.lines.all():
            checkout.basket.lines.filter(
                variant=line.variant_id,
                personalisation=line.personalisation,
                quantity__lte=line.quantity,
            ).delete()


def _end_the_wait(checkout: Checkout) -> None:
    """Who waited for what they have bought need not hear that it is back."""
    lines = OrderLine.objects.filter(order__checkout=checkout)
    bought = list(lines.values_list("variant__listing", flat=True))
    waitlist.served(bought, email=checkout.email, user=checkout.buyer)


def _lock(checkout: Checkout) -> Checkout:
    return (
        Checkout.objects.select_for_update(of=("self",))
        .select_related("payment", "basket")
        .get(pk=checkout.pk)
    )
