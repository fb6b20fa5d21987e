"""The table of Django's database cache, where limits on guessing are counted. Unlogged:
it is written often, and after a crash of Postgres counting may begin anew."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            CREATE UNLOGGED TABLE marketplace_cache (
                cache_key varchar(255) PRIMARY KEY,
                value text NOT NULL,
                expires timestamptz NOT NULL
            );
            CREATE INDEX marketplace_cache_expires ON marketplace_cache (expires);
            """,
            "DROP TABLE marketplace_cache;",
        )
    ]
