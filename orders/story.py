"""What has happened to an order, in plain words for its buyer, the newest first."""

from dataclasses import dataclass
from datetime import datetime

from marketplace.money import format_money
from marketplace.templatetags.show import day
from orders.models import Order, OrderEvent

Kind = OrderEvent.Kind
#: Event kind → what it is to the buyer. What is not here, they need not read.
TOLD = {
    Kind.PAID: "Paid and received",
    Kind.ACKNOWLEDGED: "{maker} has seen your order",
    Kind.STARTED: "{maker} has started on it",
    Kind.REVISED: "{maker} needs until {date}",
    Kind.MISSED: "{date} has passed, and it was not posted",
    Kind.WAITING: "You chose to wait",
    Kind.SHIPPED: "Parcel {parcel} is on its way",
    Kind.DELIVERED: "Parcel {parcel} has arrived",
    Kind.CANCELLED: "{who} cancelled it. {money} goes back to you.",
    Kind.REST_CANCELLED: "{who} cancelled the rest. {money} goes back to you.",
    Kind.SOLD_OUT: "It had gone to somebody else before your payment came."
    " {money} goes back to you.",
    Kind.CLOSED: "All is well: the order is closed",
}


@dataclass(frozen=True)
class Entry:
    """One thing that happened; `words` are a person's own."""

    what: str
    at: datetime
    words: str = ""


def story(order: Order) -> list[Entry]:
    """Have `events`, `promises` and `shipments` prefetched."""
    told = [event for event in order.events.all() if event.kind in TOLD]
    told.sort(key=lambda event: event.pk, reverse=True)
    return [_entry(order, event) for event in told]


def _entry(order: Order, event: OrderEvent) -> Entry:
    maker = order.shop.maker_name
    acted = {"buyer": "You", "maker": maker}
    what = TOLD[Kind(event.kind)].format(
        maker=maker,
        who=acted.get(str(event.details.get("role")), "We"),
        date=_date(order, event),
        parcel=event.details.get("shipment"),
        money=format_money(event.details.get("refund_cents", 0), order.currency),
    )
    return Entry(what, event.at, _words(order, event))


def _date(order: Order, event: OrderEvent) -> str:
    number = event.details.get("promise")
    days = {promise.number: promise.ship_by_at for promise in order.promises.all()}
    return day(days.get(number or 0), order.shop.time_zone)


def _words(order: Order, event: OrderEvent) -> str:
    """The maker's or the buyer's own, as they wrote them."""
    if event.kind == Kind.SHIPPED:
        notes = {parcel.number: parcel.note for parcel in order.shipments.all()}
        return notes.get(event.details.get("shipment", 0), "")
    return str(event.details.get("note") or event.details.get("reason") or "")
