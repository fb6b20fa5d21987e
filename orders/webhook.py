"""What Stripe tells us: kept at once, read soon after, believed when asked back."""

from datetime import timedelta

import stripe
from django.db import DatabaseError
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from marketplace.errors import Refused
from marketplace.events import wake
from orders import settling
from orders.models import Checkout
from payments import gateway, refunds
from payments.gateway import PaymentMismatch
from payments.models import StripeEvent

LEASE = timedelta(minutes=1)
MOST_ATTEMPTS = 8


@csrf_exempt
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """Keep what is signed and fresh; anything else is 400 and leaves no trace."""
    signature = request.headers.get("Stripe-Signature", "")
    try:
        is_new = gateway.take_event(request.body, signature)
    except (ValueError, stripe.SignatureVerificationError):
        return HttpResponse("Not signed by Stripe.", status=400)
    if is_new:
        wake("orders.read_stripe_events")
    return HttpResponse()


def session_changed(session_id: str) -> None:
    """A payment page was completed or closed."""
    checkout = Checkout.objects.filter(payment__session_id=session_id).first()
    if checkout is not None:
        settling.settle(checkout)


#: What we listen to; every other kind is kept, and nothing happens.
HANDLERS = {
    "checkout.session.completed": session_changed,
    "checkout.session.expired": session_changed,
    "checkout.session.async_payment_succeeded": session_changed,
    "refund.updated": refunds.read,
    "refund.failed": refunds.read,
}


def read_all() -> int:
    """Act on every webhook that is waiting; how many were tried."""
    waiting = StripeEvent.objects.unread().values_list("pk", flat=True)
    return sum(read(pk) for pk in list(waiting[:200]))


def read(pk: int) -> bool:
    """Act on one webhook, unless another worker is at it. Failures come again later."""
    now = timezone.now()
    claimed = StripeEvent.objects.unread().filter(pk=pk)
    if not claimed.update(due_at=now + LEASE, attempts=F("attempts") + 1):
        return False
    event = StripeEvent.objects.get(pk=pk)
    if event.attempts > MOST_ATTEMPTS:
        _failed(event, event.last_error or "It ended its worker, again and again.")
        return True
    handler = HANDLERS.get(event.kind)
    try:
        if handler is not None:
            handler(event.object_id)
    except (stripe.StripeError, PaymentMismatch, Refused, DatabaseError) as error:
        _failed(event, str(error))
        return True
    StripeEvent.objects.filter(pk=pk).update(read_at=timezone.now(), last_error="")
    return True


def read_again(event: StripeEvent) -> None:
    """An operator has mended the cause: a parked webhook is read once more."""
    StripeEvent.objects.filter(pk=event.pk, read_at=None).update(
        parked_at=None, attempts=0, due_at=timezone.now()
    )
    wake("orders.read_stripe_events")


def _failed(event: StripeEvent, error: str) -> None:
    now = timezone.now()
    parked = event.attempts >= MOST_ATTEMPTS
    StripeEvent.objects.filter(pk=event.pk, read_at=None).update(
        last_error=error,
        due_at=now + timedelta(seconds=10 * 2**event.attempts),
        parked_at=now if parked else None,
    )
