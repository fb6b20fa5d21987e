"""What goes back to the card, and why; a `Refund` row that is due carries it out."""

from datetime import datetime

from orders import conditions
from orders.limits import limits
from orders.models import Order, OrderLine
from orders.steps import Kind, Role, take_step
from payments import refunds


def owed_for(order: Order, pieces: dict[OrderLine, int]) -> int:
    """In cents: the price of these pieces, which are gone by now; all that is left to
    give back, postage too, when nothing is left that was paid for."""
    left = order.refundable_cents
    cents = sum(line.price_cents * quantity for line, quantity in pieces.items())
    return min(cents, left) if conditions.paid_for(order) else left


def give_back(order: Order, cents: int, reason: str) -> None:
    """So much goes back to the card that paid; nothing when nothing is owed."""
    if cents:
        refunds.owe(
            order.checkout.payment,
            amount_cents=cents,
            order_number=order.number,
            reason=reason,
        )


def give_back_late_speed(order: Order, posted_at: datetime) -> None:
    """The postage of a faster way that missed its first day goes back, once, when the
    marketplace says so (R6)."""
    first = min(order.promises.all(), key=lambda promise: promise.number)
    is_owed = order.paid_for_speed and limits().refund_late_speed
    kinds = {event.kind for event in order.events.all()}
    if not is_owed or posted_at <= first.ship_by_at or Kind.POSTAGE_REFUNDED in kinds:
        return
    cents = min(order.shipping_cents, order.refundable_cents)
    if not cents:
        return
    give_back(order, cents, "Posted later than the faster way promised.")
    changes = {"refunded_cents": order.refunded_cents + cents}
    take_step(
        order,
        Kind.POSTAGE_REFUNDED,
        by=None,
        role=Role.SYSTEM,
        changes=changes,
        refund_cents=cents,
    )
