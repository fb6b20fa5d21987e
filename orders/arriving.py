"""The steps of a parcel after it was posted: asked for, arrived, missed, given up."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from marketplace.errors import Refused
from orders import conditions, refunding
from orders.lifecycle import arrival
from orders.models import Order, OrderEvent, OrderLine, Shipment
from orders.steps import Kind, Role, lock, refuse_unless, role_of, take_step


@transaction.atomic
def deliver(
    order: Order, *, by: User | None, shipment: Shipment, role: Role | None = None
) -> OrderEvent:
    """A parcel is in the buyer's hands. Said by the buyer, the maker or the carrier."""
    order = lock(order)
    role = role or role_of(order, by)
    parcel = _parcel(order, shipment)
    if parcel.delivered_at:
        raise Refused(_("This parcel has already been marked as arrived."))
    refuse_unless(order, Kind.DELIVERED, role)
    if parcel.missing_at and role == Role.MAKER:
        raise Refused(_("The buyer says that it is not here: only they can say it is."))
    now = timezone.now()
    under_way = order.shipments.filter(
        pk=parcel.pk, shipped_at__isnull=False, delivered_at=None, lost_at=None
    )
    if not under_way.update(delivered_at=now, missing_at=None, patient_until=None):
        raise Refused(_("This parcel is not on its way."))
    return take_step(
        order,
        Kind.DELIVERED,
        by=by,
        role=role,
        changes=arrival(order, now),
        shipment=parcel.number,
    )


@transaction.atomic
def ask_arrival(order: Order, *, shipment: Shipment) -> OrderEvent:
    """Its day has passed without a sign: the buyer is asked whether it has come."""
    order = lock(order)
    parcel = _parcel(order, shipment)
    asks = parcel.arrival_asks + 1
    order.shipments.filter(pk=parcel.pk).update(arrival_asks=F("arrival_asks") + 1)
    return take_step(
        order, Kind.ARRIVAL_ASKED, by=None, shipment=parcel.number, time=asks
    )


@transaction.atomic
def report_missing(
    order: Order, *, by: User | None, shipment: Shipment, note: str = ""
) -> OrderEvent:
    """The buyer does not have it, whatever others said: the maker is asked to look."""
    order = lock(order)
    refuse_unless(order, Kind.MISSING, Role.BUYER)
    parcel = _parcel(order, shipment)
    if not conditions.can_be_missed(order, parcel):
        raise Refused(_("This parcel still has time to arrive, or you have said so."))
    now = timezone.now()
    order.shipments.filter(pk=parcel.pk).update(
        missing_at=now, delivered_at=None, patient_until=None
    )
    changes = arrival(order, now) | {"delivered_at": None}
    return take_step(
        order,
        Kind.MISSING,
        by=by,
        role=Role.BUYER,
        changes=changes,
        shipment=parcel.number,
        note=note.strip(),
    )


@transaction.atomic
def lose(
    order: Order, *, by: User | None, shipment: Shipment, role: Role | None = None
) -> OrderEvent:
    """Nobody knows where it is: its price goes back, and the postage when it was all
    there was (R10)."""
    order = lock(order)
    role = role or role_of(order, by)
    refuse_unless(order, Kind.LOST, role)
    parcel = _parcel(order, shipment)
    if not parcel.is_under_way:
        raise Refused(_("This parcel is not on its way."))
    now = timezone.now()
    pieces = _paid_for(order, parcel)
    order.shipments.filter(pk=parcel.pk).update(lost_at=now)
    changes = arrival(order, now)
    # What was paid for is asked anew, without it; the step itself is taken by the order
    # as it was, with a parcel under way.
    cents = refunding.owed_for(lock(order), pieces)
    refunding.give_back(order, cents, "The parcel never arrived.")
    changes["refunded_cents"] = order.refunded_cents + cents
    return take_step(
        order,
        Kind.LOST,
        by=by,
        role=role,
        changes=changes,
        shipment=parcel.number,
        refund_cents=cents,
    )


@transaction.atomic
def ask_if_well(order: Order) -> OrderEvent:
    """It is there for some days: the buyer is asked whether all is well."""
    return take_step(lock(order), Kind.ASKED_IF_WELL, by=None)


@transaction.atomic
def all_good(order: Order, *, by: User | None) -> OrderEvent:
    """The buyer says that all is well: the order is closed."""
    return take_step(lock(order), Kind.ALL_GOOD, by=by, role=Role.BUYER)


def _parcel(order: Order, shipment: Shipment) -> Shipment:
    """As it is now, the order being locked. Raises Refused for another order's."""
    for parcel in order.shipments.all():
        if parcel.pk == shipment.pk:
            return parcel
    raise Refused(_("This parcel belongs to another order."))


def _paid_for(order: Order, parcel: Shipment) -> dict[OrderLine, int]:
    """What is in it, but for what was withdrawn from and is back, and refunded."""
    lines = {line.pk: line for line in order.lines.all()}
    kept = conditions.paid_for(order)
    contents = {lines[one.line_id]: one.quantity for one in parcel.lines.all()}
    return {line: min(n, kept.get(line, 0)) for line, n in contents.items()}
