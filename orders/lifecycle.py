"""The named steps of an order from payment to its end.

Other steps are in `promising`, `talking`, `arriving`, `withdrawing` and `changing`.
Nothing else changes an order: no view, no admin, no task."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from listings import stock
from marketplace.errors import Refused
from orders import parcels, refunding
from orders.facts import in_force
from orders.models import Order, OrderEvent, OrderLine, Promise, Shipment
from orders.models.order import OrderState
from orders.steps import Kind, Role, lock, refuse_unless, role_of, take_step
from payments import refunds
from shops import calendar


@dataclass(frozen=True)
class Cancelling:
    """What is cancelled (lines by their code; None: all that is left to post), whether
    it is for sale again, and by which rule if nobody asked for it."""

    lines: Collection[str] | None = None
    restock: bool = True
    rule: str = ""


ALL_THAT_IS_LEFT = Cancelling()


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
    refuse_unless(order, Kind.PAID, Role.SYSTEM)
    if order.state == OrderState.EXPIRED:
        stock.take(_pieces(order))
        days = max(line.days_to_make for line in order.lines.all())
        week = order.shop.working_week
        order.ship_by_at = calendar.ship_by(now, days=days, shop_days=week)
    else:
        stock.sell(_pieces(order))
    Promise.objects.create(
        order=order,
        number=1,
        ship_by_at=order.ship_by_at,
        ship_by_on=order.ship_by_at.astimezone(order.shop.zone).date(),
    )
    order.lines.update(promise_number=1)
    changes = {"paid_at": now, "ship_by_at": order.ship_by_at}
    return take_step(order, Kind.PAID, by=None, role=Role.SYSTEM, changes=changes)


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
def pack(order: Order, *, by: User, parcel: parcels.Parcel) -> OrderEvent:
    """The label is printed. Packed is not shipped: every promise stands."""
    order = lock(order)
    refuse_unless(order, Kind.PACKED, role_of(order, by))
    shipment = parcels.pack(order, parcel)
    changes = {"acknowledged_at": order.acknowledged_at or shipment.packed_at}
    return take_step(
        order, Kind.PACKED, by=by, changes=changes, shipment=shipment.number
    )


@transaction.atomic
def unpack(order: Order, *, by: User, shipment: Shipment) -> OrderEvent:
    """What was packed and has not left is taken out of its parcel again."""
    order = lock(order)
    refuse_unless(order, Kind.UNPACKED, role_of(order, by))
    parcels.unpack(order, only=shipment)
    return take_step(order, Kind.UNPACKED, by=by, shipment=shipment.number)


@transaction.atomic
def ship(order: Order, *, by: User, parcel: parcels.Parcel) -> OrderEvent:
    """A parcel has left the workshop. The rest of the order keeps its own promise."""
    order = lock(order)
    refuse_unless(order, Kind.SHIPPED, role_of(order, by))
    return _post(order, by, parcels.pack(order, parcel))


@transaction.atomic
def post(order: Order, *, by: User, shipment: Shipment) -> OrderEvent:
    """A parcel that was packed before has left the workshop."""
    order = lock(order)
    refuse_unless(order, Kind.SHIPPED, role_of(order, by))
    waiting = order.shipments.filter(pk=shipment.pk, shipped_at=None).first()
    if waiting is None:
        raise Refused(_("This parcel has already left."))
    return _post(order, by, waiting)


def _post(order: Order, by: User, shipment: Shipment) -> OrderEvent:
    parcels.post(order, shipment)
    left = sum(line.left_to_ship for line in order.lines.all())
    changes = {
        "state": OrderState.PART_SHIPPED if left else OrderState.SHIPPED,
        "shipped_at": order.shipped_at or shipment.shipped_at,
        "acknowledged_at": order.acknowledged_at or shipment.shipped_at,
        "ship_by_at": earliest(order),
    }
    event = take_step(
        order, Kind.SHIPPED, by=by, changes=changes, shipment=shipment.number
    )
    refunding.give_back_late_speed(order, timezone.now())
    return event


@transaction.atomic
def cancel(
    order: Order,
    *,
    by: User | None,
    reason: str,
    role: Role | None = None,
    cancelling: Cancelling = ALL_THAT_IS_LEFT,
) -> OrderEvent:
    """What has not been posted never will be; its price goes back to the card.

    Postage too when nothing is left that was paid for; else what those pieces cost."""
    order = lock(order)
    role = role or role_of(order, by)
    left = _left(order, cancelling.lines)
    all_of_it = order.state != OrderState.PART_SHIPPED and left == _left(order)
    kind = Kind.CANCELLED if all_of_it else Kind.REST_CANCELLED
    refuse_unless(order, kind, role)
    if not reason.strip() and role != Role.BUYER:
        raise Refused(_("Say why, in your own words: the buyer reads it."))
    take_out(order, left, restock=cancelling.restock)
    if role == Role.BUYER:
        answer(order, Promise.Answer.CANCELLED, _over_with(order, left))
    cents = refunding.owed_for(order, left)
    refunding.give_back(order, cents, reason.strip() or "Cancelled by the buyer.")
    now = timezone.now()
    changes: dict[str, Any] = {"refunded_cents": order.refunded_cents + cents}
    changes |= {"cancelled_at": now} if all_of_it else arrival(order, now)
    changes["ship_by_at"] = earliest(order)
    return take_step(
        order,
        kind,
        by=by,
        role=role,
        changes=changes,
        reason=reason.strip(),
        refund_cents=cents,
        lines=[line.code for line in left],
        rule=cancelling.rule,
    )


def take_out(order: Order, pieces: dict[OrderLine, int], *, restock: bool) -> None:
    """These will never be posted; they may be for sale again."""
    parcels.unpack(order)
    if restock:
        stock.restock(pieces_of(pieces))
    for line, quantity in pieces.items():
        line.cancelled_quantity += quantity
        line.save(update_fields=["cancelled_quantity"])


def answer(
    order: Order, given: Promise.Answer, numbers: Collection[int | None]
) -> None:
    """The buyer's answer to the promises with these numbers."""
    of_them = order.promises.filter(number__in=[one for one in numbers if one])
    of_them.update(answer=given, answered_at=timezone.now())


def _over_with(order: Order, gone: Iterable[OrderLine]) -> set[int | None]:
    """The promises of these lines that nothing else is left of: where something is,
    its buyer has not answered for that."""
    left = {line.promise_number for line in order.lines.all() if line.left_to_ship}
    return {line.promise_number for line in gone} - left


def earliest(order: Order) -> datetime:
    """The promise in force that comes first; the last one when nothing is left."""
    promises = in_force(order)
    return promises[0].ship_by_at if promises else order.ship_by_at


def arrival(order: Order, now: datetime) -> dict[str, Any]:
    """Where a paid order stands by what is left to post and which parcels arrived."""
    posted = order.shipments.filter(shipped_at__isnull=False, lost_at=None)
    if any(line.left_to_ship for line in order.lines.all()):
        before = OrderState.PART_SHIPPED if posted.exists() else order.state
        return {"state": before}
    if posted.filter(delivered_at=None).exists():
        return {"state": OrderState.SHIPPED, "delivered_at": None}
    if posted.exists():
        return {
            "state": OrderState.DELIVERED,
            "delivered_at": order.delivered_at or now,
        }
    return {"state": OrderState.CANCELLED, "cancelled_at": now}


def pieces_of(left: dict[OrderLine, int]) -> dict[int, int]:
    """Variant key → how many of these."""
    pieces: dict[int, int] = {}
    for line, quantity in left.items():
        pieces[line.variant_id] = pieces.get(line.variant_id, 0) + quantity
    return pieces


def _left(order: Order, codes: Collection[str] | None = None) -> dict[OrderLine, int]:
    """What is left to post, of these lines or of all."""
    lines = [line for line in order.lines.all() if line.left_to_ship]
    if codes is not None:
        lines = [line for line in lines if line.code in codes]
        if not lines:
            raise Refused(_("These pieces have left or were cancelled before."))
    return {line: line.left_to_ship for line in lines}


def _pieces(order: Order) -> dict[int, int]:
    """Variant key → how many are not yet posted nor cancelled."""
    return pieces_of(_left(order))
