"""Days and clock times as the language in force writes them: Tuesday 25 November."""

import re
from datetime import date, datetime, time
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_time

from marketplace import languages

#: English is written by our own rules; every other language by its own (CLDR).
ENGLISH = {
    "day": "EEEE d MMMM",
    "day_of_year": "EEEE d MMMM y",
    "short": "E d MMM",
    "weekday": "E d",
    "month": "MMMM y",
    "month_day": "d MMMM",
    "clock": "HH:mm",
    "moment": "{1}, {0}",
}
#: CLDR's names for what we ask; where a language has none, the next one, widened.
SKELETONS = {
    "day": ("MMMMEEEEd", "MMMEd"),
    "short": ("MMMEd", "MEd"),
    "weekday": ("Ed", "d"),
    "month": ("yMMMM", "yMMM"),
    "month_day": ("MMMMd", "MMMd"),
}
WIDER = {"MMM": "MMMM", "LLL": "LLLL", "E": "EEEE", "EEE": "EEEE", "ccc": "cccc"}
#: The year at either end of a whole date, with what ties it to the rest.
YEAR = re.compile(r"^y+\s*(?:'[^']*')?[^A-Za-z']*|[\s,.]*(?:'[^']*')?\s*y+$")
QUOTED_OR_FIELD = re.compile(r"'[^']*'|([A-Za-z])\1*")


def day(value: date, *, with_year: bool) -> str:
    """Tuesday 25 November, or Tuesday 25 November 2025."""
    return _written(value, "day_of_year" if with_year else "day", languages.in_force())


def short_day(value: date) -> str:
    """Tue 25 Nov."""
    return _written(value, "short", languages.in_force())


def weekday(value: date) -> str:
    """Tue 25, among the days of its week."""
    return _written(value, "weekday", languages.in_force())


def month(value: date) -> str:
    """November 2025."""
    return _written(value, "month", languages.in_force())


def month_day(value: date) -> str:
    """25 November."""
    return _written(value, "month_day", languages.in_force())


def clock(value: time) -> str:
    """14:05."""
    language = languages.in_force()
    found = languages.locale(language)
    return format_time(value, _pattern("clock", language), locale=found)


def moment(value: datetime, *, with_year: bool) -> str:
    """Tuesday 25 November, 14:05."""
    both = _pattern("moment", languages.in_force()).replace("'", "")
    told = both.replace("{0}", clock(value.time()))
    return told.replace("{1}", day(value.date(), with_year=with_year))


@lru_cache(maxsize=4096)
def _written(value: date, kind: str, language: str) -> str:
    return format_date(value, _pattern(kind, language), languages.locale(language))


@lru_cache(maxsize=512)
def _pattern(kind: str, language: str) -> str:
    """How a language writes this kind of date, in Unicode's letters."""
    found = languages.locale(language)
    if found == Locale("en"):
        return ENGLISH[kind]
    if kind == "day_of_year":
        return str(found.date_formats["full"].pattern)
    if kind == "clock":
        return str(found.time_formats["short"].pattern)
    if kind == "moment":
        return str(found.datetime_formats["medium"])
    return _of_skeleton(kind, found)


def _of_skeleton(kind: str, found: Locale) -> str:
    exact, near = SKELETONS[kind]
    if exact in found.datetime_skeletons:
        return str(found.datetime_skeletons[exact].pattern)
    yearless = YEAR.sub("", found.date_formats["full"].pattern)
    if kind == "day" and "y" not in yearless:
        return yearless
    if near in found.datetime_skeletons:
        return _widened(found.datetime_skeletons[near].pattern)
    return ENGLISH[kind]


def _widened(pattern: str) -> str:
    return QUOTED_OR_FIELD.sub(lambda one: WIDER.get(one[0], one[0]), pattern)
