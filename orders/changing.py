"""What a buyer may still change about an order after paying."""

from datetime import date

from django.db import transaction

from accounts.models import User
from orders.models import Checkout, Order, OrderEvent
from orders.steps import Kind, Role, lock, refuse_unless, take_step


@transaction.atomic
def note_delivery(order: Order, *, by: User | None, note: str) -> OrderEvent:
    """Another word for the carrier, on every label and slip that is still to print."""
    order = lock(order)
    refuse_unless(order, Kind.NOTED, Role.BUYER)
    words = note.strip()
    Checkout.objects.filter(pk=order.checkout_id).update(delivery_note=words)
    return take_step(
        order,
        Kind.NOTED,
        by=by,
        role=Role.BUYER,
        before=order.checkout.delivery_note,
        delivery_note=words,
    )


@transaction.atomic
def change_gift(
    order: Order, *, by: User | None, message: str, secret_until: date | None
) -> OrderEvent:
    """What the card says, and until when nothing gives the surprise away."""
    order = lock(order)
    refuse_unless(order, Kind.GIFT_CHANGED, Role.BUYER)
    Checkout.objects.filter(pk=order.checkout_id).update(
        gift_message=message.strip(), gift_secret_until=secret_until
    )
    return take_step(order, Kind.GIFT_CHANGED, by=by, role=Role.BUYER)
