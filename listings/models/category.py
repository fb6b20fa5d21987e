"""The shelves of the marketplace."""

from django.db import models
from django.urls import reverse


class Category(models.Model):
    """A shelf of the marketplace."""

    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("listings:category", args=[self.slug])
