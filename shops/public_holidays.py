"""The public holidays of a country and of a part of it, from the library `holidays`.

Only days on which nearly everybody is free: no school holidays, no bank days. A country
that the library does not know has none.
"""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import holidays

#: In English where the library can say it, else as they are called there.
ENGLISH = "en_US"


@lru_cache(maxsize=4096)
def names(country: str, region: str, year: int) -> dict[date, str]:
    """The holidays of one year by their day, also those moved to a working day."""
    if country not in _countries():
        return {}
    known = holidays.country_holidays(
        country,
        subdiv=region if region in _countries()[country] else None,
        years=year,
        expand=False,
        language=_language(country),
    )
    return {day: known[day] for day in sorted(known)}


def is_one(country: str, region: str, day: date) -> bool:
    """Whether this day is a public holiday there."""
    return day in names(country, region, day.year)


def upcoming(
    country: str, region: str, after: date, most: int
) -> list[tuple[date, str]]:
    """The next ones from a day on, so that a maker can see what is counted."""
    found = list(_from(country, region, after))
    return found[:most]


@lru_cache(maxsize=256)
def regions(country: str) -> list[tuple[str, str]]:
    """The parts of a country that have holidays of their own: code and name."""
    if country not in _countries():
        return []
    named = holidays.country_holidays(country).get_subdivision_aliases()
    parts = [(code, _name(code, others)) for code, others in named.items()]
    return sorted(parts, key=lambda part: part[1].casefold())


def _name(code: str, others: list[str]) -> str:
    """What it is called first that is not an abbreviation."""
    return next((other for other in others if len(other) > 3), code)


def _from(country: str, region: str, after: date) -> Iterator[tuple[date, str]]:
    for year in (after.year, after.year + 1):
        every = names(country, region, year).items()
        yield from ((day, name) for day, name in every if day >= after)


@lru_cache(maxsize=1)
def _countries() -> dict[str, list[str]]:
    return holidays.list_supported_countries()


@lru_cache(maxsize=256)
def _language(country: str) -> str | None:
    known = holidays.country_holidays(country)
    own = known.default_language or ""
    if own.startswith("en") or ENGLISH not in known.supported_languages:
        return None
    return ENGLISH
