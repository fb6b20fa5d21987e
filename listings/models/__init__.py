"""What is for sale: categories, listings with their variants, photos."""

from listings.models.category import Category
from listings.models.listing import Listing, ListingQuerySet, Variant, VariantQuerySet
from listings.models.photo import Photo

__all__ = [
    "Category",
    "Listing",
    "ListingQuerySet",
    "Photo",
    "Variant",
    "VariantQuerySet",
]
