"""The days a shop works: changed by its maker, for every date promised from then on."""

from collections.abc import Mapping
from typing import Any

from shops.models import Shop

#: What a maker says about her days; what `facts` holds below.
FACTS = (
    "time_zone",
    "working_days",
    "cut_off",
    "region",
    "keeps_holidays",
    "pieces_per_week",
    "making_steps",
)


def set_days(shop: Shop, *, facts: Mapping[str, Any]) -> None:
    """Other days, holidays or steps; what was promised before stays as it is."""
    for fact in FACTS:
        setattr(shop, fact, facts[fact])
    shop.save(update_fields=FACTS)
