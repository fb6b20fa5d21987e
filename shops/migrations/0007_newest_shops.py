"""The newest shops are found without reading all; built beside the sales."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("shops", "0006_offcuts")]

    operations = [
        AddIndexConcurrently(
            "shop",
            models.Index(fields=["-opened_at", "-id"], name="shop_newest"),
        ),
    ]
