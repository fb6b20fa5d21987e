"""What is due when, as pure functions of an order's facts and the clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from orders.models import Order, OrderEvent
from orders.models.order import OPEN_STATES
from shops.calendar import WorkingWeek

#: A maker may move a date this far from today (R5).
LATEST_REVISION = timedelta(days=90)
#: Nobody is written to at night, in their own zone (R15).
WAKES = time(8, 0)
SLEEPS = time(21, 0)
#: A delivered order is closed when problems are no longer to be expected.
CLOSES_AFTER = timedelta(days=30)


def awake(moment: datetime, zone: ZoneInfo) -> datetime:
    """This moment, or the end of the night it falls into, in that zone."""
    local = moment.astimezone(zone)
    if WAKES <= local.time() < SLEEPS:
        return moment
    day = local.date() if local.time() < WAKES else local.date() + timedelta(days=1)
    return datetime.combine(day, WAKES, tzinfo=zone).astimezone(UTC)


def told_late_at(order: Order, zone: ZoneInfo) -> datetime:
    """When the buyer hears from us that the promise in force has passed (R4)."""
    return awake(order.ship_by_at + timedelta(seconds=1), zone)


def look_again_at(order: Order, zone: ZoneInfo) -> datetime | None:
    """The next moment at which time alone changes something; None: never."""
    if order.state in OPEN_STATES and order.told_late_at is None:
        return told_late_at(order, zone)
    if order.state == Order.State.DELIVERED and order.delivered_at:
        return order.delivered_at + CLOSES_AFTER
    return None


def due(order: Order, zone: ZoneInfo, now: datetime) -> OrderEvent.Kind | None:
    """The step that time asks for now, if any."""
    moment = look_again_at(order, zone)
    if moment is None or moment > now:
        return None
    is_delivered = order.state == Order.State.DELIVERED
    return OrderEvent.Kind.CLOSED if is_delivered else OrderEvent.Kind.MISSED


def why_not(order: Order, week: WorkingWeek, ship_by_on: date, now: datetime) -> str:
    """Why this cannot be the new ship-by day; empty when it can (R5)."""
    today = now.astimezone(week.zone).date()
    if week.end_of(ship_by_on) <= order.ship_by_at:
        return "The new date must be later than the one you gave before."
    if ship_by_on < today:
        return "The new date must not be in the past."
    if ship_by_on > today + LATEST_REVISION:
        return "The new date can be at most 90 days from today."
    return ""
