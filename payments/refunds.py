"""Giving money back: a row first, Stripe after, the row until it is through."""

import logging
from datetime import timedelta

import stripe
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.errors import Refused
from marketplace.events import wake
from payments import gateway
from payments.models import Payment, Refund

log = logging.getLogger(__name__)

#: How long a claimed refund is left alone before another worker may try.
LEASE = timedelta(minutes=2)
WATCH_EVERY = timedelta(hours=1)
LONGEST_PAUSE = timedelta(hours=1)
#: Doubled so often, the pause is longer than the longest anyway.
MOST_DOUBLINGS = 8
STATES = {
    "succeeded": Refund.State.SUCCEEDED,
    "pending": Refund.State.SENT,
    "requires_action": Refund.State.SENT,
    "failed": Refund.State.FAILED,
    "canceled": Refund.State.FAILED,
}


@transaction.atomic
def owe(
    payment: Payment, *, amount_cents: int, order_number: str, reason: str
) -> Refund:
    """This much goes back to the card that paid. Raises Refused if that is too much."""
    found = Payment.objects.filter(
        pk=payment.pk,
        state=Payment.State.PAID,
        amount_cents__gte=F("refunded_cents") + amount_cents,
    )
    if amount_cents <= 0 or not found.update(
        refunded_cents=F("refunded_cents") + amount_cents
    ):
        raise Refused(_("More than was paid cannot be refunded."))
    refund = Refund.objects.create(
        payment=payment,
        amount_cents=amount_cents,
        order_number=order_number,
        reason=reason[:200],
    )
    wake("payments.send_refund", refund.pk)
    return refund


def send_due() -> int:
    """Tell Stripe of every refund that is due; how many were tried."""
    due = list(Refund.objects.due().values_list("pk", flat=True)[:100])
    return sum(send(pk) for pk in due)


def send(pk: int) -> bool:
    """Tell Stripe of this refund, if it is due and nobody else is telling it."""
    now = timezone.now()
    claimed = Refund.objects.due().filter(pk=pk)
    if not claimed.update(due_at=now + LEASE, attempts=F("attempts") + 1):
        return False
    refund = Refund.objects.select_related("payment").get(pk=pk)
    try:
        record(gateway.send_refund(refund), refund)
    except stripe.InvalidRequestError as error:
        _failed(refund, str(error))
    except stripe.StripeError as error:
        doublings = min(refund.attempts, MOST_DOUBLINGS)
        pause = min(timedelta(seconds=15 * 2**doublings), LONGEST_PAUSE)
        Refund.objects.filter(pk=pk, state=Refund.State.DUE).update(
            due_at=now + pause, last_error=str(error)
        )
    return True


def watch_sent() -> int:
    """Ask of every refund that is still on its way: the word that it went through, or
    that a bank refused it, may be lost. How many were asked of."""
    sent = Refund.objects.filter(state=Refund.State.SENT, due_at__lte=timezone.now())
    return sum(_watch(pk) for pk in list(sent.values_list("pk", flat=True)[:100]))


def _watch(pk: int) -> bool:
    now = timezone.now()
    waiting = Refund.objects.filter(pk=pk, state=Refund.State.SENT, due_at__lte=now)
    if not waiting.update(due_at=now + WATCH_EVERY):
        return False
    try:
        refund = Refund.objects.get(pk=pk)
        record(gateway.find_refund(str(refund.stripe_id)), refund)
    except stripe.StripeError as error:
        log.warning("Refund %s: Stripe did not say. %s", pk, error)
    return True


def record(found: stripe.Refund, refund: Refund) -> None:
    """Write down what Stripe says of it. A finished refund stays as it is."""
    state = STATES.get(found.status or "", Refund.State.SENT)
    finished = state in (Refund.State.SUCCEEDED, Refund.State.FAILED)
    open_states = [Refund.State.DUE, Refund.State.SENT]
    if state == Refund.State.FAILED:
        # A bank may send money back even after it had succeeded.
        open_states.append(Refund.State.SUCCEEDED)
    Refund.objects.filter(pk=refund.pk, state__in=open_states).update(
        state=state,
        stripe_id=found.id,
        finished_at=timezone.now() if finished else None,
        last_error=str(getattr(found, "failure_reason", None) or ""),
    )


def read(stripe_id: str) -> None:
    """Stripe said that a refund changed: ask it how it stands."""
    refund = Refund.objects.filter(stripe_id=stripe_id).first()
    if refund is not None:
        record(gateway.find_refund(stripe_id), refund)


def try_again(refund: Refund) -> None:
    """An operator sends a failed refund once more, as a new request."""
    failed = Refund.objects.filter(pk=refund.pk, state=Refund.State.FAILED)
    with transaction.atomic():
        if not failed.update(
            state=Refund.State.DUE,
            stripe_id=None,
            finished_at=None,
            due_at=timezone.now(),
            tries=F("tries") + 1,
        ):
            raise Refused(_("Only a failed refund can be tried again."))
        wake("payments.send_refund", refund.pk)


def _failed(refund: Refund, error: str) -> None:
    Refund.objects.filter(pk=refund.pk, state=Refund.State.DUE).update(
        state=Refund.State.FAILED, last_error=error, finished_at=timezone.now()
    )
