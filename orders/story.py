"""What has happened to an order, in plain words for its buyer, the newest first: with
what people wrote, and what the maker has shown of her work, in place."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from marketplace.money import format_money
from marketplace.templatetags.show import day
from orders.models import Order, OrderEvent

Kind = OrderEvent.Kind
#: Event kind → what it is to the buyer. What is not here, they need not read.
TOLD = {
    Kind.PAID: "Paid and received",
    Kind.ACKNOWLEDGED: "{maker} has seen your order",
    Kind.STARTED: "{maker} has started on it",
    Kind.PROGRESS: "From {maker}’s workbench{step}",
    Kind.REVISED: "{maker} needs until {date}{lines}",
    Kind.MISSED: "{date} has passed, and it was not posted",
    Kind.WAITING: "You chose to wait",
    Kind.ASKED: "You asked {maker}",
    Kind.WROTE: "{maker} wrote to you",
    Kind.REASSURED: "We told you how it stands",
    Kind.CHASED: "We asked {maker} again to answer you",
    Kind.ESCALATED: "{owner} at {marketplace} looks after it",
    Kind.SETTLED: "{marketplace} has settled it",
    Kind.PACKED: "Parcel {parcel} is packed, and not posted yet",
    Kind.UNPACKED: "Parcel {parcel} was opened again: it is packed anew",
    Kind.SHIPPED: "Parcel {parcel} is on its way",
    Kind.ARRIVAL_ASKED: "We asked whether parcel {parcel} is with you",
    Kind.DELIVERED: "Parcel {parcel} has arrived",
    Kind.MISSING: "You said that parcel {parcel} is not here",
    Kind.LOST: "Parcel {parcel} was given up. {money} goes back to you.",
    Kind.ASKED_IF_WELL: "We asked whether all is well",
    Kind.ALL_GOOD: "You said that all is well",
    Kind.WITHDRAWN: "You withdrew from {pieces}",
    Kind.RETURNED: "It is back with {maker}. {money} goes back to you.",
    Kind.CANCELLED: "{who} cancelled it. {money} goes back to you.",
    Kind.REST_CANCELLED: "{who} cancelled {part}. {money} goes back to you.",
    Kind.POSTAGE_REFUNDED: "Posted later than the faster way promised: {money} of the"
    " postage goes back to you.",
    Kind.SOLD_OUT: "It had gone to somebody else before your payment came."
    " {money} goes back to you.",
    Kind.NOTED: "You changed the note for the carrier",
    Kind.GIFT_CHANGED: "You changed what goes with the gift",
    Kind.CLOSED: "The order is closed",
}
#: Nobody asked for it: the rule and its reason, in our words (R4, R5).
BY_RULE = {
    "R4": "It was not posted by its day, and no new date came: we cancelled {part}."
    " {money} goes back to you.",
    "R5": "No yes to the new date came by the deadline: we cancelled {part}."
    " {money} goes back to you.",
}
SETTLED_RETURN = "Your withdrawal is settled. {money} goes back to you."
UNDATED = "{maker} cannot say yet when it ships{lines}: you hear a date by {date}"
#: What the workbench brings of these is the making-of, for the recipient of a gift too.
MAKING = {Kind.STARTED, Kind.PROGRESS}


@dataclass(frozen=True)
class Entry:
    """One thing that happened; `words` are a person's own, `photo` an address."""

    what: str
    at: datetime
    words: str = ""
    photo: str = ""


def story(order: Order) -> list[Entry]:
    """Have `events`, `promises`, `lines` and `shipments` prefetched."""
    told = [event for event in order.events.all() if event.kind in TOLD]
    told.sort(key=lambda event: event.seq, reverse=True)
    return [_entry(order, event) for event in told]


def making(order: Order) -> list[Entry]:
    """How it was made, from the beginning: steps, words and pictures of the maker's."""
    shown = [event for event in order.events.all() if event.kind in MAKING]
    shown.sort(key=lambda event: event.seq)
    return [
        Entry(
            what=event.details.get("step") or str(Kind(event.kind).label),
            at=event.at,
            words=_words(order, event),
            photo=event.details.get("photo", ""),
        )
        for event in shown
    ]


def _entry(order: Order, event: OrderEvent) -> Entry:
    details, maker = event.details, order.shop.maker_name
    acted = {"buyer": "You", "maker": maker}
    step = details.get("step")
    what = _said(order, event).format(
        maker=maker,
        marketplace=settings.MARKETPLACE_NAME,
        who=acted.get(str(details.get("role")), "We"),
        owner=details.get("owner") or "A person",
        step=f": {step}" if step else "",
        date=_date(order, event),
        lines=_for_these(order, event),
        part=_titles(order, details.get("lines", [])) or "the rest",
        pieces=_titles(order, details.get("quantities", {})) or "it",
        parcel=details.get("shipment"),
        money=format_money(details.get("refund_cents", 0), order.currency),
    )
    return Entry(what, event.at, _words(order, event), details.get("photo", ""))


def _said(order: Order, event: OrderEvent) -> str:
    if event.kind == Kind.REVISED:
        number = event.details["promise"]
        promise = next(one for one in order.promises.all() if one.number == number)
        return TOLD[Kind.REVISED] if promise.has_date else UNDATED
    if rule := event.details.get("rule"):
        return BY_RULE.get(rule, TOLD[Kind(event.kind)])
    if event.kind == Kind.RETURNED and event.details.get("role") == "operator":
        return SETTLED_RETURN
    return TOLD[Kind(event.kind)]


def _date(order: Order, event: OrderEvent) -> str:
    number = event.details.get("promise")
    days = {promise.number: promise.ship_by_on for promise in order.promises.all()}
    return day(days.get(number or 0))


def _for_these(order: Order, event: OrderEvent) -> str:
    """Which pieces a new date is for, when it is not for all that there are."""
    codes = event.details.get("lines", [])
    if len(codes) in (0, len(order.lines.all())):
        return ""
    return f" for {_titles(order, codes)}"


def _titles(order: Order, codes: list[str] | dict[str, int]) -> str:
    return ", ".join(line.title for line in order.lines.all() if line.code in codes)


def _words(order: Order, event: OrderEvent) -> str:
    """The maker's or the buyer's own, as they wrote them."""
    if event.kind == Kind.SHIPPED:
        notes = {parcel.number: parcel.note for parcel in order.shipments.all()}
        return notes.get(event.details.get("shipment", 0), "")
    if event.details.get("rule"):
        return ""
    said = ("note", "reason")
    return str(next((event.details[key] for key in said if event.details.get(key)), ""))
