"""What a “ships by” was counted from, written down with the order: a shop's calendar
may be another one by the time somebody asks."""

from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import override

from shops.calendar import WorkingWeek


def calendar(week: WorkingWeek) -> dict[str, Any]:
    """A shop's calendar in words and days, as it is now."""
    with override("en"):
        weekdays = [str(WEEKDAYS[day]) for day in sorted(week.weekdays)]
    return {
        "time_zone": week.zone.key,
        "weekdays": weekdays,
        "cut_off": week.cut_off.isoformat("minutes"),
        "country": week.country,
        "region": week.region,
        "keeps_holidays": week.keeps_holidays,
        "breaks": [
            [first.isoformat(), last.isoformat()] for first, last in week.breaks
        ],
    }
