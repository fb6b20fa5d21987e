"""A shop's record in templates: asked for where it is shown."""

from datetime import timedelta

from django import template

from orders import record
from shops.models import Shop

register = template.Library()
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@register.simple_tag
def record_of(shop: Shop) -> record.Record:
    """`{% record_of shop as record %}`: two queries."""
    return record.record(shop)


@register.filter
def about_how_long(length: timedelta) -> str:
    """As a person says it: within the hour, 5 hours, 3 days."""
    if length < HOUR:
        return "within the hour"
    unit, name = (HOUR, "hour") if length < 2 * DAY else (DAY, "day")
    count = round(length / unit)
    return f"{count} {name}{'' if count == 1 else 's'}"
