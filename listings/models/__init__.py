"""What is for sale: categories, listings with their variants, photos."""

from listings.models.category import Category, CategoryQuerySet
from listings.models.entry import Entry, EntryQuerySet, Pace
from listings.models.event import ListingEvent
from listings.models.favourite import Favourite, Seen
from listings.models.listing import (
    LONGEST_SLUG,
    Listing,
    ListingQuerySet,
    Variant,
    VariantQuerySet,
)
from listings.models.photo import Photo
from listings.models.question import Question
from listings.models.slug import ListingSlug
from listings.models.vocabulary import Synonym, Tally, Word
from listings.models.waitlist import Place

__all__ = [
    "LONGEST_SLUG",
    "Category",
    "CategoryQuerySet",
    "Entry",
    "EntryQuerySet",
    "Favourite",
    "Listing",
    "ListingEvent",
    "ListingQuerySet",
    "ListingSlug",
    "Pace",
    "Photo",
    "Place",
    "Question",
    "Seen",
    "Synonym",
    "Tally",
    "Variant",
    "VariantQuerySet",
    "Word",
]
