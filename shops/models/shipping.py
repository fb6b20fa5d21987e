"""How a shop posts: profiles, and what they cost to where."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts import countries
from shops.models.shop import Shop

ANYWHERE = "*"


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
            return _("Everywhere else")
        return countries.name(self.destination)
