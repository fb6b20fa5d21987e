"""The thread of an order as an email shows it: four knots, the present one marked."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from orders.models import Order
from shops import calendar

State = Order.State
#: How many of the four knots are tied in each state.
TIED = {
    State.RECEIVED: 1,
    State.IN_THE_MAKING: 2,
    State.PART_SHIPPED: 3,
    State.SHIPPED: 3,
    State.DELIVERED: 4,
    State.CLOSED: 4,
}


#: The knot that the promise in force hangs at until it is tied.
SHIPPING = 3


@dataclass(frozen=True)
class Knot:
    """One station: what it is called, its day, and whether the order is there yet."""

    name: str
    on: date | None
    is_tied: bool
    is_present: bool
    is_late: bool = False


@dataclass(frozen=True)
class Days:
    """The days an order owes or kept; those still to come are promises."""

    ships_by: date
    arrives_by: date


def days_of(order: Order) -> Days:
    """Ships by, in the shop's zone; arrives by, as parcels say once all have left."""
    ships_by = order.ship_by_at.astimezone(ZoneInfo(order.shop.time_zone)).date()
    _, arrives_by = calendar.arrives(
        ships_by, order.transit_days_min, order.transit_days_max
    )
    parcels = [parcel.arrives_by for parcel in order.shipments.all()]
    if parcels and not any(line.left_to_ship for line in order.lines.all()):
        arrives_by = max(parcels)
    return Days(ships_by, arrives_by)


def thread(order: Order) -> list[Knot]:
    """Received, in the making, on its way, in your hands; empty when cancelled."""
    tied = TIED.get(State(order.state), 0)
    if not tied:
        return []
    days = days_of(order)
    left = _day(order.shipped_at, order) if tied >= TIED[State.SHIPPED] else None
    stations = [
        ("Received", _day(order.paid_at, order)),
        ("In the making", _day(order.started_at, order)),
        ("Partly on its way" if _is_part(order) else "On its way", left),
        ("In your hands", _day(order.delivered_at, order)),
    ]
    # Past the promised day nobody knows when it will arrive.
    arrives_by = None if order.is_late else days.arrives_by
    promised = {SHIPPING: days.ships_by, SHIPPING + 1: arrives_by}
    return [
        Knot(
            name=name,
            on=on if number <= tied else promised.get(number),
            is_tied=number <= tied,
            is_present=number == tied,
            is_late=number == SHIPPING and order.is_late,
        )
        for number, (name, on) in enumerate(stations, 1)
    ]


def _is_part(order: Order) -> bool:
    return order.state == State.PART_SHIPPED


def _day(moment: datetime | None, order: Order) -> date | None:
    if moment is None:
        return None
    return moment.astimezone(ZoneInfo(order.shop.time_zone)).date()
