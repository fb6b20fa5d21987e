"""The thread of an order as an email shows it: four knots, the present one marked."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from orders.facts import in_force
from orders.models import Order, OrderLine
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
    """The days an order owes or kept; those still to come are promises. Without a date
    the first is the day by which the buyer hears one."""

    ships_by: date
    arrives_by: date
    has_date: bool = True


@dataclass(frozen=True)
class Coming:
    """Pieces that are still to be posted under one promise."""

    days: Days
    lines: list[tuple[OrderLine, int]]


def days_of(order: Order) -> Days:
    """Ships by, in the shop's zone; arrives by, as parcels say once all have left."""
    promises = in_force(order)
    if promises:
        return days_from(order, promises[0].ship_by_on, has_date=promises[0].has_date)
    days = days_from(order, order.ship_by_at.astimezone(order.shop.zone).date())
    parcels = [one.arrives_by for one in order.shipments.all() if one.shipped_at]
    if parcels and not any(line.left_to_ship for line in order.lines.all()):
        return Days(days.ships_by, max(parcels))
    return days


def days_from(order: Order, ships_by: date, *, has_date: bool = True) -> Days:
    """When it arrives, if it ships on this day."""
    _, arrives_by = calendar.arrives(
        ships_by, order.transit_days_min, order.transit_days_max
    )
    return Days(ships_by, arrives_by, has_date)


def coming(order: Order) -> list[Coming]:
    """What is still to be posted, by its promise, the earliest first."""
    lines = [(line, line.left_to_ship) for line in order.lines.all()]
    return [
        Coming(
            days_from(order, promise.ship_by_on, has_date=promise.has_date),
            [
                (one, n)
                for one, n in lines
                if n and one.promise_number == promise.number
            ],
        )
        for promise in in_force(order)
    ]


def thread(order: Order) -> list[Knot]:
    """Received, in the making, on its way, in your hands; empty when cancelled."""
    tied = TIED.get(State(order.state), 0)
    if not tied:
        return []
    days = days_of(order)
    left = _day(order.shipped_at, order) if tied >= TIED[State.SHIPPED] else None
    way = _("Partly on its way") if _is_part(order) else _("On its way")
    stations = [
        (_("Received"), _day(order.paid_at, order)),
        (_("In the making"), _day(order.started_at, order)),
        (way, left),
        (_("In your hands"), _day(order.delivered_at, order)),
    ]
    promised = {SHIPPING: days.ships_by, SHIPPING + 1: days.arrives_by}
    # Past the promised day, or without one, nobody knows when it will arrive.
    if order.is_late:
        del promised[SHIPPING + 1]
    elif not days.has_date:
        promised.clear()
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
