"""Calendars and moments of every kind, for tests that say "for any"."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import strategies as st

from shops import public_holidays
from shops.calendar import Break, WorkingWeek

COUNTRIES = ["", "XX", "DE", "GB", "US", "NZ", "WS", "JP", "IL", "IN", "CH", "AU", "CN"]
FIRST, LAST = date(2025, 1, 1), date(2037, 12, 31)


@st.composite
def places(draw: st.DrawFn) -> tuple[str, str]:
    """A country, known or not, and one of its regions, or one it does not have."""
    country = draw(st.sampled_from(COUNTRIES))
    regions = [code for code, _ in public_holidays.regions(country)]
    return country, draw(st.sampled_from(["", "??", *regions]))


@st.composite
def breaks(draw: st.DrawFn) -> tuple[Break, ...]:
    """Up to three breaks as a shop may have them: in order, half a year at most, and a
    year from one to the next, so that there is always work between them."""
    spans = []
    day = draw(st.dates(FIRST, LAST))
    for _ in range(draw(st.integers(0, 3))):
        last = day + timedelta(days=draw(st.integers(0, 179)))
        spans.append((day, last))
        day = last + timedelta(days=draw(st.integers(30, 400)))
    return tuple(spans)


@st.composite
def weeks(draw: st.DrawFn) -> WorkingWeek:
    """Any calendar a shop can have, anywhere."""
    country, region = draw(places())
    return WorkingWeek(
        zone=ZoneInfo(draw(st.sampled_from(ZONES))),
        weekdays=draw(st.frozensets(st.integers(0, 6), min_size=1)),
        cut_off=draw(st.times()),
        country=country,
        region=region,
        keeps_holidays=draw(st.booleans()),
        breaks=draw(breaks()),
    )


ZONES = sorted(available_timezones() - {"localtime"})
moments = st.datetimes(
    datetime.combine(FIRST, time.min),
    datetime.combine(LAST, time.min),
    timezones=st.just(UTC),
)
days_to_make = st.integers(0, 180)
