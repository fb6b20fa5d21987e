"""How money, days and moments are shown, everywhere the same."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils import formats, timezone

from marketplace.money import format_money

register = template.Library()


@register.filter
def money(cents: int | None, currency: str) -> str:
    """`4200|money:"EUR"` reads €42.00."""
    return "" if cents is None else format_money(cents, currency)


@register.filter
def day(value: date | datetime | None, zone: str = "") -> str:
    """A day as a person says it: Tuesday 25 November, with the year if not this one."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value, ZoneInfo(zone) if zone else None).date()
    this_year = value.year == timezone.localdate().year
    return formats.date_format(value, "l j F" if this_year else "l j F Y")


@register.filter
def moment(value: datetime | None, zone: str = "") -> str:
    """A day and a time: Tuesday 25 November, 14:05."""
    if value is None:
        return ""
    local = timezone.localtime(value, ZoneInfo(zone) if zone else None)
    return f"{day(local, zone)}, {formats.date_format(local, 'H:i')}"
