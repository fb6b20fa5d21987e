"""Rows whose page opens from an email without a login; see listings.keys."""

from django.db import models


class Keyed(models.Model):
    """Opened by a key that is nowhere: only its salt and its hash are kept."""

    salt = models.CharField(max_length=43, unique=True, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    #: The clock and the language of whoever reads its emails; empty: not known.
    time_zone = models.CharField(max_length=63, blank=True)
    language = models.CharField(max_length=12, blank=True)

    class Meta:
        abstract = True
