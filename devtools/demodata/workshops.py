"""The ten shops: who runs them, when they work, how they post."""

import secrets
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import User
from devtools.demodata.people import MAKERS, Person
from devtools.demodata.pieces import PIECES, file_of, paragraphs
from shops import breaks, opening, profiles, working
from shops.models import ShippingProfile, Shop

STEPS = {"clay": ["Thrown", "Dry", "Fired", "Glazed"], "felt": ["Body", "Face", "Ears"]}


@dataclass(frozen=True)
class Rate:
    """One way of posting to one place."""

    destination: str
    price_cents: int
    additional_cents: int
    transit_days_min: int
    transit_days_max: int
    name: str = "Standard post"


@dataclass(frozen=True)
class Workshop:
    """A shop as its maker would fill it in."""

    key: str
    maker: str
    name: str
    tagline: str
    story: str
    working_days: list[int]
    cut_off: time
    days_to_pack: int
    parcels: str
    rates: list[Rate]
    #: How long ago it opened.
    open_for_days: int
    announcement: str = ""
    region: str = ""
    pieces_per_week: int | None = None
    #: Away from so many days after today to so many.
    away: tuple[int, int] | None = None

    @property
    def owner(self) -> Person:
        """Who runs it."""
        return MAKERS[self.maker]


def _workshop(key: str) -> Workshop:
    told = file_of(key)["shop"]
    away = told.pop("break", None)
    rates = [Rate(*row) for row in told.pop("rates")]
    story = paragraphs(told.pop("story"))
    return Workshop(
        key=key, rates=rates, story=story, away=away and tuple(away), **told
    )


WORKSHOPS = [_workshop(key) for key in PIECES]


def open_shop(workshop: Workshop, owner: User, face: bytes, banner: bytes) -> Shop:
    """Opened, with its rates, as its maker would have done it."""
    facts = {
        "name": workshop.name,
        "maker_name": owner.name,
        "face": _file(face),
        "banner": _file(banner),
        "tagline": workshop.tagline,
        "announcement": workshop.announcement,
        "story": workshop.story,
        "place": workshop.owner.city,
        "country": workshop.owner.country,
        "time_zone": workshop.owner.time_zone,
        "working_days": workshop.working_days,
        "cut_off": workshop.cut_off,
    }
    shop = opening.open_shop(owner, facts=facts)
    working.set_days(shop, facts=_days(workshop, shop))
    profile = shop.shipping_profiles.get()
    profiles.edit_profile(
        profile, name=workshop.parcels, processing_days=workshop.days_to_pack
    )
    _post(profile, workshop.rates)
    return shop


def go_away(workshop: Workshop, shop: Shop, now: datetime) -> None:
    """The break that its maker has told everybody about."""
    if workshop.away:
        today = now.astimezone(shop.zone).date()
        first, last = (today + timedelta(days=days) for days in workshop.away)
        breaks.add(shop, first, last)


def _days(workshop: Workshop, shop: Shop) -> dict[str, Any]:
    own = {
        "region": workshop.region,
        "pieces_per_week": workshop.pieces_per_week,
        "making_steps": STEPS.get(workshop.key, []),
    }
    return {name: getattr(shop, name) for name in working.FACTS} | own


def _post(profile: ShippingProfile, rates: list[Rate]) -> None:
    for rate in rates:
        ours = profile.rates.filter(destination=rate.destination, name=rate.name)
        if there := ours.first():
            profiles.edit_rate(there, facts=vars(rate))
        else:
            profiles.add_rate(profile, facts=vars(rate))


def _file(content: bytes) -> "ContentFile[bytes]":
    return ContentFile(content, name=f"{secrets.token_hex(12)}.jpg")
