"""Files that nothing needs, or nothing yet: they are thrown away after a while."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class Offcut(models.Model):
    """Files by their names in the storage. A row is written before they are, so that
    whatever is cut off in the middle leaves no file that nobody knows of."""

    names = ArrayField(models.CharField(max_length=120))
    since = models.DateTimeField(db_default=Now(), db_index=True)

    def __str__(self) -> str:
        return ", ".join(self.names)
