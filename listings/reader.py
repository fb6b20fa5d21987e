"""Who asks or waits: a member, or a guest with an address; and when they sleep."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings

from accounts.models import User
from listings.models.keyed import Keyed
from marketplace import languages
from shops.models import Shop

ONE_DAY = timedelta(days=1)
#: What an account says that was never told a zone.
UNKNOWN_ZONE = "UTC"


@dataclass(frozen=True)
class Reader:
    """Somebody who will read an answer: where, by which clock, in which language."""

    email: str
    name: str = ""
    user: User | None = None
    time_zone: str = ""
    language: str = ""

    @classmethod
    def member(cls, user: User) -> Self:
        """Somebody with an account: all of it is known."""
        return cls(
            email=user.email.lower(),
            name=user.name or user.email.partition("@")[0],
            user=user,
            time_zone=user.time_zone,
            language=user.language,
        )

    @classmethod
    def guest(cls, email: str, name: str = "", time_zone: str = "") -> Self:
        """Somebody who gave an address; the language is that of the page."""
        return cls(
            email=email.lower(),
            name=name,
            time_zone=time_zone,
            language=languages.in_force(),
        )


def zone_of(row: Keyed, shop: Shop) -> ZoneInfo:
    """The reader's own zone; the shop's where theirs is unknown."""
    known = row.time_zone not in ("", UNKNOWN_ZONE)
    return ZoneInfo(row.time_zone) if known else shop.zone


def before_night(moment: datetime, zone: ZoneInfo) -> datetime:
    """This moment, or the evening before the night it falls into, in that zone."""
    sleeps, wakes = _hour("sleeps_hour", 21), _hour("wakes_hour", 8)
    local = moment.astimezone(zone)
    if wakes <= local.time() < sleeps:
        return moment
    day = local.date() if local.time() >= sleeps else local.date() - ONE_DAY
    evening = datetime.combine(day, sleeps, tzinfo=zone) - timedelta(minutes=30)
    return evening.astimezone(UTC)


def _hour(name: str, otherwise: int) -> time:
    return time(int(settings.PROMISE.get(name, otherwise)))
