"""A shop's record in templates: asked for where it is shown."""

from datetime import timedelta

from django import template
from django.core.cache import caches
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from redis.exceptions import RedisError

from orders import record
from shops.models import Shop

register = template.Library()
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TEN_MINUTES = 600


@register.simple_tag
def record_of(shop: Shop) -> record.Record:
    """`{% record_of shop as record %}`: two queries."""
    return record.record(shop)


@register.simple_tag
def public_record_of(shop: Shop) -> record.Record:
    """`{% public_record_of shop as record %}`: at most ten minutes old, which is little
    for what is counted over months; nothing is asked of Postgres in between."""
    # The moment of opening too: a number is used again where shops are thrown away.
    name = f"record:{shop.pk}:{shop.opened_at.timestamp()}"
    try:
        known = caches["nudges"].get_or_set(
            name, lambda: record.record(shop), TEN_MINUTES
        )
    except RedisError:
        return record.record(shop)
    return known if isinstance(known, record.Record) else record.record(shop)


@register.filter
def about_how_long(length: timedelta) -> str:
    """As a person says it: within the hour, 5 hours, 3 days."""
    if length < HOUR:
        return _("within the hour")
    if length < 2 * DAY:
        hours = round(length / HOUR)
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    days = round(length / DAY)
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
