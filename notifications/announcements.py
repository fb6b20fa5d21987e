"""Who hears of what: the one table of every email that an order causes.

What an email says is in `wording`, how it leaves in `outbox`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from notifications.facts import Facts
from orders.models import Order, OrderEvent
from orders.models.order import OPEN_STATES

Person = Callable[[OrderEvent], str]
Question = Callable[[Facts], bool]


def buyer(event: OrderEvent) -> str:
    """Where the buyer reads mail, guest or member."""
    return event.checkout.email


def maker(event: OrderEvent) -> str:
    """Where the maker reads mail."""
    return "" if event.order is None else event.order.shop.owner.email


def maker_unless_she_did_it(event: OrderEvent) -> str:
    """The maker, when somebody else acted on her order."""
    return "" if event.details.get("role") == "maker" else maker(event)


def buyer_unless_they_did_it(event: OrderEvent) -> str:
    """The buyer, when somebody else acted on their order."""
    return "" if event.details.get("role") == "buyer" else buyer(event)


def maker_if_the_buyer_did_it(event: OrderEvent) -> str:
    """The maker, when it was the buyer who said so."""
    return maker(event) if event.details.get("role") == "buyer" else ""


def nobody(event: OrderEvent) -> str:
    """An answer goes to the marketplace itself."""
    return ""


def the_only_maker(event: OrderEvent) -> str:
    """Whom an answer to a whole purchase reaches: its maker, if there is just one."""
    makers = {order.shop.owner.email for order in event.checkout.orders.all()}
    return makers.pop() if len(makers) == 1 else ""


def never(facts: Facts) -> bool:
    """It stays true whatever happens next."""
    return False


def nothing_is_coming(facts: Facts) -> bool:
    """Every order of the purchase was cancelled: other emails say so."""
    return all(order.state == Order.State.CANCELLED for order in facts.orders)


def nothing_left_to_ship(facts: Facts) -> bool:
    """All of it was shipped or cancelled."""
    return facts.order.state not in OPEN_STATES


def already_under_way(facts: Facts) -> bool:
    """Some of it was shipped, or it was cancelled."""
    waiting = (Order.State.RECEIVED, Order.State.IN_THE_MAKING)
    return facts.order.state not in waiting


def overtaken(facts: Facts) -> bool:
    """Shipped, cancelled, or a newer date is in force."""
    newer = facts.promises[-1].number != facts.event.details["promise"]
    return newer or nothing_left_to_ship(facts)


def arrived(facts: Facts) -> bool:
    """The parcel is in the buyer's hands."""
    return facts.parcel.delivered_at is not None


@dataclass(frozen=True)
class Announcement:
    """One email: its templates, who gets it, who reads the answer, when it is moot."""

    email: str
    to: Person
    reply_to: Person
    #: Asked again just before posting: yes drops the email.
    unless: Question = never


Kind = OrderEvent.Kind

#: Event kind -> the emails it causes. A kind that is not here causes none.
ANNOUNCEMENTS: dict[str, list[Announcement]] = {
    Kind.PURCHASED: [
        Announcement("order_received", buyer, the_only_maker, nothing_is_coming),
    ],
    Kind.PAID: [
        Announcement("new_order", maker, buyer, nothing_left_to_ship),
    ],
    Kind.ACKNOWLEDGED: [
        Announcement("acknowledged", buyer, maker, already_under_way),
    ],
    Kind.REVISED: [
        Announcement("delayed", buyer, maker, overtaken),
    ],
    Kind.MISSED: [
        Announcement("late_notice", buyer, maker, overtaken),
        Announcement("late_maker", maker, buyer, overtaken),
    ],
    Kind.SHIPPED: [
        Announcement("shipped", buyer, maker, arrived),
    ],
    Kind.DELIVERED: [
        Announcement("delivered", buyer_unless_they_did_it, maker),
        Announcement("order_delivered", maker_if_the_buyer_did_it, buyer),
    ],
    Kind.CANCELLED: [
        Announcement("cancelled", buyer, maker),
        Announcement("order_cancelled", maker_unless_she_did_it, buyer),
    ],
    Kind.REST_CANCELLED: [
        Announcement("cancelled", buyer, maker),
        Announcement("order_cancelled", maker_unless_she_did_it, buyer),
    ],
    Kind.SOLD_OUT: [
        Announcement("sold_out", buyer, nobody),
    ],
}


def caused_by(event: OrderEvent) -> list[tuple[Announcement, str]]:
    """The emails this event causes, each with its address."""
    table = ANNOUNCEMENTS.get(event.kind, [])
    found = [(one, one.to(event)) for one in table]
    return [(one, address) for one, address in found if address]


def announcement(event: OrderEvent, email: str) -> Announcement:
    """The row of the table that an email was written by."""
    return next(one for one in ANNOUNCEMENTS[event.kind] if one.email == email)
