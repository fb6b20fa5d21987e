"""What has happened to an order, in plain words for its maker, the newest first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

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
        return _("You")
    if role == Role.OPERATOR:
        return _("%(person)s for the marketplace") % {"person": event.by}
    return order.checkout.name if role == Role.BUYER else ""


def _date_of(order: Order, number: int) -> str:
    return next(
        (day(one.ship_by_on) for one in order.promises.all() if one.number == number),
        "",
    )


def _new_date(order: Order, said: Details) -> str:
    made = [one for one in order.promises.all() if one.number == said["promise"]]
    if made and not made[0].has_date:
        undated = _("No date yet; you will give one by %(day)s")
        return undated % {"day": day(made[0].ship_by_on)}
    return _("New date: %(day)s") % {"day": _date_of(order, said["promise"])}


def _about(order: Order, said: Details) -> dict[str, str]:
    """Which parcel, and what went back."""
    sum_back = format_money(said.get("refund_cents", 0), order.currency)
    return {"number": str(said.get("shipment", "")), "sum": sum_back}


def _withdrawn(order: Order, said: Details) -> str:
    if said.get("comes_back"):
        return _("The buyer has withdrawn, and it comes back to you")
    return _("The buyer has withdrawn")


def _escalated(order: Order, said: Details) -> str:
    if owner := said.get("owner"):
        return _("%(person)s of the marketplace looks after it") % {"person": owner}
    return _("A person of the marketplace looks after it")


#: What each step reads like to the maker; steps that are not here are not shown.
SAID: dict[Kind, Callable[[Order, Details], str]] = {
    Kind.PAID: lambda order, said: (
        _("Paid: %(sum)s") % {"sum": format_money(order.total_cents, order.currency)}
    ),
    Kind.ACKNOWLEDGED: lambda *said: _("Seen, and the buyer knows"),
    Kind.STARTED: lambda *said: _("In the making"),
    Kind.PROGRESS: lambda order, said: said.get("step") or _("From your workbench"),
    Kind.REVISED: _new_date,
    Kind.MISSED: lambda order, said: (
        _("%(day)s has passed; we told the buyer")
        % {"day": _date_of(order, said["promise"])}
    ),
    Kind.REASSURED: lambda *said: _("We wrote to the buyer, as nothing was to be seen"),
    Kind.WAITING: lambda *said: _("The buyer will wait"),
    Kind.ASKED: lambda *said: _("The buyer asks"),
    Kind.WROTE: lambda *said: _("You wrote"),
    Kind.CHASED: lambda order, said: (
        _("The question still waits; we told the buyer that we asked you")
        if said.get("level") == 2
        else _("The question waits; we reminded you")
    ),
    Kind.ESCALATED: _escalated,
    Kind.SETTLED: lambda *said: _("Settled by the marketplace"),
    Kind.PACKED: lambda *about: _("Parcel %(number)s is packed") % _about(*about),
    Kind.UNPACKED: lambda *about: (
        _("Parcel %(number)s is unpacked again") % _about(*about)
    ),
    Kind.SHIPPED: lambda *about: _("Parcel %(number)s is on its way") % _about(*about),
    Kind.POSTAGE_REFUNDED: lambda *about: (
        _("The postage came back to the buyer: %(sum)s refunded") % _about(*about)
    ),
    Kind.ARRIVAL_ASKED: lambda *said: _("We asked the buyer whether it has arrived"),
    Kind.DELIVERED: lambda *about: _("Parcel %(number)s has arrived") % _about(*about),
    Kind.MISSING: lambda *about: (
        _("Parcel %(number)s is not with the buyer") % _about(*about)
    ),
    Kind.LOST: lambda *about: (
        _("Parcel %(number)s was given up, %(sum)s refunded") % _about(*about)
    ),
    Kind.ALL_GOOD: lambda *said: _("The buyer says that all is well"),
    Kind.WITHDRAWN: _withdrawn,
    Kind.RETURNED: lambda *about: _("Back with you, %(sum)s refunded") % _about(*about),
    Kind.NOTED: lambda *said: _("The buyer changed the note for the carrier"),
    Kind.GIFT_CHANGED: lambda *said: _("The buyer changed how it is given"),
    Kind.CANCELLED: lambda *about: _("Cancelled, %(sum)s refunded") % _about(*about),
    Kind.REST_CANCELLED: lambda *about: (
        _("A part of it was cancelled, %(sum)s refunded") % _about(*about)
    ),
    Kind.SOLD_OUT: lambda *about: _("Paid too late, %(sum)s refunded") % _about(*about),
    Kind.CLOSED: lambda *said: _("Closed: nothing more was heard"),
}
