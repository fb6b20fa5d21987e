"""Packing a parcel, and posting it: which pieces, which carrier, when it should arrive.

Call all of it with the order locked."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.errors import Refused
from orders.carriers import tracking_url
from orders.models import Order, OrderLine, Shipment, ShipmentLine
from shops import calendar


@dataclass(frozen=True)
class Parcel:
    """What the maker says of a parcel; `quantities` by line code, None: the rest."""

    carrier: str
    tracking_number: str = ""
    tracking_url: str = ""
    note: str = ""
    quantities: dict[str, int] | None = None


def pack(order: Order, parcel: Parcel) -> Shipment:
    """Write down what is in the parcel; it has not left.

    Raises Refused for pieces that are not there, or are in another parcel."""
    contents = _contents(order, parcel)
    number = parcel.tracking_number.strip()
    last = order.shipments.aggregate(last=Max("number"))["last"] or 0
    arrives_from, arrives_by = _window(order)
    shipment = Shipment.objects.create(
        order=order,
        number=last + 1,
        carrier=parcel.carrier,
        tracking_number=number,
        tracking_url=parcel.tracking_url or tracking_url(parcel.carrier, number),
        note=parcel.note,
        packed_at=timezone.now(),
        arrives_from=arrives_from,
        arrives_by=arrives_by,
    )
    for line, quantity in contents.items():
        ShipmentLine.objects.create(shipment=shipment, line=line, quantity=quantity)
    return shipment


def post(order: Order, shipment: Shipment) -> Shipment:
    """It leaves the workshop: its pieces are off what is left to ship, and its days of
    arrival count from today."""
    arrives_from, arrives_by = _window(order)
    shipment.shipped_at = timezone.now()
    shipment.arrives_from, shipment.arrives_by = arrives_from, arrives_by
    shipment.save(update_fields=["shipped_at", "arrives_from", "arrives_by"])
    by_pk = {line.pk: line for line in order.lines.all()}
    for packed in shipment.lines.all():
        line = by_pk[packed.line_id]
        line.shipped_quantity += packed.quantity
        line.save(update_fields=["shipped_quantity"])
    return shipment


def unpack(order: Order, only: Shipment | None = None) -> None:
    """What was packed and has not left is taken out of its parcels again, or out of
    one of them. Raises Refused when that one has left."""
    waiting = order.shipments.filter(shipped_at=None)
    if only is not None:
        waiting = waiting.filter(pk=only.pk)
        if not waiting.exists():
            raise Refused(_("This parcel has already left."))
    ShipmentLine.objects.filter(shipment__in=waiting).delete()
    waiting.delete()


def packed(order: Order) -> dict[int, int]:
    """Line key → how many are packed and have not left."""
    counts: dict[int, int] = {}
    rows = ShipmentLine.objects.filter(shipment__order=order, shipment__shipped_at=None)
    for line, quantity in rows.values_list("line", "quantity"):
        counts[line] = counts.get(line, 0) + quantity
    return counts


def _window(order: Order) -> tuple[date, date]:
    today = timezone.now().astimezone(order.shop.zone).date()
    return calendar.arrives(today, order.transit_days_min, order.transit_days_max)


def _contents(order: Order, parcel: Parcel) -> dict[OrderLine, int]:
    elsewhere = packed(order)
    lines = list(order.lines.all())
    left = {line: line.left_to_ship - elsewhere.get(line.pk, 0) for line in lines}
    if parcel.quantities is None:
        contents = {line: quantity for line, quantity in left.items() if quantity}
        if not contents:
            raise Refused(_("All of it is packed: mark the packed parcel as posted."))
        return contents
    by_code = {line.code: line for line in lines}
    if unknown := parcel.quantities.keys() - by_code.keys():
        raise Refused(
            _("Order %(number)s has no line %(codes)s.")
            % {"number": order.number, "codes": ", ".join(sorted(unknown))}
        )
    contents = {by_code[code]: n for code, n in parcel.quantities.items() if n}
    for line, quantity in contents.items():
        if not 0 < quantity <= left[line]:
            raise Refused(
                ngettext(
                    "Of “%(title)s”, %(count)s is left to ship, not %(quantity)s.",
                    "Of “%(title)s”, %(count)s are left to ship, not %(quantity)s.",
                    left[line],
                )
                % {"title": line.title, "count": left[line], "quantity": quantity}
            )
    if not contents:
        raise Refused(_("Say what is in the parcel: nothing was ticked."))
    return contents
