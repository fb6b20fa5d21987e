"""Every name a shop has had in its address: its own for ever."""

from django.db import models
from django.db.models.functions import Now

from shops.models.shop import LONGEST_SLUG, Shop


class ShopSlug(models.Model):
    """A shop's name in an address, its present one included; written by the database
    itself (migration 0004), so that it never leads to another shop."""

    slug = models.SlugField(max_length=LONGEST_SLUG, primary_key=True)
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE, related_name="slugs")
    since = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["since", "slug"]

    def __str__(self) -> str:
        return self.slug
