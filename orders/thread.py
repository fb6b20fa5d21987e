"""An order as a thread: a knot for what has happened, and one for each promise."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from orders.models import Order
from orders.models.order import OPEN_STATES
from shops import calendar

State = Order.State
ENDED = [State.CANCELLED, State.CLOSED]
LEFT = [State.SHIPPED, State.DELIVERED, State.CLOSED]


@dataclass(frozen=True)
class Knot:
    """One station; `components/thread.html` ties them together."""

    label: str
    at: date | None
    state: str
    promised: bool = False
    words: str = ""


def promise_state(order: Order) -> str:
    """How the promise stands: on_time, due_soon, revised, late, or ended."""
    if order.state in ENDED:
        return "ended"
    if order.state not in OPEN_STATES:
        return "on_time"
    if order.is_late:
        return "late"
    if order.promise_number > 1:
        return "revised"
    return "due_soon" if is_due_soon(order) else "on_time"


def is_due_soon(order: Order) -> bool:
    """To be posted today or on the shop's next working day."""
    today = timezone.now().astimezone(order.shop.zone).date()
    return ship_by_on(order) <= order.shop.working_week.next_working_day(today)


def ship_by_on(order: Order) -> date:
    """The promised day, as the shop's calendar has it."""
    return order.ship_by_at.astimezone(order.shop.zone).date()


def _day(moment: datetime | None, order: Order) -> date | None:
    """A moment as a day of the shop: what a promise is counted in."""
    return moment.astimezone(order.shop.zone).date() if moment else None


def arrives_by(order: Order) -> date:
    """The last day on which the last of it should arrive.

    Asks for `shipments` and `lines`: have them prefetched."""
    _, by = calendar.arrives(
        ship_by_on(order), order.transit_days_min, order.transit_days_max
    )
    if order.state in OPEN_STATES:
        return by
    return max((parcel.arrives_by for parcel in order.shipments.all()), default=by)


def thread(order: Order, *, hands: str = "your") -> list[Knot]:
    """The knots of an order, the present one marked. `hands`: whose it ends up in."""
    if order.state == State.CANCELLED:
        return [
            *_past(order),
            Knot("Cancelled", _day(order.cancelled_at, order), "now"),
        ]
    return [*_past(order), *_posting(order), _arrival(order, hands)]


def _past(order: Order) -> list[Knot]:
    """What happened before anything was posted; the last of it may be the present."""
    stations: list[tuple[str, datetime | None]] = [("Received", order.paid_at)]
    if order.acknowledged_at and not order.started_at and not order.shipped_at:
        seen = f"Seen by {order.shop.maker_name}"
        stations.append((seen, order.acknowledged_at))
    if order.started_at:
        stations.append(("In the making", order.started_at))
    waiting = [State.RECEIVED, State.IN_THE_MAKING]
    present = order.state in waiting and not order.is_late
    last = len(stations) - 1
    return [
        Knot(label, _day(at, order), "now" if present and number == last else "done")
        for number, (label, at) in enumerate(stations)
    ]


def _posting(order: Order) -> list[Knot]:
    if order.state in LEFT:
        state = "now" if order.state == State.SHIPPED else "done"
        return [Knot("On its way", _day(order.shipped_at, order), state)]
    words = "should have shipped by" if order.is_late else "ships by"
    state = "late" if order.is_late else "next"
    if order.state != State.PART_SHIPPED:
        return [Knot(words.capitalize(), ship_by_on(order), state, promised=True)]
    present = "done" if order.is_late else "now"
    part = Knot("Partly on its way", _day(order.shipped_at, order), present)
    rest = Knot(f"The rest {words}", ship_by_on(order), state, promised=True)
    return [part, rest]


def _arrival(order: Order, hands: str) -> Knot:
    if order.delivered_at:
        return Knot(f"In {hands} hands", _day(order.delivered_at, order), "done")
    if order.is_late:
        return Knot(f"In {hands} hands", None, "next")
    promised = order.state == State.SHIPPED
    return Knot(f"In {hands} hands by", arrives_by(order), "next", promised)
