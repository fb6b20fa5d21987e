"""What no bug may do to a promise, refused by Postgres: a line without its promise, a
parcel that is only packed counted as shipped, a withdrawal changed away."""

from django.db import migrations, models

STEPS = """
CREATE OR REPLACE FUNCTION orders_order_step_is_legal() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('awaiting_payment', 'received'), ('awaiting_payment', 'expired'),
        ('expired', 'received'), ('expired', 'cancelled'),
        ('received', 'in_the_making'), ('received', 'part_shipped'),
        ('received', 'shipped'), ('received', 'cancelled'),
        ('in_the_making', 'part_shipped'), ('in_the_making', 'shipped'),
        ('in_the_making', 'cancelled'),
        ('part_shipped', 'shipped'), ('part_shipped', 'delivered'),
        ('shipped', 'delivered'), ('delivered', 'closed')EDGES
    ) THEN
        RAISE EXCEPTION 'an order never goes from % to %', OLD.state, NEW.state
        USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.state, NEW.refunded_cents, NEW.ship_by_at)
       <> (OLD.state, OLD.refunded_cents, OLD.ship_by_at)
       AND NEW.version <> OLD.version + 1 THEN
        RAISE EXCEPTION 'order % changed without counting the step', NEW.number
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""
#: A parcel that never came: nothing is left of the order, or it is on its way again.
NEW_EDGES = """,
        ('part_shipped', 'cancelled'), ('shipped', 'cancelled'),
        ('shipped', 'closed'), ('delivered', 'shipped'), ('closed', 'shipped'),
        ('delivered', 'part_shipped'), ('closed', 'cancelled'),
        ('delivered', 'cancelled')"""

LINES = """
ALTER TABLE orders_orderline ADD CONSTRAINT line_promise_is_its_orders
FOREIGN KEY (order_id, promise_number)
REFERENCES orders_promise (order_id, number) DEFERRABLE INITIALLY DEFERRED;
"""
LINES_BACK = """
ALTER TABLE orders_orderline DROP CONSTRAINT line_promise_is_its_orders;
"""

PARCELS = """
CREATE OR REPLACE FUNCTION orders_parcels_match_lines() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    the_lines bigint[];
BEGIN
    IF TG_TABLE_NAME = 'orders_orderline' THEN
        the_lines := ARRAY[NEW.id];
    ELSIF TG_TABLE_NAME = 'orders_shipment' THEN
        the_lines := ARRAY(SELECT line_id FROM orders_shipmentline
                           WHERE shipment_id = NEW.id);
    ELSE
        the_lines := ARRAY[COALESCE(NEW.line_id, OLD.line_id)];
        IF TG_OP <> 'DELETE' AND EXISTS (
            SELECT FROM orders_orderline l JOIN orders_shipment s
            ON s.id = NEW.shipment_id WHERE l.id = NEW.line_id
            AND l.order_id <> s.order_id) THEN
            RAISE EXCEPTION 'a parcel holds another order''s line'
            USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF EXISTS (
        SELECT FROM orders_orderline l WHERE l.id = ANY(the_lines)
        AND l.shipped_quantity <>
        (SELECT COALESCE(SUM(i.quantity), 0)
         FROM orders_shipmentline i JOIN orders_shipment s ON s.id = i.shipment_id
         WHERE i.line_id = l.id AND s.shipped_at IS NOT NULL)) THEN
        RAISE EXCEPTION 'the parcels of a line do not add up to what was shipped'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER orders_shipments_match
AFTER UPDATE OF shipped_at ON orders_shipment
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION orders_parcels_match_lines();
"""
PARCELS_BACK = "DROP TRIGGER orders_shipments_match ON orders_shipment;"

WITHDRAWALS = """
CREATE FUNCTION orders_withdrawal_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.returned_at IS NULL
       AND to_jsonb(NEW) - 'returned_at' = to_jsonb(OLD) - 'returned_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a withdrawal is never changed away'
    USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER orders_withdrawal_kept BEFORE UPDATE OR DELETE ON orders_withdrawal
FOR EACH ROW EXECUTE FUNCTION orders_withdrawal_is_kept();
"""
WITHDRAWALS_BACK = """
DROP TRIGGER orders_withdrawal_kept ON orders_withdrawal;
DROP FUNCTION orders_withdrawal_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0005_the_promise_filled")]

    operations = [
        migrations.AlterField("promise", "ship_by_on", models.DateField()),
        migrations.RunSQL(
            STEPS.replace("EDGES", NEW_EDGES), STEPS.replace("EDGES", "")
        ),
        migrations.RunSQL(LINES, LINES_BACK),
        migrations.RunSQL(PARCELS, PARCELS_BACK),
        migrations.RunSQL(WITHDRAWALS, WITHDRAWALS_BACK),
    ]
