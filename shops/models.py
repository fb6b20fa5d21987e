"""A shop, its working days and its shipping profiles; nothing about what it sells."""

from datetime import time
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse

from accounts import countries
from accounts.models import User
from shops.calendar import WorkingWeek

ANYWHERE = "*"
#: Monday is 0, as in Python.
WEEKDAYS = [(0, "Monday"), (1, "Tuesday"), (2, "Wednesday"), (3, "Thursday")]
WEEKDAYS += [(4, "Friday"), (5, "Saturday"), (6, "Sunday")]


def default_working_days() -> list[int]:
    """Monday to Friday."""
    return [0, 1, 2, 3, 4]


class ShopQuerySet(models.QuerySet["Shop"]):
    """Questions about shops."""

    def open(self) -> Self:
        """Those that buyers may see and buy from."""
        return self.filter(state=Shop.State.OPEN)

    def seen_by(self, user: User | None) -> Self:
        """Those that are open, and a maker's own, as a preview."""
        own = Q(owner=user) if user else Q(pk=None)
        return self.filter(Q(state=Shop.State.OPEN) | own)

    def run_by(self, user: User) -> Self:
        """Those this person looks after."""
        return self.filter(owner=user)


class Shop(models.Model):
    """A maker's place in the marketplace."""

    class State(models.TextChoices):
        OPEN = "open"
        PAUSED = "paused", "Paused by its maker"
        SUSPENDED = "suspended", "Suspended by the marketplace"

    owner = models.OneToOneField(User, on_delete=models.PROTECT, related_name="shop")
    name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=80, unique=True)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    maker_name = models.CharField("your name, as buyers see it", max_length=80)
    face = models.ImageField("your face", upload_to="faces", blank=True)
    tagline = models.CharField(max_length=120, blank=True)
    story = models.TextField(max_length=5000, blank=True)
    place = models.CharField("town", max_length=80)
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    time_zone = models.CharField(max_length=63, default="UTC")
    working_days = ArrayField(
        models.PositiveSmallIntegerField(choices=WEEKDAYS),
        default=default_working_days,
    )
    cut_off = models.TimeField(
        "daily cut-off",
        default=time(14, 0),
        help_text="What is paid after this hour counts from the next working day.",
    )
    opened_at = models.DateTimeField(auto_now_add=True)

    objects = ShopQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "paused", "suspended"]),
                name="shop_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(country__regex="^[A-Z]{2}$"), name="shop_country_is_iso"
            ),
            models.CheckConstraint(
                condition=Q(currency__regex="^[A-Z]{3}$"), name="shop_currency_is_iso"
            ),
            models.CheckConstraint(
                condition=Q(
                    working_days__len__gt=0, working_days__contained_by=[*range(7)]
                ),
                name="shop_works_some_day",
            ),
            models.UniqueConstraint(Upper("name"), name="shop_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page, for buyers."""
        return reverse("listings:shop", args=[self.slug])

    @property
    def zone(self) -> ZoneInfo:
        """The zone its days and its cut-off are counted in."""
        return ZoneInfo(self.time_zone)

    @property
    def working_week(self) -> WorkingWeek:
        """The days and hours that its promises are counted in."""
        return WorkingWeek(self.zone, frozenset(self.working_days), self.cut_off)

    @property
    def face_url(self) -> str:
        """The address of the maker's picture, if there is one."""
        return self.face.url if self.face else ""

    @property
    def days_in_words(self) -> str:
        """`Monday to Friday`, or the days one by one where there are gaps."""
        names = dict(WEEKDAYS)
        days = sorted(self.working_days)
        if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
            return f"{names[days[0]]} to {names[days[-1]]}"
        *others, last = [names[day] for day in days]
        return f"{', '.join(others)} and {last}" if others else last

    @property
    def is_open(self) -> bool:
        """Whether buyers may order here now."""
        return self.state == self.State.OPEN


class ShippingProfile(models.Model):
    """How one kind of piece is posted: time to make ready, and rates by destination."""

    shop = models.ForeignKey(
        Shop, on_delete=models.CASCADE, related_name="shipping_profiles"
    )
    name = models.CharField(max_length=60)
    code = models.CharField(max_length=8, unique=True)
    processing_days = models.PositiveSmallIntegerField(
        default=3, help_text="Working days from payment to posting."
    )
    is_default = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_default", "name"]
        constraints = [
            models.UniqueConstraint(fields=["shop", "name"], name="profile_name_once"),
            models.UniqueConstraint(
                fields=["shop"],
                condition=Q(is_default=True),
                name="one_default_profile",
            ),
            models.CheckConstraint(
                condition=Q(processing_days__lte=180), name="profile_processing_sane"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ShippingRate(models.Model):
    """A way of posting to one destination: its price and how long it travels."""

    profile = models.ForeignKey(
        ShippingProfile, on_delete=models.CASCADE, related_name="rates"
    )
    code = models.CharField(max_length=8, unique=True)
    destination = models.CharField(
        max_length=2, help_text="A country's two letters, or * for everywhere else."
    )
    name = models.CharField(max_length=60, default="Standard post")
    price_cents = models.PositiveIntegerField()
    additional_cents = models.PositiveIntegerField(
        default=0, help_text="For each further piece in the same parcel."
    )
    transit_days_min = models.PositiveSmallIntegerField(default=2)
    transit_days_max = models.PositiveSmallIntegerField(default=5)

    class Meta:
        ordering = ["destination", "price_cents", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "destination", "name"], name="rate_once"
            ),
            models.CheckConstraint(
                condition=Q(destination__regex=r"^([A-Z]{2}|\*)$"),
                name="rate_destination_is_iso",
            ),
            models.CheckConstraint(
                condition=Q(transit_days_min__lte=F("transit_days_max"))
                & Q(transit_days_max__lte=120),
                name="rate_transit_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} to {self.destination}"

    @property
    def destination_name(self) -> str:
        """Where it goes, in words."""
        if self.destination == ANYWHERE:
            return "Everywhere else"
        return countries.name(self.destination)


def currency_of_the_marketplace() -> str:
    """What a new shop sells in: one currency, so that one payment fits any basket."""
    return str(settings.MARKETPLACE_CURRENCY)
