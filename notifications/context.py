"""What the templates of emails are told: an event's order as words, days and links."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from notifications.announcements import Announcement
from notifications.facts import Facts
from notifications.thread import Days, Knot, coming, days_from, days_of, thread
from orders import access
from orders.facts import facts_of, zone_of_buyer
from orders.limits import limits
from orders.models import Order, OrderEvent, OrderLine
from orders.rules import ends_at
from orders.talking_forms import hello
from shops.models import Shop

#: Stripe: a refund is on the statement five to ten business days later.
REFUND_TAKES = timedelta(days=14)
Kind = OrderEvent.Kind


@dataclass(frozen=True)
class Part:
    """What an email says of one order: its shop, its days, its thread, its link."""

    order: Order
    shop: Shop
    link: str
    lines: list[OrderLine]
    days: Days
    thread: list[Knot]


def context_of(facts: Facts, row: Announcement) -> dict[str, Any]:
    """Everything that the templates of this email may name."""
    parts = [_part(order) for order in facts.orders]
    details = facts.event.details
    context: dict[str, Any] = {
        "marketplace_name": settings.MARKETPLACE_NAME,
        "base_url": settings.BASE_URL,
        "can_answer": bool(row.reply_to(facts.event)),
        "row": row,
        "checkout": facts.checkout,
        "event": facts.event,
        "details": details,
        "parts": parts,
        "refund_by": (facts.event.at + REFUND_TAKES).date(),
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
        context["question"] = _question(facts)
        who = details.get("owner") or "A person"
        context["owner"] = f"{who} of {settings.MARKETPLACE_NAME}"
    if facts.event.kind in (Kind.CANCELLED, Kind.REST_CANCELLED):
        context["cancelled"] = _cancelled(facts)
    return context


def _one_order(part: Part) -> dict[str, Any]:
    path = reverse("orders:sale", args=[part.order.number])
    link = f"{settings.BASE_URL}{path}"
    return {
        "part": part,
        "order": part.order,
        "shop": part.shop,
        "dashboard_link": link,
        "hello": partial(hello, part.order),
        "hello_link": f"{link}?do=hello#hello",
        "zone": str(zone_of_buyer(part.order)),
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
        "new": days,
        "new_day": promise.ship_by_on,
        "old_day": before.ship_by_on,
        "had_date": before.has_date,
        "lines": [(line, line.left_to_ship) for line in lines],
        "what": _what(order, lines, open_lines),
        "needed_by": _needed_by(lines, days),
        "back_cents": _back_cents(order, lines, open_lines),
        "ends_on": _ends_on(facts),
        "is_first_miss": _is_first_miss(facts),
    }


def _promised_lines(facts: Facts) -> list[OrderLine]:
    number = facts.event.details["promise"]
    lines = facts.order.lines.all()
    return [one for one in lines if one.left_to_ship and one.promise_number == number]


def _what(order: Order, lines: list[OrderLine], open_lines: list[OrderLine]) -> str:
    if 0 < len(lines) < len(open_lines):
        return "part of your order"
    is_rest = order.state == Order.State.PART_SHIPPED
    return "the rest of your order" if is_rest else "your order"


def _needed_by(lines: list[OrderLine], days: Days) -> date | None:
    """The day that can no longer be kept (R14)."""
    needed = [line.needed_by for line in lines if line.needed_by]
    late = [day for day in needed if day < days.arrives_by or not days.has_date]
    return min(late, default=None)


def _back_cents(
    order: Order, lines: list[OrderLine], open_lines: list[OrderLine]
) -> int:
    """What goes back if these are cancelled."""
    if len(lines) == len(open_lines):
        return order.cancel_refund_cents
    cents = sum(line.price_cents * line.left_to_ship for line in lines)
    return min(cents, order.refundable_cents)


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
