"""Every name a piece has had in its address: its own for ever."""

from django.db import models
from django.db.models.functions import Now

from listings.models.listing import LONGEST_SLUG, Listing


class ListingSlug(models.Model):
    """A piece's name in an address, its present one included; written by the database
    itself (in the migration of its table), so that it never leads to another piece."""

    slug = models.SlugField(max_length=LONGEST_SLUG, primary_key=True)
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="slugs")
    since = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["since", "slug"]

    def __str__(self) -> str:
        return self.slug
