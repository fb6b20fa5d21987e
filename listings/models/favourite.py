"""What a member likes and what they looked at; a visitor's is kept elsewhere."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from listings.models.listing import Listing
from shops.models import Shop


class Favourite(models.Model):
    """A piece or a shop that a member wants to find again."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="favourites")
    listing = models.ForeignKey(
        Listing,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="favourites",
    )
    shop = models.ForeignKey(
        Shop,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="favourites",
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "listing"], name="favourite_piece_once"
            ),
            models.UniqueConstraint(
                fields=["user", "shop"], name="favourite_shop_once"
            ),
            models.CheckConstraint(
                condition=Q(listing=None) ^ Q(shop=None),
                name="favourite_is_a_piece_or_a_shop",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} likes {self.listing or self.shop}"


class Seen(models.Model):
    """A piece that a member looked at, and when last."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="seen")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "seen"
        constraints = [
            models.UniqueConstraint(fields=["user", "listing"], name="seen_once")
        ]
        indexes = [models.Index(fields=["user", "-at"], name="seen_lately")]

    def __str__(self) -> str:
        return f"{self.user} saw {self.listing}"
