"""The named steps of an order. Nothing else changes one: no view, no admin, no task."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from listings import stock
from marketplace.errors import Refused
from orders import parcels, promise
from orders.models import Order, OrderEvent, Promise, Shipment
from orders.models.order import OrderState
from orders.steps import (
    Kind,
    Role,
    lock,
    refuse_unless,
    remember_to_look,
    role_of,
    take_step,
    zone_of_buyer,
)
from payments import refunds
from shops import calendar


@transaction.atomic
def expire(order: Order) -> OrderEvent:
    """Stripe confirmed that nobody will pay: the pieces are free again."""
    order = lock(order)
    stock.release(_pieces(order))
    return take_step(order, Kind.EXPIRED, by=None, role=Role.SYSTEM)


@transaction.atomic
def pay(order: Order) -> OrderEvent:
    """The money is there: the shop owes what was bought by the day that was shown."""
    order = lock(order)
    now = timezone.now()
    changes: dict[str, Any] = {"paid_at": now}
    if order.state == OrderState.EXPIRED:
        stock.take(_pieces(order))
        days = max(line.days_to_make for line in order.lines.all())
        week = order.shop.working_week
        changes["ship_by_at"] = calendar.ship_by(now, days=days, shop_days=week)
    else:
        stock.sell(_pieces(order))
    event = take_step(order, Kind.PAID, by=None, role=Role.SYSTEM, changes=changes)
    Promise.objects.create(order=order, number=1, ship_by_at=order.ship_by_at)
    return event


@transaction.atomic
def sell_out(order: Order) -> OrderEvent:
    """Paid after its hold had ended, and the piece is gone: all the money goes back."""
    order = lock(order)
    now = timezone.now()
    refunds.owe(
        order.checkout.payment,
        amount_cents=order.total_cents,
        order_number=order.number,
        reason="Paid after the piece had gone to somebody else.",
    )
    changes = {"paid_at": now, "cancelled_at": now, "refunded_cents": order.total_cents}
    details = {"refund_cents": order.total_cents}
    return take_step(
        order, Kind.SOLD_OUT, by=None, role=Role.SYSTEM, changes=changes, **details
    )


@transaction.atomic
def acknowledge(order: Order, *, by: User, note: str = "") -> OrderEvent:
    """The maker has seen it, and says hello if she likes."""
    order = lock(order)
    changes = {"acknowledged_at": timezone.now()}
    return take_step(order, Kind.ACKNOWLEDGED, by=by, changes=changes, note=note)


@transaction.atomic
def start(order: Order, *, by: User, note: str = "") -> OrderEvent:
    """It is being made."""
    order = lock(order)
    now = timezone.now()
    changes = {
        "started_at": now,
        "acknowledged_at": order.acknowledged_at or now,
    }
    return take_step(order, Kind.STARTED, by=by, changes=changes, note=note)


@transaction.atomic
def ship(order: Order, *, by: User, parcel: parcels.Parcel) -> OrderEvent:
    """A parcel has left the workshop. The rest of the order keeps its own promise."""
    order = lock(order)
    refuse_unless(order, Kind.SHIPPED, role_of(order, by))
    shipment = parcels.pack(order, parcel)
    left = sum(line.left_to_ship for line in order.lines.all())
    changes = {
        "state": OrderState.PART_SHIPPED if left else OrderState.SHIPPED,
        "shipped_at": order.shipped_at or shipment.shipped_at,
        "acknowledged_at": order.acknowledged_at or shipment.shipped_at,
    }
    return take_step(
        order, Kind.SHIPPED, by=by, changes=changes, shipment=shipment.number
    )


@transaction.atomic
def revise(order: Order, *, by: User, ship_by_on: date, reason: str) -> OrderEvent:
    """The maker needs until another day, and says why; the buyer may wait or cancel."""
    order = lock(order)
    refuse_unless(order, Kind.REVISED, role_of(order, by))
    week = order.shop.working_week
    why_not = promise.why_not(order, week, ship_by_on, timezone.now())
    if why_not or not reason.strip():
        raise Refused(why_not or "Say why, in your own words: the buyer reads it.")
    made = Promise.objects.create(
        order=order,
        number=order.promise_number + 1,
        ship_by_at=week.end_of(ship_by_on),
        by=by,
        reason=reason.strip(),
    )
    changes = {
        "ship_by_at": made.ship_by_at,
        "promise_number": made.number,
        "told_late_at": None,
        "acknowledged_at": order.acknowledged_at or made.made_at,
    }
    return take_step(
        order, Kind.REVISED, by=by, changes=changes, promise=made.number, reason=reason
    )


@transaction.atomic
def miss(order: Order) -> OrderEvent:
    """The promised day has passed in silence: the marketplace says so itself."""
    order = lock(order)
    now = timezone.now()
    if order.ship_by_at >= now or order.told_late_at:
        raise Refused("This promise has not been missed.")
    order.promises.filter(number=order.promise_number).update(missed_at=now)
    return take_step(
        order,
        Kind.MISSED,
        by=None,
        changes={"told_late_at": now},
        promise=order.promise_number,
    )


@transaction.atomic
def wait(order: Order, *, by: User | None) -> OrderEvent:
    """The buyer has read of the delay and will wait."""
    order = lock(order)
    refuse_unless(order, Kind.WAITING, Role.BUYER)
    waiting = Promise.Answer.WAITING
    if order.promises.filter(number=order.promise_number, answer=waiting).exists():
        raise Refused("You have already said that you will wait. Thank you.")
    _answer(order, waiting)
    return take_step(
        order, Kind.WAITING, by=by, role=Role.BUYER, promise=order.promise_number
    )


@transaction.atomic
def deliver(
    order: Order, *, by: User | None, shipment: Shipment, role: Role | None = None
) -> OrderEvent:
    """A parcel is in the buyer's hands. Said by the buyer, the maker or the carrier."""
    order = lock(order)
    role = role or role_of(order, by)
    refuse_unless(order, Kind.DELIVERED, role)
    now = timezone.now()
    if not order.shipments.filter(pk=shipment.pk, delivered_at=None).update(
        delivered_at=now
    ):
        raise Refused("This parcel has already been marked as arrived.")
    changes = _arrival(order, now)
    return take_step(
        order,
        Kind.DELIVERED,
        by=by,
        role=role,
        changes=changes,
        shipment=shipment.number,
    )


@transaction.atomic
def cancel(
    order: Order,
    *,
    by: User | None,
    reason: str,
    role: Role | None = None,
    restock: bool = True,
) -> OrderEvent:
    """What has not been posted never will be; its price goes back to the card.

    All of it, postage too, when nothing was posted; else what the rest cost."""
    order = lock(order)
    role = role or role_of(order, by)
    rest = order.state == OrderState.PART_SHIPPED
    kind = Kind.REST_CANCELLED if rest else Kind.CANCELLED
    refuse_unless(order, kind, role)
    if not reason.strip() and role != Role.BUYER:
        raise Refused("Say why, in your own words: the buyer reads it.")
    left = {line: line.left_to_ship for line in order.lines.all() if line.left_to_ship}
    cents = order.cancel_refund_cents
    if restock:
        stock.restock(_pieces(order))
    for line, quantity in left.items():
        line.cancelled_quantity += quantity
        line.save(update_fields=["cancelled_quantity"])
    if role == Role.BUYER:
        _answer(order, Promise.Answer.CANCELLED)
    refunds.owe(
        order.checkout.payment,
        amount_cents=cents,
        order_number=order.number,
        reason=reason.strip() or "Cancelled by the buyer.",
    )
    now = timezone.now()
    changes: dict[str, Any] = {"refunded_cents": order.refunded_cents + cents}
    changes |= _arrival(order, now) if rest else {"cancelled_at": now}
    details = {"reason": reason.strip(), "refund_cents": cents}
    return take_step(order, kind, by=by, role=role, changes=changes, **details)


@transaction.atomic
def close(order: Order) -> OrderEvent:
    """All is well and long ago."""
    return take_step(lock(order), Kind.CLOSED, by=None)


def look_again(pk: int) -> OrderEvent | None:
    """An order's moment has come: take the step that time asks for, if any."""
    with transaction.atomic():
        order = (
            Order.objects.look_again()
            .select_related("checkout", "shop")
            .select_for_update(skip_locked=True, of=("self",))
            .filter(pk=pk)
            .first()
        )
        if order is None:
            return None
        kind = promise.due(order, zone_of_buyer(order), timezone.now())
        if kind is None:
            remember_to_look(order)
            return None
        return close(order) if kind == Kind.CLOSED else miss(order)


def _answer(order: Order, answer: Promise.Answer) -> None:
    order.promises.filter(number=order.promise_number).update(
        answer=answer, answered_at=timezone.now()
    )


def _arrival(order: Order, now: datetime) -> dict[str, Any]:
    """Where an order stands when nothing is left to post and parcels arrive."""
    if any(line.left_to_ship for line in order.lines.all()):
        return {"state": OrderState.PART_SHIPPED}
    if order.shipments.filter(delivered_at=None).exists():
        return {"state": OrderState.SHIPPED}
    return {"state": OrderState.DELIVERED, "delivered_at": now}


def _pieces(order: Order) -> dict[int, int]:
    """Variant key → how many are not yet posted nor cancelled."""
    pieces: dict[int, int] = {}
    for line in order.lines.all():
        left = pieces.get(line.variant_id, 0) + line.left_to_ship
        pieces[line.variant_id] = left
    return pieces
