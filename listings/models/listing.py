"""A listing and its variants: what is described, and what is counted and priced."""

from datetime import date, datetime, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import (
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
)
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from listings.colours import Colour
from listings.models.category import Category
from marketplace.head import absolute
from shops.models import ShippingProfile, Shop
from shops.slugs import says

#: Letters in its address.
LONGEST_SLUG = 160


class ListingQuerySet(models.QuerySet["Listing"]):
    """Questions about listings."""

    def shown(self) -> Self:
        """Those anybody may see: active, in a shop that is open."""
        return self.filter(state=Listing.State.ACTIVE, shop__state=Shop.State.OPEN)

    def sold_by(self, user: User) -> Self:
        """Those of this maker's shop, whatever their state but removed."""
        return self.filter(shop__owner=user).exclude(state=Listing.State.REMOVED)

    def seen_by(self, user: User | None) -> Self:
        """Those anybody may see, and a maker's own, as a preview."""
        anybody = Q(state=Listing.State.ACTIVE, shop__state=Shop.State.OPEN)
        own = Q(shop__owner=user) if user else Q(pk=None)
        return self.filter(anybody | own).exclude(state=Listing.State.REMOVED)

    def available(self) -> Self:
        """Those of which at least one can be bought now."""
        return self.filter(
            Exists(Variant.objects.available().filter(listing=OuterRef("pk")))
        )

    def for_page(self) -> Self:
        """With all that a piece's own page shows, what may be chosen included."""
        shop_side = ("shop", "category", "shipping_profile")
        offered = Prefetch("variants", Variant.objects.offered())
        rates = "shipping_profile__rates"
        return self.select_related(*shop_side).prefetch_related(
            "photos", offered, rates
        )

    def with_stock(self) -> Self:
        """With what a maker's table shows: how many are left in all."""
        offered = Prefetch("variants", Variant.objects.offered())
        return self.prefetch_related(offered)

    def for_cards(self) -> Self:
        """With what a listing card shows: shop, photos, price from, sold out or not."""
        own = Variant.objects.filter(listing=OuterRef("pk"))
        prices = own.offered().order_by("price_cents").values("price_cents")
        return (
            self.select_related("shop", "shipping_profile")
            .prefetch_related("photos")
            .annotate(
                price_cents=Subquery(prices[:1]),
                dearest_cents=Subquery(prices.reverse()[:1]),
                is_available=Exists(own.available()),
            )
        )


class Listing(models.Model):
    """A piece for sale, as its maker describes it."""

    class Kind(models.TextChoices):
        ONE_OF_A_KIND = "one_of_a_kind", _("One of a kind: there is exactly one")
        SOME = "some", _("A few ready to post")
        MADE_TO_ORDER = "made_to_order", _("Made to order")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        REMOVED = "removed", _("Removed")

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="listings")
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="listings"
    )
    shipping_profile = models.ForeignKey(
        ShippingProfile, on_delete=models.PROTECT, related_name="listings"
    )
    title = models.CharField(max_length=140)
    slug = models.SlugField(max_length=LONGEST_SLUG, unique=True)
    description = models.TextField(max_length=8000, blank=True)
    materials = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    tags = ArrayField(
        models.CharField(max_length=30),
        default=list,
        db_default=[],
        blank=True,
        help_text="Words people look for that the title does not say.",
    )
    colours = ArrayField(
        models.CharField(max_length=12, choices=Colour),
        default=list,
        db_default=[],
        blank=True,
    )
    care = models.TextField(
        max_length=1000,
        blank=True,
        db_default="",
        help_text="How to look after it, in plain words.",
    )
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.ONE_OF_A_KIND)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    processing_days = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Working days to make and pack; empty: the shipping profile's.",
    )
    personalisation_question = models.CharField(
        max_length=140,
        blank=True,
        help_text="Asked before it goes into the basket; empty: nothing is asked.",
    )
    personalisation_required = models.BooleanField(default=False)
    #: Sold out: around when its maker thinks it is back; see listings.waitlist.
    back_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    #: When its words, prices or photos changed last; the database writes it (0010).
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ListingQuerySet.as_manager()

    #: Set by `for_cards`.
    price_cents: int
    dearest_cents: int
    is_available: bool
    #: Set by `views.piece`.
    in_line: int
    is_liked: bool

    class Meta:
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(
                fields=["category", "-published_at", "-id"],
                condition=Q(state="active"),
                name="listing_by_category",
            ),
            models.Index(fields=["shop", "-published_at"], name="listing_by_shop"),
            models.Index(
                fields=["id"],
                include=["changed_at", "shop"],
                condition=Q(state="active"),
                name="listing_in_sitemap",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["one_of_a_kind", "some", "made_to_order"]),
                name="listing_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "active", "paused", "removed"]),
                name="listing_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(published_at__isnull=False),
                name="listing_active_was_published",
            ),
            models.CheckConstraint(
                condition=Q(processing_days__isnull=True) | Q(processing_days__lte=180),
                name="listing_processing_sane",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="listing_has_a_title"),
            #: Lets a variant's kind follow its listing's by a composite foreign key.
            models.UniqueConstraint(fields=["id", "kind"], name="listing_id_kind"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page, for buyers."""
        return reverse("listings:detail", args=[self.slug])

    @property
    def full_address(self) -> str:
        """Its page's address as one writes it on a card."""
        return absolute(self.get_absolute_url())

    @property
    def slug_says_title(self) -> bool:
        """Whether its address is of the title it has now."""
        return says(self.slug, self.title, longest=LONGEST_SLUG)

    @property
    def days_to_make(self) -> int:
        """Working days from payment to posting, were nothing else on the bench."""
        if self.processing_days is not None:
            return self.processing_days
        return self.shipping_profile.processing_days

    @property
    def days_to_make_now(self) -> int:
        """With the time for what was ordered before it, if it is made to order."""
        return self.days_to_make + self.days_in_the_queue

    @property
    def days_in_the_queue(self) -> int:
        """Working days until its maker can begin; none for what is ready."""
        return self.shop.queue_days if self.is_made_to_order else 0

    @property
    def ships_by(self) -> datetime:
        """When it would be posted at the latest, if it were paid for this moment."""
        return self.shop.ships_by(self.days_to_make_now)

    @property
    def next_place(self) -> date | None:
        """The Monday of the week in which its maker can begin, if there is a queue."""
        if not self.days_in_the_queue:
            return None
        begins = self.shop.ships_by(self.days_in_the_queue).date()
        return begins - timedelta(days=begins.weekday())

    @property
    def price_varies(self) -> bool:
        """Some options cost more than others; asked of rows from `for_cards`."""
        return self.dearest_cents > self.price_cents

    @property
    def left(self) -> int | None:
        """Pieces that can be bought now, all options together; None: any number."""
        if self.is_made_to_order:
            return None
        return sum(variant.left or 0 for variant in self.variants.all())

    @property
    def is_one_of_a_kind(self) -> bool:
        """There is exactly one."""
        return self.kind == self.Kind.ONE_OF_A_KIND

    @property
    def is_made_to_order(self) -> bool:
        """Made once it is paid for; never sold out."""
        return self.kind == self.Kind.MADE_TO_ORDER


class VariantQuerySet(models.QuerySet["Variant"]):
    """Questions about variants."""

    def offered(self) -> Self:
        """Those a buyer may choose, sold out or not."""
        return self.filter(is_offered=True)

    def available(self) -> Self:
        """Those of which at least one is neither sold nor held."""
        return self.offered().filter(Q(stock=None) | Q(stock__gt=F("held")))


class Variant(models.Model):
    """What is priced and counted: one option of a listing, or the listing itself."""

    listing = models.ForeignKey(
        Listing, on_delete=models.CASCADE, related_name="variants"
    )
    code = models.CharField(max_length=8, unique=True)
    #: Always its listing's; the database keeps it so (migration 0002).
    kind = models.CharField(max_length=16, choices=Listing.Kind)
    name = models.CharField(
        max_length=60, blank=True, help_text="Empty for a piece without options."
    )
    price_cents = models.PositiveIntegerField()
    stock = models.PositiveIntegerField(
        null=True, blank=True, help_text="Pieces not yet sold; empty: made to order."
    )
    held = models.PositiveIntegerField(
        default=0, help_text="Of the stock, those somebody is paying for."
    )
    is_offered = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = VariantQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(price_cents__gt=0), name="variant_costs_something"
            ),
            models.CheckConstraint(
                condition=Q(stock__isnull=True) | Q(held__lte=F("stock")),
                name="variant_held_within_stock",
            ),
            models.CheckConstraint(
                condition=~Q(kind="one_of_a_kind")
                | Q(stock__lte=1, stock__isnull=False),
                name="variant_only_one",
            ),
            models.CheckConstraint(
                condition=~Q(kind="some") | Q(stock__isnull=False),
                name="variant_some_are_counted",
            ),
            models.CheckConstraint(
                condition=~Q(kind="made_to_order") | Q(stock__isnull=True),
                name="variant_made_to_order_uncounted",
            ),
            models.UniqueConstraint(
                fields=["listing"],
                condition=Q(kind="one_of_a_kind", is_offered=True),
                name="one_of_a_kind_has_one_variant",
            ),
            models.UniqueConstraint(
                fields=["listing", "name"],
                condition=Q(is_offered=True),
                name="variant_name_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing.title}: {self.name}" if self.name else self.listing.title

    @property
    def left(self) -> int | None:
        """Pieces that can be bought now; None: as many as are ordered."""
        return None if self.stock is None else self.stock - self.held
