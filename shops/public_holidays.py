"""The public holidays of a country and of a part of it, from the library `holidays`.

Only days on which nearly everybody is free: no school holidays, no bank days. A country
that the library does not know has none.
"""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import holidays

from marketplace import languages

#: In the reader's language where the library can say it, else in English, else as they
#: are called there.
ENGLISH = "en_US"


@lru_cache(maxsize=4096)
def names(
    country: str, region: str, year: int, language: str = "en"
) -> dict[date, str]:
    """The holidays of one year by their day, also those moved to a working day."""
    if country not in _countries():
        return {}
    known = holidays.country_holidays(
        country,
        subdiv=region if region in _countries()[country] else None,
        years=year,
        expand=False,
        language=_language(country, language),
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
        every = names(country, region, year, languages.in_force()).items()
        yield from ((day, name) for day, name in every if day >= after)


@lru_cache(maxsize=1)
def _countries() -> dict[str, list[str]]:
    return holidays.list_supported_countries()


@lru_cache(maxsize=256)
def _language(country: str, wanted: str) -> str | None:
    known = holidays.country_holidays(country)
    spoken = [known.default_language or "", *known.supported_languages]
    plain = wanted.partition("-")[0]
    fitting = [one for one in spoken if one.partition("_")[0] == plain]
    fitting += [ENGLISH] if ENGLISH in spoken else []
    return fitting[0] if fitting else None
