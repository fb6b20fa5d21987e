"""What the templates of emails are told: an event's order as words, days and links."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications import people
from notifications.announcements import Announcement
from notifications.facts import Facts
from notifications.piece_context import Made, piece_context
from notifications.piece_facts import PieceFacts
from notifications.seen import last_seen, times_reassured
from notifications.templatetags.emails import one_line
from notifications.thread import Days, Knot, coming, days_from, days_of, thread
from orders import access
from orders.facts import facts_of, zone_of_buyer
from orders.limits import limits
from orders.models import Order, OrderEvent, OrderLine
from orders.models.order import OPEN_STATES
from orders.plan import owed_for
from orders.rules import ends_at
from orders.talking_forms import hello
from orders.thread import promise_state

#: Stripe: a refund is on the statement five to ten business days later.
REFUND_TAKES = timedelta(days=14)
Kind = OrderEvent.Kind


@dataclass(frozen=True, kw_only=True)
class Part(Made):
    """What an email says of one order: its days, its thread, its link."""

    order: Order
    lines: list[OrderLine]
    days: Days
    thread: list[Knot]
    #: How the promise stands, which is the thread's colour.
    state: str

    @property
    def is_one_piece(self) -> bool:
        """It may have a large picture."""
        return len(self.lines) == 1

    @property
    def is_open(self) -> bool:
        """Something of it is still to be posted."""
        return self.order.state in OPEN_STATES


def context_of(facts: Facts | PieceFacts, row: Announcement) -> dict[str, Any]:
    """Everything that the templates of this email may name."""
    if isinstance(facts, PieceFacts):
        return piece_context(facts, row)
    return _order_context(facts, row)


def _order_context(facts: Facts, row: Announcement) -> dict[str, Any]:
    parts = [_part(order) for order in facts.orders]
    details = facts.event.details
    context: dict[str, Any] = {
        "row": row,
        "checkout": facts.checkout,
        "buyer": one_line(facts.checkout.name),
        "event": facts.event,
        "details": details,
        "parts": parts,
        "answers_to": _answers_to(facts, row),
        "zone": str(row.to.zone(facts.event)),
        "refund_by": timezone.localdate(facts.event.at + REFUND_TAKES),
    }
    about = [one for one in parts if facts.event.order_id in (None, one.order.pk)]
    if len(about) == 1:
        context |= _one_order(about[0])
    if "promise" in details:
        context |= _promised(facts)
    if "shipment" in details:
        context |= _parcel(facts)
    if "withdrawal" in details:
        context |= _withdrawal(facts)
    if facts.event.kind in (Kind.CHASED, Kind.ESCALATED, Kind.SETTLED):
        context |= {"question": _question(facts), "owner": _owner(facts)}
    if facts.event.kind == Kind.REASSURED:
        context |= _calm(facts)
    if facts.event.kind in (Kind.CANCELLED, Kind.REST_CANCELLED):
        context["cancelled"] = _cancelled(facts)
    return context


def _answers_to(facts: Facts, row: Announcement) -> str:
    """Who reads an answer; nobody in particular: the marketplace."""
    if not row.reply_to(facts.event):
        return ""
    if row.reply_to is people.buyer:
        return one_line(facts.checkout.name)
    about = facts.order if facts.event.order_id else facts.orders[0]
    return one_line(about.shop.maker_name)


def _owner(facts: Facts) -> str:
    """The person of the marketplace who has it."""
    name = facts.event.details.get("owner")
    ours = {"name": name, "marketplace": settings.MARKETPLACE_NAME}
    if name:
        return _("%(name)s of %(marketplace)s") % ours
    return _("A person of %(marketplace)s") % ours


def _calm(facts: Facts) -> dict[str, Any]:
    """What a buyer who waits was last shown, and how long there is still to go."""
    to_go = days_of(facts.order).ships_by - timezone.localdate()
    return {
        "last_seen": last_seen(facts),
        "times": times_reassured(facts),
        "days_left": to_go.days,
    }


def _one_order(part: Part) -> dict[str, Any]:
    path = reverse("orders:sale", args=[part.order.number])
    link = f"{settings.BASE_URL}{path}"
    return {
        "part": part,
        "order": part.order,
        "shop": part.shop,
        "maker": part.maker,
        "shop_name": part.shop_name,
        "dashboard_link": link,
        "hello": partial(hello, part.order),
        "hello_link": f"{link}?do=hello#hello",
        "coming": partial(coming, part.order),
    }


def _part(order: Order) -> Part:
    return Part(
        order=order,
        shop=order.shop,
        link=access.link(order),
        lines=list(order.lines.all()),
        days=days_of(order),
        thread=thread(order),
        state=promise_state(order),
    )


def _promised(facts: Facts) -> dict[str, Any]:
    """The promise, the one before it, and what comes of silence."""
    order, promise = facts.order, facts.promise
    number = facts.event.details.get("before", max(promise.number - 1, 1))
    before = facts.promises[number - 1]
    days = days_from(order, promise.ship_by_on, has_date=promise.has_date)
    lines = _promised_lines(facts)
    open_lines = [line for line in order.lines.all() if line.left_to_ship]
    return {
        "promise": promise,
        "has_date": promise.has_date,
        "new_day": promise.ship_by_on,
        "arrives_by": days.arrives_by,
        "needs_yes": promise.needs_yes,
        "answer_by_at": promise.answer_by_at,
        "old_day": before.ship_by_on,
        "had_date": before.has_date,
        "lines": [(line, line.left_to_ship) for line in lines],
        "what": _what(order, lines, open_lines),
        "needed_by": _needed_by(lines, days),
        "back_cents": owed_for(order, [(line, line.left_to_ship) for line in lines]),
        "ends_on": _ends_on(facts),
        "is_first_miss": _is_first_miss(facts),
    }


def _promised_lines(facts: Facts) -> list[OrderLine]:
    number = facts.event.details["promise"]
    lines = facts.order.lines.all()
    return [one for one in lines if one.left_to_ship and one.promise_number == number]


def _what(order: Order, lines: list[OrderLine], open_lines: list[OrderLine]) -> str:
    """How much of the order a sentence is about: all, part, or what is left (rest)."""
    if 0 < len(lines) < len(open_lines):
        return "part"
    return "rest" if order.state == Order.State.PART_SHIPPED else "all"


def _needed_by(lines: list[OrderLine], days: Days) -> date | None:
    """The day that can no longer be kept (R14)."""
    needed = [line.needed_by for line in lines if line.needed_by]
    late = [day for day in needed if day < days.arrives_by or not days.has_date]
    return min(late, default=None)


def _ends_on(facts: Facts) -> date | None:
    """The day on which silence cancels it; none while it costs nothing."""
    order = facts_of(facts.order)
    number = facts.event.details["promise"]
    for promise in order.promises:
        if promise.number == number and (at := ends_at(promise, order, limits())):
            return at.astimezone(order.buyer_zone).date()
    return None


def _is_first_miss(facts: Facts) -> bool:
    """The only time that an order's emails say sorry (R16)."""
    earlier = [one for one in facts.order.events.all() if one.seq < facts.event.seq]
    return all(one.kind != Kind.MISSED for one in earlier)


def _parcel(facts: Facts) -> dict[str, Any]:
    lines = {line.pk: line for line in facts.order.lines.all()}
    packed = [(lines[one.line_id], one.quantity) for one in facts.parcel.lines.all()]
    left = [(line, line.left_to_ship) for line in lines.values() if line.left_to_ship]
    return {"parcel": facts.parcel, "packed": packed, "left": left}


def _withdrawal(facts: Facts) -> dict[str, Any]:
    quantities = facts.withdrawal.quantities
    lines = [line for line in facts.order.lines.all() if line.code in quantities]
    return {
        "withdrawal": facts.withdrawal,
        "withdrawn": [(line, quantities[line.code]) for line in lines],
    }


def _question(facts: Facts) -> OrderEvent | None:
    """The buyer's last question before the event."""
    asked = [one for one in facts.order.events.all() if one.kind == Kind.ASKED]
    before = [one for one in asked if one.seq < facts.event.seq]
    return before[-1] if before else None


def _cancelled(facts: Facts) -> list[tuple[OrderLine, int]]:
    """Which pieces never come; all that were cancelled, where the event names none.
    What the buyer had withdrawn from before was told then."""
    before: Counter[str] = Counter()
    for one in facts.order.withdrawals.all():
        before.update(one.quantities)
        before.subtract(one.coming_back)
    codes = facts.event.details.get("lines")
    lines = facts.order.lines.all()
    chosen = [line for line in lines if codes is None or line.code in codes]
    counted = [(one, one.cancelled_quantity - before[one.code]) for one in chosen]
    return [(line, count) for line, count in counted if count > 0]


def today_of_the_buyer(order: Order) -> date:
    """The day it is where the buyer lives."""
    return timezone.now().astimezone(zone_of_buyer(order)).date()
