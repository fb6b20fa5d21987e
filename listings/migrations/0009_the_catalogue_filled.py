"""Every listing there is gets its row in the card catalogue, some thousands at a time."""

from django.db import migrations

FILL = """
DO $$
DECLARE ids bigint[]; last bigint := 0;
BEGIN
    LOOP
        SELECT array_agg(id), max(id) INTO ids, last FROM (
            SELECT id FROM listings_listing WHERE id > last ORDER BY id LIMIT 5000
        ) next;
        EXIT WHEN ids IS NULL;
        PERFORM listings_entries_refresh(ids, false);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("listings", "0008_the_catalogue_kept_true")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
