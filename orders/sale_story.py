"""What has happened to an order, in plain words for its maker, the newest first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marketplace.money import format_money
from marketplace.templatetags.show import day
from orders.models import Order, OrderEvent
from orders.steps import Kind, Role

Details = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """Something that happened; `words` are a person's own, `photo` its address."""

    what: str
    at: datetime
    who: str
    words: str
    photo: str = ""


def story(order: Order) -> list[Entry]:
    """Have `events` with who acted, and `promises`, prefetched."""
    told = [event for event in order.events.all() if Kind(event.kind) in SAID]
    told.sort(key=lambda event: event.seq, reverse=True)
    return [_entry(order, event) for event in told]


def _entry(order: Order, event: OrderEvent) -> Entry:
    details = event.details
    return Entry(
        what=SAID[Kind(event.kind)](order, details),
        at=event.at,
        who=_who(order, event),
        words=str(details.get("note") or details.get("reason") or ""),
        photo=str(details.get("photo") or ""),
    )


def _who(order: Order, event: OrderEvent) -> str:
    role = event.details.get("role")
    if role == Role.MAKER:
        return "You"
    if role == Role.OPERATOR:
        return f"{event.by} for the marketplace"
    return order.checkout.name if role == Role.BUYER else ""


def _date_of(order: Order, number: int) -> str:
    return next(
        (day(one.ship_by_on) for one in order.promises.all() if one.number == number),
        "",
    )


def _new_date(order: Order, said: Details) -> str:
    made = [one for one in order.promises.all() if one.number == said["promise"]]
    if made and not made[0].has_date:
        return f"No date yet; you will give one by {day(made[0].ship_by_on)}"
    return f"New date: {_date_of(order, said['promise'])}"


def _refunded(order: Order, said: Details) -> str:
    return f"{format_money(said.get('refund_cents', 0), order.currency)} refunded"


def _withdrawn(order: Order, said: Details) -> str:
    comes_back = ", and it comes back to you" if said.get("comes_back") else ""
    return f"The buyer has withdrawn{comes_back}"


#: What each step reads like to the maker; steps that are not here are not shown.
SAID: dict[Kind, Callable[[Order, Details], str]] = {
    Kind.PAID: lambda order, _: (
        f"Paid: {format_money(order.total_cents, order.currency)}"
    ),
    Kind.ACKNOWLEDGED: lambda *_: "Seen, and the buyer knows",
    Kind.STARTED: lambda *_: "In the making",
    Kind.PROGRESS: lambda _, said: said.get("step") or "From your workbench",
    Kind.REVISED: _new_date,
    Kind.MISSED: lambda order, said: (
        f"{_date_of(order, said['promise'])} has passed; we told the buyer"
    ),
    Kind.REASSURED: lambda *_: "We wrote to the buyer, as nothing was to be seen",
    Kind.WAITING: lambda *_: "The buyer will wait",
    Kind.ASKED: lambda *_: "The buyer asks",
    Kind.WROTE: lambda *_: "You wrote",
    Kind.CHASED: lambda _, said: (
        "The question still waits; we told the buyer that we asked you"
        if said.get("level") == 2
        else "The question waits; we reminded you"
    ),
    Kind.ESCALATED: lambda _, said: (
        f"{said.get('owner') or 'A person'} of the marketplace looks after it"
    ),
    Kind.SETTLED: lambda *_: "Settled by the marketplace",
    Kind.PACKED: lambda _, said: f"Parcel {said['shipment']} is packed",
    Kind.UNPACKED: lambda _, said: f"Parcel {said['shipment']} is unpacked again",
    Kind.SHIPPED: lambda _, said: f"Parcel {said['shipment']} is on its way",
    Kind.POSTAGE_REFUNDED: lambda order, said: (
        f"The postage came back to the buyer: {_refunded(order, said)}"
    ),
    Kind.ARRIVAL_ASKED: lambda *_: "We asked the buyer whether it has arrived",
    Kind.DELIVERED: lambda _, said: f"Parcel {said['shipment']} has arrived",
    Kind.MISSING: lambda _, said: f"Parcel {said['shipment']} is not with the buyer",
    Kind.LOST: lambda order, said: (
        f"Parcel {said['shipment']} was given up, {_refunded(order, said)}"
    ),
    Kind.ALL_GOOD: lambda *_: "The buyer says that all is well",
    Kind.WITHDRAWN: _withdrawn,
    Kind.RETURNED: lambda order, said: f"Back with you, {_refunded(order, said)}",
    Kind.NOTED: lambda *_: "The buyer changed the note for the carrier",
    Kind.GIFT_CHANGED: lambda *_: "The buyer changed how it is given",
    Kind.CANCELLED: lambda order, said: f"Cancelled, {_refunded(order, said)}",
    Kind.REST_CANCELLED: lambda order, said: (
        f"A part of it was cancelled, {_refunded(order, said)}"
    ),
    Kind.SOLD_OUT: lambda order, said: f"Paid too late, {_refunded(order, said)}",
    Kind.CLOSED: lambda *_: "Closed: nothing more was heard",
}
