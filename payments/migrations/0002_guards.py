"""Refunds add up to what the payment says was refunded; the past stays."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION payments_refunds_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    the_payment bigint;
BEGIN
    IF TG_TABLE_NAME = 'payments_payment' THEN
        the_payment := NEW.id;
    ELSE
        the_payment := COALESCE(NEW.payment_id, OLD.payment_id);
    END IF;
    IF EXISTS (
        SELECT FROM payments_payment p WHERE p.id = the_payment
        AND p.refunded_cents <>
        (SELECT COALESCE(SUM(r.amount_cents), 0) FROM payments_refund r
         WHERE r.payment_id = p.id)) THEN
        RAISE EXCEPTION 'the refunds of a payment do not add up'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER payments_refunds_match
AFTER INSERT OR UPDATE OF amount_cents, payment_id OR DELETE ON payments_refund
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION payments_refunds_add_up();
CREATE CONSTRAINT TRIGGER payments_payment_matches
AFTER UPDATE OF refunded_cents ON payments_payment
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION payments_refunds_add_up();

CREATE FUNCTION payments_payment_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'paid' AND NEW.state <> 'paid' THEN
        RAISE EXCEPTION 'a paid payment stays paid' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.amount_cents <> OLD.amount_cents OR NEW.currency <> OLD.currency THEN
        RAISE EXCEPTION 'the amount of a payment is fixed'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payments_payment_final BEFORE UPDATE ON payments_payment
FOR EACH ROW EXECUTE FUNCTION payments_payment_is_final();
"""
BACK = """
DROP TRIGGER payments_payment_final ON payments_payment;
DROP FUNCTION payments_payment_is_final();
DROP TRIGGER payments_payment_matches ON payments_payment;
DROP TRIGGER payments_refunds_match ON payments_refund;
DROP FUNCTION payments_refunds_add_up();
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
