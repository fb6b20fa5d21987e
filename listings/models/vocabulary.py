"""The words of the catalogue: those it has, and those that mean the same."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q


class Word(models.Model):
    """A word that pieces are described by, as people write it, without accents."""

    word = models.CharField(max_length=40, primary_key=True)
    #: In how many pieces; the more, the sooner it is suggested.
    pieces = models.IntegerField()

    class Meta:
        indexes = [
            GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="word_like"),
            models.Index(
                fields=["word"], opclasses=["varchar_pattern_ops"], name="word_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.word


class Synonym(models.Model):
    """Words that mean the same here: who looks for one finds the others."""

    words = ArrayField(
        models.CharField(max_length=40),
        size=12,
        help_text="With commas between: cup, mug, beaker.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(words__len__gte=2, words__len__lte=12),
                name="synonym_has_several_words",
            )
        ]

    def __str__(self) -> str:
        return ", ".join(self.words)


class Tally(models.Model):
    """How many findable pieces a shelf has of something, counted some minutes ago: for
    shelves so large that counting anew would keep a visitor waiting."""

    #: Empty: the whole marketplace.
    category_id = models.BigIntegerField(null=True)
    #: As in `Entry.facets`; empty: all of them.
    facet = models.TextField(blank=True)
    pieces = models.IntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [
            models.UniqueConstraint(
                fields=["category_id", "facet"],
                name="tally_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.facet or 'all'}: {self.pieces}"
