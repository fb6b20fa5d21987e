"""What has happened to an order, in plain words for its buyer, the newest first: with
what people wrote, and what the maker has shown of her work, in place."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy

from marketplace.languages import Words
from marketplace.money import format_money
from marketplace.templatetags.show import day
from orders.models import Order, OrderEvent

Kind = OrderEvent.Kind
#: Event kind → what it is to the buyer. What is not here, they need not read.
TOLD = {
    Kind.PAID: gettext_lazy("Paid and received"),
    Kind.ACKNOWLEDGED: gettext_lazy("%(maker)s has seen your order"),
    Kind.STARTED: gettext_lazy("%(maker)s has started on it"),
    Kind.PROGRESS: gettext_lazy("From %(maker)s’s workbench"),
    Kind.REVISED: gettext_lazy("%(maker)s needs until %(date)s"),
    Kind.MISSED: gettext_lazy("%(date)s has passed, and it was not posted"),
    Kind.WAITING: gettext_lazy("You chose to wait"),
    Kind.ASKED: gettext_lazy("You asked %(maker)s"),
    Kind.WROTE: gettext_lazy("%(maker)s wrote to you"),
    Kind.REASSURED: gettext_lazy("We told you how it stands"),
    Kind.CHASED: gettext_lazy("We asked %(maker)s again to answer you"),
    Kind.ESCALATED: gettext_lazy("A person at %(marketplace)s looks after it"),
    Kind.SETTLED: gettext_lazy("%(marketplace)s has settled it"),
    Kind.PACKED: gettext_lazy("Parcel %(parcel)s is packed, and not posted yet"),
    Kind.UNPACKED: gettext_lazy(
        "Parcel %(parcel)s was opened again: it is packed anew"
    ),
    Kind.SHIPPED: gettext_lazy("Parcel %(parcel)s is on its way"),
    Kind.ARRIVAL_ASKED: gettext_lazy("We asked whether parcel %(parcel)s is with you"),
    Kind.DELIVERED: gettext_lazy("Parcel %(parcel)s has arrived"),
    Kind.MISSING: gettext_lazy("You said that parcel %(parcel)s is not here"),
    Kind.LOST: gettext_lazy(
        "Parcel %(parcel)s was given up. %(money)s goes back to you."
    ),
    Kind.ASKED_IF_WELL: gettext_lazy("We asked whether all is well"),
    Kind.ALL_GOOD: gettext_lazy("You said that all is well"),
    Kind.WITHDRAWN: gettext_lazy("You withdrew from it"),
    Kind.RETURNED: gettext_lazy(
        "It is back with %(maker)s. %(money)s goes back to you."
    ),
    Kind.CANCELLED: gettext_lazy("It was cancelled. %(money)s goes back to you."),
    Kind.REST_CANCELLED: gettext_lazy(
        "The rest was cancelled. %(money)s goes back to you."
    ),
    Kind.POSTAGE_REFUNDED: gettext_lazy(
        "Posted later than the faster way promised: %(money)s of the"
        " postage goes back to you."
    ),
    Kind.SOLD_OUT: gettext_lazy(
        "It had gone to somebody else before your payment came."
        " %(money)s goes back to you."
    ),
    Kind.NOTED: gettext_lazy("You changed the note for the carrier"),
    Kind.GIFT_CHANGED: gettext_lazy("You changed what goes with the gift"),
    Kind.CLOSED: gettext_lazy("The order is closed"),
}
#: Nobody asked for it: the rule and its reason, in our words (R4, R5).
BY_RULE = {
    "R4": gettext_lazy(
        "It was not posted by its day, and no new date came: we cancelled the rest."
        " %(money)s goes back to you."
    ),
    "R5": gettext_lazy(
        "No yes to the new date came by the deadline: we cancelled the rest."
        " %(money)s goes back to you."
    ),
}
#: The same of some pieces, where they are named.
OF_SOME = {
    "R4": gettext_lazy(
        "It was not posted by its day, and no new date came: we cancelled %(pieces)s."
        " %(money)s goes back to you."
    ),
    "R5": gettext_lazy(
        "No yes to the new date came by the deadline: we cancelled %(pieces)s."
        " %(money)s goes back to you."
    ),
    Kind.REVISED: gettext_lazy("%(maker)s needs until %(date)s for %(pieces)s"),
    "undated": gettext_lazy(
        "%(maker)s cannot say yet when it ships for %(pieces)s: you hear a date by"
        " %(date)s"
    ),
    Kind.WITHDRAWN: gettext_lazy("You withdrew from %(pieces)s"),
}
#: Who cancelled all that was left, and who cancelled some pieces by name.
CANCELLED = {
    "buyer": gettext_lazy("You cancelled it. %(money)s goes back to you."),
    "maker": gettext_lazy("%(maker)s cancelled it. %(money)s goes back to you."),
    "": gettext_lazy("We cancelled it. %(money)s goes back to you."),
}
REST_CANCELLED = {
    "buyer": gettext_lazy("You cancelled the rest. %(money)s goes back to you."),
    "maker": gettext_lazy("%(maker)s cancelled the rest. %(money)s goes back to you."),
    "": gettext_lazy("We cancelled the rest. %(money)s goes back to you."),
}
SOME_CANCELLED = {
    "buyer": gettext_lazy("You cancelled %(pieces)s. %(money)s goes back to you."),
    "maker": gettext_lazy(
        "%(maker)s cancelled %(pieces)s. %(money)s goes back to you."
    ),
    "": gettext_lazy("We cancelled %(pieces)s. %(money)s goes back to you."),
}
SETTLED_RETURN = gettext_lazy("Your withdrawal is settled. %(money)s goes back to you.")
UNDATED = gettext_lazy(
    "%(maker)s cannot say yet when it ships: you hear a date by %(date)s"
)
STEP = gettext_lazy("From %(maker)s’s workbench: %(step)s")
OWNED = gettext_lazy("%(owner)s at %(marketplace)s looks after it")
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
    details = event.details
    what = str(_said(order, event)) % {
        "maker": order.shop.maker_name,
        "marketplace": settings.MARKETPLACE_NAME,
        "owner": details.get("owner"),
        "step": details.get("step"),
        "date": _date(order, event),
        "pieces": _pieces(order, event),
        "parcel": details.get("shipment"),
        "money": format_money(details.get("refund_cents", 0), order.currency),
    }
    return Entry(what, event.at, _words(order, event), details.get("photo", ""))


def _said(order: Order, event: OrderEvent) -> Words:
    details, kind = event.details, Kind(event.kind)
    some = bool(_pieces(order, event))
    if kind == Kind.REVISED:
        return _new_date(order, event, some=some)
    if (rule := details.get("rule")) in BY_RULE:
        return (OF_SOME if some else BY_RULE)[rule]
    if kind in (Kind.CANCELLED, Kind.REST_CANCELLED):
        said = SOME_CANCELLED if some else REST_CANCELLED
        said = CANCELLED if kind == Kind.CANCELLED else said
        return said.get(str(details.get("role")), said[""])
    if kind == Kind.RETURNED and details.get("role") == "operator":
        return SETTLED_RETURN
    if kind == Kind.WITHDRAWN and some:
        return OF_SOME[Kind.WITHDRAWN]
    if kind == Kind.PROGRESS and details.get("step"):
        return STEP
    return OWNED if details.get("owner") else TOLD[kind]


def _new_date(order: Order, event: OrderEvent, *, some: bool) -> Words:
    number = event.details["promise"]
    promise = next(one for one in order.promises.all() if one.number == number)
    if promise.has_date:
        return OF_SOME[Kind.REVISED] if some else TOLD[Kind.REVISED]
    return OF_SOME["undated"] if some else UNDATED


def _date(order: Order, event: OrderEvent) -> str:
    number = event.details.get("promise")
    days = {promise.number: promise.ship_by_on for promise in order.promises.all()}
    return day(days.get(number or 0))


def _pieces(order: Order, event: OrderEvent) -> str:
    """Which pieces it is about, where they are named; a new date names none when it is
    for all that there are."""
    details = event.details
    if event.kind == Kind.WITHDRAWN:
        return _titles(order, details.get("quantities", {}))
    codes = details.get("lines", [])
    if event.kind == Kind.REVISED and len(codes) in (0, len(order.lines.all())):
        return ""
    return _titles(order, codes)


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
