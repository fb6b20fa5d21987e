"""The hours in which nobody is written to, in their own zone (R15)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from orders.limits import limits
from orders.rules import awake


def morning(moment: datetime, zone: ZoneInfo) -> datetime:
    """This moment, or the end of the night it falls into, in that zone."""
    return awake(moment, zone, limits()) if settings.QUIET_HOURS else moment
