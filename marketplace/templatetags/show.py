"""How money, numbers, days and moments are shown, everywhere the same: as the language
in force writes them."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone

from marketplace import dates
from marketplace.money import format_money
from marketplace.numbers import format_number

register = template.Library()


@register.filter
def money(cents: int | None, currency: str) -> str:
    """`4200|money:"EUR"` reads €42.00."""
    return "" if cents is None else format_money(cents, currency)


@register.filter
def number(value: int | None) -> str:
    """`12345|number` reads 12,345."""
    return "" if value is None else format_number(value)


@register.filter
def day(value: date | datetime | None, zone: str = "") -> str:
    """A day as a person says it: Tuesday 25 November, with the year if not this one."""
    if value is None:
        return ""
    on = _day_of(value, zone)
    return dates.day(on, with_year=on.year != timezone.localdate().year)


@register.filter
def short_day(value: date | datetime | None, zone: str = "") -> str:
    """A day where there is little room: Tue 25 Nov."""
    return "" if value is None else dates.short_day(_day_of(value, zone))


@register.filter
def weekday(value: date | None) -> str:
    """A day among those of its week: Tue 25."""
    return "" if value is None else dates.weekday(value)


@register.filter
def month_day(value: date | None) -> str:
    """A day of this year, without its weekday: 25 November."""
    return "" if value is None else dates.month_day(value)


@register.filter
def month(value: date | datetime | None) -> str:
    """A month: November 2025."""
    return "" if value is None else dates.month(_day_of(value, ""))


@register.filter
def clock(value: time | datetime | None, zone: str = "") -> str:
    """A time of the day: 14:05."""
    if isinstance(value, datetime):
        value = timezone.localtime(value, ZoneInfo(zone) if zone else None).time()
    return "" if value is None else dates.clock(value)


@register.filter
def moment(value: datetime | None, zone: str = "") -> str:
    """A day and a time: Tuesday 25 November, 14:05."""
    if value is None:
        return ""
    local = timezone.localtime(value, ZoneInfo(zone) if zone else None)
    with_year = local.year != timezone.localdate().year
    return dates.moment(local, with_year=with_year)


def _day_of(value: date | datetime, zone: str) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value, ZoneInfo(zone) if zone else None).date()
    return value
