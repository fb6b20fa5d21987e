"""Questions that wait are found without reading every event; built beside the sales."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("orders", "0008_ship_by_counted_anew")]

    operations = [
        AddIndexConcurrently(
            "orderevent",
            models.Index(
                fields=["order", "seq"],
                condition=models.Q(kind="asked"),
                name="event_asked",
            ),
        ),
    ]
