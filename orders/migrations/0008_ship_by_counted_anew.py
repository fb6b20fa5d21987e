"""An order's ship-by may be put right without a step, to the promise in force and to
nothing else: what is derived can be counted anew (`manage.py promise_rebuild`)."""

from django.db import migrations

BEFORE = """
    IF (NEW.state, NEW.refunded_cents, NEW.ship_by_at)
       <> (OLD.state, OLD.refunded_cents, OLD.ship_by_at)
       AND NEW.version <> OLD.version + 1 THEN
"""
AFTER = """
    IF (NEW.state, NEW.refunded_cents, NEW.ship_by_at)
       <> (OLD.state, OLD.refunded_cents, OLD.ship_by_at)
       AND NEW.version <> OLD.version + 1
       AND NOT ((NEW.state, NEW.refunded_cents, NEW.version)
                = (OLD.state, OLD.refunded_cents, OLD.version)
                AND NEW.ship_by_at = (
                    SELECT MIN(p.ship_by_at) FROM orders_orderline l
                    JOIN orders_promise p ON p.order_id = l.order_id
                                         AND p.number = l.promise_number
                    WHERE l.order_id = NEW.id
                    AND l.quantity > l.shipped_quantity + l.cancelled_quantity))
    THEN
"""
#: The function as it stands, with one of its conditions exchanged.
EXCHANGE = """
DO $do$
DECLARE
    body text := pg_get_functiondef('orders_order_step_is_legal'::regproc);
BEGIN
    IF position($old$OLD$old$ IN body) = 0 THEN
        RAISE EXCEPTION 'orders_order_step_is_legal is not what it was';
    END IF;
    EXECUTE replace(body, $old$OLD$old$, $new$NEW$new$);
END $do$;
"""


def exchange(old: str, new: str) -> str:
    """The statement that puts one condition in the other's place."""
    return EXCHANGE.replace("$old$OLD$old$", f"$old${old}$old$").replace(
        "$new$NEW$new$", f"$new${new}$new$"
    )


class Migration(migrations.Migration):
    dependencies = [("orders", "0007_basket_needed_by")]

    operations = [migrations.RunSQL(exchange(BEFORE, AFTER), exchange(AFTER, BEFORE))]
