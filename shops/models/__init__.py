"""A shop, its working days and its shipping profiles; nothing about what it sells."""

from shops.models.offcut import Offcut
from shops.models.shipping import ANYWHERE, ShippingProfile, ShippingRate
from shops.models.shop import (
    LONGEST_SLUG,
    WEEKDAYS,
    Shop,
    ShopQuerySet,
    currency_of_the_marketplace,
    default_working_days,
)
from shops.models.slug import ShopSlug

__all__ = [
    "ANYWHERE",
    "LONGEST_SLUG",
    "WEEKDAYS",
    "Offcut",
    "ShippingProfile",
    "ShippingRate",
    "Shop",
    "ShopQuerySet",
    "ShopSlug",
    "currency_of_the_marketplace",
    "default_working_days",
]
