"""What is for sale: categories, listings with their variants, photos."""

from listings.models.category import Category, CategoryQuerySet
from listings.models.entry import Entry, EntryQuerySet, Pace
from listings.models.event import ListingEvent
from listings.models.favourite import Favourite, Seen
from listings.models.listing import (
    Listing,
    ListingQuerySet,
    Variant,
    VariantQuerySet,
)
from listings.models.photo import Photo
from listings.models.question import Question
from listings.models.vocabulary import Synonym, Tally, Word
from listings.models.waitlist import Place

__all__ = [
    "Category",
    "CategoryQuerySet",
    "Entry",
    "EntryQuerySet",
    "Favourite",
    "Listing",
    "ListingEvent",
    "ListingQuerySet",
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
