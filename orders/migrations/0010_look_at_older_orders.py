"""Orders of before the promise's rules are looked at once, and from then on by them:
else nobody would ask whether their parcels came. What was posted long ago rests."""

from django.db import migrations

LOOK = """
UPDATE orders_order SET look_again_at = now()
WHERE state IN ('received', 'in_the_making', 'part_shipped')
OR (state IN ('shipped', 'delivered') AND look_again_at IS NULL
    AND shipped_at > now() - interval '60 days');
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0009_event_asked")]

    operations = [migrations.RunSQL(LOOK, migrations.RunSQL.noop)]
