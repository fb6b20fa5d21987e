"""The card catalogue: one narrow row for each listing, for finding it and showing its
card. Postgres keeps it true, whoever writes, and removes it with its listing (migration
0008); nothing else writes it."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from listings.models.category import Category
from listings.models.listing import Listing
from shops.models import ShippingProfile, Shop

MADE_TO_ORDER = Listing.Kind.MADE_TO_ORDER


class Pace(models.Model):
    """Pieces of one shop that, paid for now, are posted on the same day: those with one
    shipping profile and the same days to make. `finding.paces` keeps their day."""

    shop = models.ForeignKey(
        Shop, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    shipping_profile = models.ForeignKey(
        ShippingProfile,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    days = models.PositiveSmallIntegerField()
    #: Then they wait for what was ordered before them.
    is_made_to_order = models.BooleanField()
    ships_on = models.DateField(null=True)
    #: The day above holds until this moment; empty: it must be counted anew.
    valid_until = models.DateTimeField(null=True)
    #: Another one whenever the shop's days change, so that no old count is kept.
    stamp = models.BigIntegerField(db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shop", "shipping_profile", "days", "is_made_to_order"],
                name="pace_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.days} days"


class EntryQuerySet(models.QuerySet["Entry"]):
    """Questions about the catalogue."""

    def shown(self) -> Self:
        """Of pieces anybody may see, sold out or not."""
        return self.filter(is_shown=True)

    def findable(self) -> Self:
        """Of pieces anybody may see and buy."""
        return self.filter(is_findable=True)


class Entry(models.Model):
    """What finding and cards need to know of one listing."""

    listing = models.OneToOneField(
        Listing,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        primary_key=True,
        related_name="entry",
    )
    shop = models.ForeignKey(
        Shop, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False
    )
    category = models.ForeignKey(
        Category, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False
    )
    #: The top of the tree above its category; the category itself if it is a top.
    shelf = models.ForeignKey(
        Category,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    shipping_profile = models.ForeignKey(
        ShippingProfile,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
    )
    pace = models.ForeignKey(
        Pace, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False
    )
    kind = models.CharField(max_length=16)
    is_shown = models.BooleanField()
    #: At least one can be bought now.
    is_available = models.BooleanField()
    #: Shown, available and priced: what searches and shelves find.
    is_findable = models.BooleanField()
    #: The cheapest and the dearest option on offer; empty if there is none.
    price_cents = models.IntegerField(null=True)
    dearest_cents = models.IntegerField(null=True)
    #: Pieces that can be bought now; empty: made to order.
    left = models.IntegerField(null=True)
    #: Working days to make and pack, without the shop's queue.
    days = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField(null=True)
    #: Another one whenever the listing, a variant, a photo, its category, its profile
    #: or what its shop shows changes: a card or page made with this one is still true.
    version = models.BigIntegerField()
    #: Where it is posted to and where that costs nothing: country codes, `*` for every
    #: country without a rate of its own.
    posted_to = ArrayField(models.CharField(max_length=2))
    free_to = ArrayField(models.CharField(max_length=2))
    #: What it is counted by: c:7 (category, and the one above), k:some (kind),
    #: b:2 (band of prices), m:oak (material), h:blue (colour), p:yes (personalisable),
    #: f:DE and f:* (free to there, as in `free_to`).
    facets = ArrayField(models.TextField())
    #: The words of its title, `!mug`, and of its tags, materials and colours, `+oak`.
    terms = ArrayField(models.TextField())
    words = SearchVectorField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        indexes = [
            models.Index(
                fields=["-published_at", "-listing"],
                condition=Q(is_findable=True),
                name="entry_new",
            ),
            models.Index(
                fields=["shelf", "-published_at", "-listing"],
                condition=Q(is_findable=True),
                name="entry_shelf_new",
            ),
            models.Index(
                fields=["category", "-published_at", "-listing"],
                condition=Q(is_findable=True),
                name="entry_category_new",
            ),
            models.Index(
                fields=["price_cents", "listing"],
                condition=Q(is_findable=True),
                name="entry_price",
            ),
            models.Index(
                fields=["shelf", "price_cents", "listing"],
                condition=Q(is_findable=True),
                name="entry_shelf_price",
            ),
            models.Index(
                fields=["category", "price_cents", "listing"],
                condition=Q(is_findable=True),
                name="entry_category_price",
            ),
            models.Index(
                fields=["shop", "-published_at", "-listing"],
                condition=Q(is_shown=True),
                name="entry_shop_new",
            ),
            models.Index(
                fields=["pace"], condition=Q(is_findable=True), name="entry_pace"
            ),
            GinIndex(
                fields=["words", "facets", "terms"],
                condition=Q(is_findable=True),
                fastupdate=False,
                name="entry_words",
            ),
        ]

    def __str__(self) -> str:
        return f"Entry of {self.listing_id}"
