"""What older rows say in the new columns."""

from django.db import migrations

FILL = """
ALTER TABLE orders_promise DISABLE TRIGGER orders_promise_kept;
UPDATE orders_promise p
SET ship_by_on = (p.ship_by_at AT TIME ZONE s.time_zone)::date
FROM orders_order o JOIN shops_shop s ON s.id = o.shop_id
WHERE o.id = p.order_id AND p.ship_by_on IS NULL;
ALTER TABLE orders_promise ENABLE TRIGGER orders_promise_kept;
UPDATE orders_orderline l SET promise_number = o.promise_number
FROM orders_order o
WHERE o.id = l.order_id AND l.promise_number IS NULL
AND EXISTS (SELECT FROM orders_promise p WHERE p.order_id = o.id);
UPDATE orders_orderline SET withdrawable = false WHERE personalisation <> '';
UPDATE orders_shipment SET packed_at = shipped_at WHERE shipped_at IS NOT NULL;
UPDATE orders_checkout SET is_gift = true WHERE gift_message <> '';
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0004_the_promise")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
