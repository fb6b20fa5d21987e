"""Have they received it? What is happening? When will it be here? Answered from an
order's facts, in words for its buyer. Nothing is asked of the database: have `lines`,
`shipments` and the shop fetched."""

from dataclasses import dataclass

from django.utils import timezone

from marketplace.money import format_money
from marketplace.templatetags.show import day
from orders.facts import zone_of_buyer
from orders.models import Order
from orders.thread import arrives_by, ship_by_on

State = Order.State


@dataclass(frozen=True)
class Answer:
    """One question, its answer at a glance, and a sentence more."""

    question: str
    answer: str
    more: str = ""


#: How an order stands → what is happening, a sentence more; when it comes, and more.
SAID = {
    State.RECEIVED: (
        "It is with {maker}",
        "You hear from us at the next step.",
        "By {arrives_by}",
        "It ships by {ship_by}.",
    ),
    "seen": (
        "{maker} has seen it",
        "Next it is made ready to be posted.",
        "By {arrives_by}",
        "It ships by {ship_by}.",
    ),
    State.IN_THE_MAKING: (
        "It is in the making",
        "Since {started}.",
        "By {arrives_by}",
        "It ships by {ship_by}.",
    ),
    "late": (
        "It is late",
        "It should have been posted by {ship_by}.",
        "There is no new date yet",
        "You can wait, or cancel and have your money back.",
    ),
    "part late": (
        "The rest is late",
        "It should have been posted by {ship_by}: {left}.",
        "There is no new date yet for the rest",
        "You can wait, or cancel the rest and have its price back.",
    ),
    State.PART_SHIPPED: (
        "Part of it is on its way",
        "Still to come: {left}.",
        "The rest by {arrives_by}",
        "It ships by {ship_by}.",
    ),
    State.SHIPPED: (
        "It is on its way",
        "Posted on {shipped}.",
        "By {arrives_by}",
        "",
    ),
    "overdue": (
        "It is on its way",
        "Posted on {shipped}.",
        "It should be here",
        "It was due by {arrives_by}. If it has not come, write to {maker}.",
    ),
    State.DELIVERED: (
        "It has arrived",
        "May it be with you for long.",
        "It is here",
        "Since {delivered}.",
    ),
    State.CANCELLED: (
        "It was cancelled",
        "On {cancelled}.",
        "It will not come",
        "{refunded} goes back to the card that paid.",
    ),
}


def answers(order: Order) -> list[Answer]:
    """The three answers, in the order in which people ask."""
    words = _words(order)
    happening, so, when, then = (
        said.format(**words) for said in SAID[_standing(order)]
    )
    return [
        _received(order),
        Answer("What is happening?", happening, so),
        Answer("When will it be here?", when, then),
    ]


def is_overdue(order: Order) -> bool:
    """All of it was posted, and its day of arrival has passed where the buyer is."""
    today = timezone.now().astimezone(zone_of_buyer(order)).date()
    return order.state == State.SHIPPED and arrives_by(order) < today


def _received(order: Order) -> Answer:
    maker, zone = order.shop.maker_name, order.shop.time_zone
    if order.acknowledged_at:
        more = f"{maker} saw it on {day(order.acknowledged_at, zone)}."
    elif order.state == State.CANCELLED:
        more = "Your payment came through."
    else:
        more = f"{maker} was told at once, and has not written yet."
    answer = f"Yes, on {day(order.paid_at, zone)}"
    return Answer("Have they received it?", answer, more)


def _standing(order: Order) -> str:
    if order.is_late:
        return "part late" if order.state == State.PART_SHIPPED else "late"
    if order.state == State.RECEIVED and order.acknowledged_at:
        return "seen"
    if is_overdue(order):
        return "overdue"
    return State.DELIVERED if order.state == State.CLOSED else order.state


def _words(order: Order) -> dict[str, str]:
    zone = order.shop.time_zone
    left = [(line.left_to_ship, line.title) for line in order.lines.all()]
    return {
        "maker": order.shop.maker_name,
        "ship_by": day(ship_by_on(order)),
        "arrives_by": day(arrives_by(order)),
        "started": day(order.started_at, zone),
        "shipped": day(order.shipped_at, zone),
        "delivered": day(order.delivered_at, zone),
        "cancelled": day(order.cancelled_at, zone),
        "refunded": format_money(order.refunded_cents, order.currency),
        "left": ", ".join(f"{count} × {title}" for count, title in left if count),
    }
