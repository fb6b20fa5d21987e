"""A listing's pictures."""

from django.db import models
from django.db.models import Q

from listings.models.listing import Listing


class Photo(models.Model):
    """A picture of a piece, re-encoded by us, with words for who cannot see it."""

    listing = models.ForeignKey(
        Listing, on_delete=models.CASCADE, related_name="photos"
    )
    code = models.CharField(max_length=8, unique=True)
    image = models.ImageField(upload_to="photos")
    small = models.ImageField(upload_to="photos")
    #: Of the image, set by us: Django cannot always read a WebP's from its chunks.
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    alt = models.CharField("what it shows", max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(alt=""), name="photo_has_alt_text"),
        ]

    def __str__(self) -> str:
        return self.alt
