"""An order as a thread: a knot for what has happened, and one for each promise."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.languages import Words
from orders.facts import in_force, zone_of_arrival
from orders.models import Order, Promise
from orders.models.order import OPEN_STATES
from shops import calendar

State = Order.State
ENDED = [State.CANCELLED, State.CLOSED]
LEFT = [State.SHIPPED, State.DELIVERED, State.CLOSED]
#: Whose hands it ends up in: in them, in them by a day, and that day has passed.
HANDS = {
    "your": (
        gettext_lazy("In your hands"),
        gettext_lazy("In your hands by"),
        gettext_lazy("Was due in your hands by"),
    ),
    "their": (
        gettext_lazy("In their hands"),
        gettext_lazy("In their hands by"),
        gettext_lazy("Was due in their hands by"),
    ),
}


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

    Asks for `shipments`, `lines` and `promises`: have them prefetched."""
    posted = [one.arrives_by for one in order.shipments.all() if one.is_under_way]
    posted = posted or [one.arrives_by for one in order.shipments.all()]
    days = [one.ship_by_on for one in in_force(order)]
    if order.state not in OPEN_STATES and posted:
        return max(posted)
    _, by = calendar.arrives(
        max(days, default=ship_by_on(order)),
        order.transit_days_min,
        order.transit_days_max,
    )
    return by


def thread(order: Order, *, hands: str = "your") -> list[Knot]:
    """The knots of an order, the present one marked. `hands`: whose it ends up in."""
    if order.state == State.CANCELLED:
        return [
            *_past(order),
            Knot(_("Cancelled"), _day(order.cancelled_at, order), "now"),
        ]
    return [*_past(order), *_posting(order), _arrival(order, hands)]


def _past(order: Order) -> list[Knot]:
    """What happened before anything was posted; the last of it may be the present."""
    stations: list[tuple[str, datetime | None]] = [(_("Received"), order.paid_at)]
    if order.acknowledged_at and not order.started_at and not order.shipped_at:
        seen = _("Seen by %(maker)s") % {"maker": order.shop.maker_name}
        stations.append((seen, order.acknowledged_at))
    if order.started_at:
        stations.append((_("In the making"), order.started_at))
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
        return [Knot(_("On its way"), _day(order.shipped_at, order), state)]
    tags = _promised(order)
    if order.state != State.PART_SHIPPED:
        return tags
    present = "done" if order.is_late else "now"
    left = _day(order.shipped_at, order)
    return [Knot(_("Partly on its way"), left, present), *tags]


def _promised(order: Order) -> list[Knot]:
    """A tag for each promise that is still to be kept."""
    promises, now = in_force(order), timezone.now()
    if len(promises) < 2:
        has_date = all(one.has_date for one in promises)
        of = _REST if order.state == State.PART_SHIPPED else _IT
        tag = _tag(of, is_late=order.is_late, has_date=has_date)
        day = promises[0].ship_by_on if promises else ship_by_on(order)
        return [Knot(tag, day, "late" if order.is_late else "next", promised=True)]
    tags = []
    for one in promises:
        is_late = one.ship_by_at < now
        said = _tag(_PIECES, is_late=is_late, has_date=one.has_date)
        tag = said % {"pieces": _what(order, one)}
        state = "late" if is_late else "next"
        tags.append(Knot(tag, one.ship_by_on, state, promised=True))
    return tags


#: On time, late, and without a date: of all of it, of the rest, of some pieces.
_IT = (
    gettext_lazy("Ships by"),
    gettext_lazy("Should have shipped by"),
    gettext_lazy("You hear a date by"),
)
_REST = (
    gettext_lazy("The rest ships by"),
    gettext_lazy("The rest should have shipped by"),
    gettext_lazy("The rest you hear a date by"),
)
_PIECES = (
    gettext_lazy("%(pieces)s: ships by"),
    gettext_lazy("%(pieces)s: should have shipped by"),
    gettext_lazy("%(pieces)s: you hear a date by"),
)


def _tag(said: tuple[Words, ...], *, is_late: bool, has_date: bool) -> str:
    on_time, late, undated = said
    if is_late:
        return str(late)
    return str(on_time if has_date else undated)


def _what(order: Order, promise: Promise) -> str:
    """The pieces under one promise."""
    its = [
        f"{line.left_to_ship} × {line.title}"
        for line in order.lines.all()
        if line.left_to_ship and line.promise_number == promise.number
    ]
    return ", ".join(its)


def _arrival(order: Order, hands: str) -> Knot:
    there, by, was_due = (str(words) for words in HANDS[hands])
    if order.delivered_at:
        return Knot(there, _day(order.delivered_at, order), "done")
    undated = any(not one.has_date for one in in_force(order))
    if order.is_late or undated:
        return Knot(there, None, "next")
    if order.state == State.SHIPPED and _has_passed(order):
        return Knot(was_due, arrives_by(order), "next", True)
    promised = order.state == State.SHIPPED
    return Knot(by, arrives_by(order), "next", promised)


def _has_passed(order: Order) -> bool:
    """The last day of arrival, where the buyer is."""
    today = timezone.now().astimezone(zone_of_arrival(order)).date()
    return arrives_by(order) < today


def gift_thread(order: Order) -> list[Knot]:
    """For whoever is given it: the workshop, the way, the arrival; nothing is late."""
    workshop = _("In %(maker)s’s workshop") % {"maker": order.shop.maker_name}
    posted = [
        one for one in order.shipments.all() if one.shipped_at and not one.lost_at
    ]
    if not posted:
        return [
            Knot(workshop, None, "now"),
            Knot(_("On its way to you"), None, "next"),
            Knot(_("In your hands"), None, "next"),
        ]
    if all(one.delivered_at for one in posted) and order.state in LEFT:
        last = max(one.delivered_at for one in posted if one.delivered_at)
        arrival = Knot(_("In your hands"), _day(last, order), "now")
    else:
        by = max(one.arrives_by for one in posted)
        arrival = Knot(_("In your hands by"), by, "next", promised=True)
    way = "done" if arrival.state == "now" else "now"
    left = _day(order.shipped_at, order)
    return [Knot(workshop, None, "done"), Knot(_("On its way"), left, way), arrival]
