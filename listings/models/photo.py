"""A listing's pictures."""

from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from listings.models.listing import Listing

#: Of the ladder, the best first.
FORMATS = ["avif", "webp"]


class Photo(models.Model):
    """A picture of a piece, written anew by us, with words for who cannot see it.

    Two JPEGs are there from the first moment: `image` for large, `small` for grids,
    emails and orders. The ladder of AVIF and WebP follows when a worker has made it.
    """

    listing = models.ForeignKey(
        Listing, on_delete=models.CASCADE, related_name="photos"
    )
    code = models.CharField(max_length=8, unique=True)
    image = models.ImageField(upload_to="photos")
    small = models.ImageField(upload_to="photos")
    #: Of the image, set by us: Django cannot always read a WebP's from its chunks.
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    #: The colour that stands in its place until it is there: darkroom/grounds.py.
    ground = models.PositiveSmallIntegerField(default=6, db_default=6, editable=False)
    #: What the names of its rungs begin with, and how wide each is; none before.
    ladder = models.CharField(
        max_length=60, blank=True, default="", db_default="", editable=False
    )
    widths = ArrayField(
        models.PositiveSmallIntegerField(), default=list, db_default=[], editable=False
    )
    #: When a worker may (again) make the ladder; nothing once it is made.
    develop_at = models.DateTimeField(
        null=True, blank=True, db_default=Now(), editable=False
    )
    alt = models.CharField(_("what it shows"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(alt=""), name="photo_has_alt_text"),
        ]
        indexes = [
            models.Index(
                "develop_at",
                name="photo_to_develop",
                condition=Q(develop_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.alt

    @property
    def small_width(self) -> int:
        """How wide the small JPEG is."""
        return min(self.width, 640)

    def rungs(self, kind: str) -> list[tuple[str, int]]:
        """Address and width of each rung in this format (`avif`, `webp`)."""
        return [
            (default_storage.url(f"{self.ladder}-{width}.{kind}"), width)
            for width in self.widths
        ]

    @property
    def file_names(self) -> list[str]:
        """Every file of it in the storage."""
        rungs = [f"{self.ladder}-{w}.{kind}" for w in self.widths for kind in FORMATS]
        return [str(self.image.name), str(self.small.name), *rungs]
