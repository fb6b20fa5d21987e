from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    """What was written before there were nights was wanted at once."""
    apps.get_model("notifications", "Email").objects.update(not_before=F("created_at"))


class Migration(migrations.Migration):

    dependencies = [
        ("notifications", "0002_together_and_by_day"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
