"""What is for sale: categories, listings with their variants, photos."""

from listings.models.category import Category
from listings.models.event import ListingEvent
from listings.models.favourite import Favourite, Seen
from listings.models.listing import Listing, ListingQuerySet, Variant, VariantQuerySet
from listings.models.photo import Photo
from listings.models.question import Question
from listings.models.waitlist import Place

__all__ = [
    "Category",
    "Favourite",
    "Listing",
    "ListingEvent",
    "ListingQuerySet",
    "Photo",
    "Place",
    "Question",
    "Seen",
    "Variant",
    "VariantQuerySet",
]
