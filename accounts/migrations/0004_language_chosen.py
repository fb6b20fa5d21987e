"""A language is kept only once somebody has chosen one; so far there was one alone."""

from typing import Any

from django.db import migrations, models


def nobody_has_chosen(apps: Any, schema_editor: Any) -> None:
    apps.get_model("accounts", "User").objects.filter(language="en").update(language="")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_emails_turned_off")]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="language",
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.RunPython(nobody_has_chosen, migrations.RunPython.noop),
    ]
