"""Orders and all that belongs to them, for operators: records with verbs as buttons."""

from orders.admin import order, parcel, purchase, withdrawal

__all__ = ["order", "parcel", "purchase", "withdrawal"]
