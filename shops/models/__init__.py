"""A shop, its working days and its shipping profiles; nothing about what it sells."""

from shops.models.shipping import ANYWHERE, ShippingProfile, ShippingRate
from shops.models.shop import (
    WEEKDAYS,
    Shop,
    ShopQuerySet,
    currency_of_the_marketplace,
    default_working_days,
)

__all__ = [
    "ANYWHERE",
    "WEEKDAYS",
    "ShippingProfile",
    "ShippingRate",
    "Shop",
    "ShopQuerySet",
    "currency_of_the_marketplace",
    "default_working_days",
]
