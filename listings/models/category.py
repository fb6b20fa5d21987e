"""The shelves of the marketplace: a tree of two levels."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _


class CategoryQuerySet(models.QuerySet["Category"]):
    """Questions about shelves."""

    def top(self) -> Self:
        """The shelves that stand on no other."""
        return self.filter(parent=None)


class Category(models.Model):
    """A shelf of the marketplace; some stand on a wider one."""

    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text="The wider shelf it stands on; empty: it is one itself.",
    )

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name_plural = "categories"
        constraints = [
            #: Deeper trees are refused by the database too (migration 0008).
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="category_not_its_own_parent",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("listings:category", args=[self.slug])

    def clean(self) -> None:
        """Two levels are enough for everybody to find their way."""
        if not self.parent:
            return
        if self.parent.parent_id or (self.pk and self.children.exists()):
            raise ValidationError(
                {"parent": _("Shelves stand on one another two deep, no deeper.")}
            )
