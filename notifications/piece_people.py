"""Who reads an email about a piece that nobody has bought: its maker, whoever asked her
something, whoever waits for it."""

from zoneinfo import ZoneInfo

from listings.models import ListingEvent
from listings.models.keyed import Keyed
from listings.reader import zone_of
from marketplace import languages
from notifications.people import Reader


def maker(event: ListingEvent) -> str:
    """Where its maker reads mail."""
    return event.listing.shop.owner.email


def asker(event: ListingEvent) -> str:
    """Where whoever asked reads mail."""
    return event.question.email if event.question else ""


def waiter(event: ListingEvent) -> str:
    """Where whoever waits reads mail; nowhere once their address is forgotten."""
    return event.place.email if event.place else ""


def _makers_zone(event: ListingEvent) -> ZoneInfo:
    return event.listing.shop.zone


def _makers_language(event: ListingEvent) -> str:
    return languages.spoken_to(event.listing.shop.owner.language)


def _their_zone(event: ListingEvent) -> ZoneInfo:
    who = _who(event)
    return zone_of(who, event.listing.shop) if who else _makers_zone(event)


def _their_language(event: ListingEvent) -> str:
    who = _who(event)
    return languages.spoken_to(who.language if who else "")


def _who(event: ListingEvent) -> Keyed | None:
    return event.question or event.place


def _asker_the_second_time(event: ListingEvent) -> str:
    return asker(event) if event.turn > 1 else ""


MAKER = Reader("maker", maker, _makers_zone, _makers_language)
ASKER = Reader("whoever asked", asker, _their_zone, _their_language)
ASKER_THE_SECOND_TIME = Reader(
    "whoever asked, the second time",
    _asker_the_second_time,
    _their_zone,
    _their_language,
)
WAITER = Reader("whoever waits", waiter, _their_zone, _their_language)
