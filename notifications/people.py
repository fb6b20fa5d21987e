"""Who reads an email: where, and by which clock they sleep; who reads the answer."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from marketplace import languages
from orders.facts import zone_of_buyer
from orders.models import OrderEvent

#: Each is asked of the event that its row of the table is about: a step of an order
#: here, what happened to a piece in `piece_people`.
Address = Callable[..., str]
Zone = Callable[..., ZoneInfo]
Language = Callable[..., str]


@dataclass(frozen=True)
class Reader:
    """Somebody an email goes to, in the words of docs/emails.md."""

    words: str
    address: Address
    zone: Zone
    language: Language


def buyer(event: OrderEvent) -> str:
    """Where the buyer reads mail, guest or member."""
    return event.checkout.email


def maker(event: OrderEvent) -> str:
    """Where the maker reads mail."""
    return "" if event.order is None else event.order.shop.owner.email


def nobody(event: OrderEvent) -> str:
    """An answer goes to the marketplace itself."""
    return ""


def the_only_maker(event: OrderEvent) -> str:
    """Whom an answer to a whole purchase reaches: its maker, if there is just one."""
    makers = {order.shop.owner.email for order in event.checkout.orders.all()}
    return makers.pop() if len(makers) == 1 else ""


def buyers_zone(event: OrderEvent) -> ZoneInfo:
    """The buyer's own zone; the shop's where the buyer's is unknown."""
    if event.order is None:
        return ZoneInfo(event.checkout.time_zone)
    return zone_of_buyer(event.order)


def shops_zone(event: OrderEvent) -> ZoneInfo:
    """The zone of the maker's workshop."""
    return ZoneInfo("UTC") if event.order is None else event.order.shop.zone


def buyers_language(event: OrderEvent) -> str:
    """What the buyer reads: their account's, or the one they bought in."""
    member = event.checkout.buyer
    own = member.language if member else ""
    return languages.spoken_to(own or event.checkout.language)


def makers_language(event: OrderEvent) -> str:
    """What the maker reads."""
    own = "" if event.order is None else event.order.shop.owner.language
    return languages.spoken_to(own)


def _acted(event: OrderEvent, role: str) -> bool:
    return bool(event.details.get("role") == role)


def _maker_unless_she_did_it(event: OrderEvent) -> str:
    return "" if _acted(event, "maker") else maker(event)


def _maker_if_the_buyer_did_it(event: OrderEvent) -> str:
    return maker(event) if _acted(event, "buyer") else ""


def _buyer_unless_they_did_it(event: OrderEvent) -> str:
    return "" if _acted(event, "buyer") else buyer(event)


def _buyer_the_second_time(event: OrderEvent) -> str:
    return buyer(event) if int(event.details["level"]) > 1 else ""


def _buyer_if_she_wrote(event: OrderEvent) -> str:
    return buyer(event) if event.details.get("note") else ""


def _whoever_withdrew(event: OrderEvent) -> str:
    if event.order is None:
        return ""
    number = event.details["withdrawal"]
    return str(event.order.withdrawals.get(number=number).email)


def _buyer_if_elsewhere(event: OrderEvent) -> str:
    same = _whoever_withdrew(event).lower() == buyer(event).lower()
    return "" if same else buyer(event)


BUYER = Reader("buyer", buyer, buyers_zone, buyers_language)
MAKER = Reader("maker", maker, shops_zone, makers_language)
MAKER_UNLESS_SHE_DID_IT = Reader(
    "maker, unless she did it", _maker_unless_she_did_it, shops_zone, makers_language
)
MAKER_IF_THE_BUYER_DID_IT = Reader(
    "maker, if the buyer said so",
    _maker_if_the_buyer_did_it,
    shops_zone,
    makers_language,
)
BUYER_UNLESS_THEY_DID_IT = Reader(
    "buyer, unless they said so",
    _buyer_unless_they_did_it,
    buyers_zone,
    buyers_language,
)
BUYER_THE_SECOND_TIME = Reader(
    "buyer, the second time", _buyer_the_second_time, buyers_zone, buyers_language
)
BUYER_IF_SHE_WROTE = Reader(
    "buyer, if she wrote a line", _buyer_if_she_wrote, buyers_zone, buyers_language
)
WHOEVER_WITHDREW = Reader(
    "the address in the statement", _whoever_withdrew, buyers_zone, buyers_language
)
BUYER_IF_ELSEWHERE = Reader(
    "buyer, if that is another address",
    _buyer_if_elsewhere,
    buyers_zone,
    buyers_language,
)
