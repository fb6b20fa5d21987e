"""What no bug may do, refused by Postgres itself: a changed past, an illegal step, a
step without its event, money that does not add up or changes its currency."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION orders_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.announced_at IS NULL
       AND to_jsonb(NEW) - 'announced_at' = to_jsonb(OLD) - 'announced_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'order events are append-only' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER orders_event_append_only BEFORE UPDATE OR DELETE ON orders_orderevent
FOR EACH ROW EXECUTE FUNCTION orders_event_is_append_only();
CREATE TRIGGER orders_event_no_truncate BEFORE TRUNCATE ON orders_orderevent
FOR EACH STATEMENT EXECUTE FUNCTION orders_event_is_append_only();
"""
APPEND_ONLY_BACK = """
DROP TRIGGER orders_event_no_truncate ON orders_orderevent;
DROP TRIGGER orders_event_append_only ON orders_orderevent;
DROP FUNCTION orders_event_is_append_only();
"""

PROMISES = """
CREATE FUNCTION orders_promise_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND
       to_jsonb(NEW) - '{missed_at,answer,answered_at}'::text[]
       = to_jsonb(OLD) - '{missed_at,answer,answered_at}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a promise is never changed away'
    USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER orders_promise_kept BEFORE UPDATE OR DELETE ON orders_promise
FOR EACH ROW EXECUTE FUNCTION orders_promise_is_kept();
"""
PROMISES_BACK = """
DROP TRIGGER orders_promise_kept ON orders_promise;
DROP FUNCTION orders_promise_is_kept();
"""

STEPS = """
CREATE FUNCTION orders_order_step_is_legal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('awaiting_payment', 'received'), ('awaiting_payment', 'expired'),
        ('expired', 'received'), ('expired', 'cancelled'),
        ('received', 'in_the_making'), ('received', 'part_shipped'),
        ('received', 'shipped'), ('received', 'cancelled'),
        ('in_the_making', 'part_shipped'), ('in_the_making', 'shipped'),
        ('in_the_making', 'cancelled'),
        ('part_shipped', 'shipped'), ('part_shipped', 'delivered'),
        ('shipped', 'delivered'), ('delivered', 'closed')
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
CREATE TRIGGER orders_order_step_legal
BEFORE UPDATE OF state, refunded_cents, ship_by_at ON orders_order
FOR EACH ROW EXECUTE FUNCTION orders_order_step_is_legal();

CREATE FUNCTION orders_step_has_its_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM orders_orderevent e
                   WHERE e.order_id = NEW.id AND e.seq = NEW.version) THEN
        RAISE EXCEPTION 'order % changed without an event', NEW.number
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER orders_step_has_event
AFTER INSERT OR UPDATE OF state, version, refunded_cents, ship_by_at ON orders_order
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION orders_step_has_its_event();

CREATE FUNCTION orders_event_is_next() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.order_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM orders_order o WHERE o.id = NEW.order_id
        AND o.version = NEW.seq AND o.checkout_id = NEW.checkout_id) THEN
        RAISE EXCEPTION 'event % is not the order''s present step', NEW.kind
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER orders_event_next BEFORE INSERT ON orders_orderevent
FOR EACH ROW EXECUTE FUNCTION orders_event_is_next();
"""
STEPS_BACK = """
DROP TRIGGER orders_event_next ON orders_orderevent;
DROP FUNCTION orders_event_is_next();
DROP TRIGGER orders_step_has_event ON orders_order;
DROP FUNCTION orders_step_has_its_event();
DROP TRIGGER orders_order_step_legal ON orders_order;
DROP FUNCTION orders_order_step_is_legal();
"""

MONEY = """
ALTER TABLE orders_order ADD CONSTRAINT order_currency_is_its_checkouts
FOREIGN KEY (checkout_id, currency) REFERENCES orders_checkout (id, currency)
DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE orders_checkout ADD CONSTRAINT checkout_currency_is_its_payments
FOREIGN KEY (payment_id, currency) REFERENCES payments_payment (id, currency)
DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION orders_sums_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    the_order bigint;
    the_checkout bigint;
BEGIN
    IF TG_TABLE_NAME = 'orders_orderline' THEN
        the_order := COALESCE(NEW.order_id, OLD.order_id);
        SELECT checkout_id INTO the_checkout FROM orders_order WHERE id = the_order;
    ELSIF TG_TABLE_NAME = 'orders_order' THEN
        the_order := COALESCE(NEW.id, OLD.id);
        the_checkout := COALESCE(NEW.checkout_id, OLD.checkout_id);
    ELSE
        the_checkout := COALESCE(NEW.id, OLD.id);
    END IF;
    IF the_order IS NOT NULL AND EXISTS (
        SELECT FROM orders_order o WHERE o.id = the_order AND o.items_cents <>
        (SELECT COALESCE(SUM(l.price_cents * l.quantity), 0)
         FROM orders_orderline l WHERE l.order_id = o.id)) THEN
        RAISE EXCEPTION 'the lines of an order do not add up to it'
        USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT FROM orders_checkout c JOIN payments_payment p ON p.id = c.payment_id
        WHERE c.id = the_checkout AND (c.total_cents <> p.amount_cents
        OR c.total_cents <> (SELECT COALESCE(SUM(o.total_cents), 0)
                             FROM orders_order o WHERE o.checkout_id = c.id))) THEN
        RAISE EXCEPTION 'the orders of a checkout do not add up to its payment'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER orders_lines_add_up
AFTER INSERT OR DELETE OR UPDATE OF price_cents, quantity, order_id
ON orders_orderline DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION orders_sums_add_up();
CREATE CONSTRAINT TRIGGER orders_orders_add_up
AFTER INSERT OR DELETE OR UPDATE OF items_cents, total_cents, checkout_id
ON orders_order DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION orders_sums_add_up();
CREATE CONSTRAINT TRIGGER orders_checkouts_add_up
AFTER INSERT OR UPDATE OF total_cents, payment_id
ON orders_checkout DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION orders_sums_add_up();
"""
MONEY_BACK = """
DROP TRIGGER orders_checkouts_add_up ON orders_checkout;
DROP TRIGGER orders_orders_add_up ON orders_order;
DROP TRIGGER orders_lines_add_up ON orders_orderline;
DROP FUNCTION orders_sums_add_up();
ALTER TABLE orders_checkout DROP CONSTRAINT checkout_currency_is_its_payments;
ALTER TABLE orders_order DROP CONSTRAINT order_currency_is_its_checkouts;
"""

PARCELS = """
CREATE FUNCTION orders_parcels_match_lines() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    the_line bigint;
BEGIN
    IF TG_TABLE_NAME = 'orders_orderline' THEN
        the_line := NEW.id;
    ELSE
        the_line := COALESCE(NEW.line_id, OLD.line_id);
        IF TG_OP <> 'DELETE' AND EXISTS (
            SELECT FROM orders_orderline l JOIN orders_shipment s
            ON s.id = NEW.shipment_id WHERE l.id = NEW.line_id
            AND l.order_id <> s.order_id) THEN
            RAISE EXCEPTION 'a parcel holds another order''s line'
            USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF EXISTS (
        SELECT FROM orders_orderline l WHERE l.id = the_line AND l.shipped_quantity <>
        (SELECT COALESCE(SUM(s.quantity), 0) FROM orders_shipmentline s
         WHERE s.line_id = l.id)) THEN
        RAISE EXCEPTION 'the parcels of a line do not add up to what was shipped'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER orders_parcels_match
AFTER INSERT OR UPDATE OR DELETE ON orders_shipmentline
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION orders_parcels_match_lines();
CREATE CONSTRAINT TRIGGER orders_lines_match_parcels
AFTER INSERT OR UPDATE OF shipped_quantity ON orders_orderline
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION orders_parcels_match_lines();
"""
PARCELS_BACK = """
DROP TRIGGER orders_lines_match_parcels ON orders_orderline;
DROP TRIGGER orders_parcels_match ON orders_shipmentline;
DROP FUNCTION orders_parcels_match_lines();
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial")]

    operations = [
        migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_BACK),
        migrations.RunSQL(PROMISES, PROMISES_BACK),
        migrations.RunSQL(STEPS, STEPS_BACK),
        migrations.RunSQL(MONEY, MONEY_BACK),
        migrations.RunSQL(PARCELS, PARCELS_BACK),
    ]
