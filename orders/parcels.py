"""Packing a parcel: which pieces, which carrier, when it should arrive."""

from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone

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
    """Write the parcel down and take its pieces off what is left to ship.

    Raises Refused for pieces that are not there. Call with the order locked."""
    contents = _contents(order, parcel)
    now = timezone.now()
    today = now.astimezone(order.shop.zone).date()
    arrives_from, arrives_by = calendar.arrives(
        today, order.transit_days_min, order.transit_days_max
    )
    number = parcel.tracking_number.strip()
    last = order.shipments.aggregate(last=Max("number"))["last"] or 0
    shipment = Shipment.objects.create(
        order=order,
        number=last + 1,
        carrier=parcel.carrier,
        tracking_number=number,
        tracking_url=parcel.tracking_url or tracking_url(parcel.carrier, number),
        note=parcel.note,
        shipped_at=now,
        arrives_from=arrives_from,
        arrives_by=arrives_by,
    )
    for line, quantity in contents.items():
        line.shipped_quantity += quantity
        line.save(update_fields=["shipped_quantity"])
        ShipmentLine.objects.create(shipment=shipment, line=line, quantity=quantity)
    return shipment


def _contents(order: Order, parcel: Parcel) -> dict[OrderLine, int]:
    lines = list(order.lines.all())
    if parcel.quantities is None:
        return {line: line.left_to_ship for line in lines if line.left_to_ship}
    by_code = {line.code: line for line in lines}
    if unknown := parcel.quantities.keys() - by_code.keys():
        raise Refused(f"Order {order.number} has no line {', '.join(sorted(unknown))}.")
    contents = {by_code[code]: n for code, n in parcel.quantities.items() if n}
    for line, quantity in contents.items():
        if not 0 < quantity <= line.left_to_ship:
            raise Refused(
                f"Of “{line.title}”, {line.left_to_ship} are left to ship,"
                f" not {quantity}."
            )
    if not contents:
        raise Refused("Say what is in the parcel: nothing was ticked.")
    return contents
