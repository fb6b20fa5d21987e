"""A second way to read words, without stems, for the vocabulary; and a shop that takes no
orders for a while has paces that are counted anew, too."""

from django.db import migrations

PLAIN = """
CREATE TEXT SEARCH CONFIGURATION finding_plain (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION finding_plain
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
"""
PLAIN_BACK = "DROP TEXT SEARCH CONFIGURATION finding_plain;"

PACES = """
CREATE OR REPLACE FUNCTION listings_pace_is_old() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    days text[] := '{time_zone,working_days,cut_off,country,region,keeps_holidays,breaks,
        paused_until}';
    old_days jsonb; new_days jsonb;
BEGIN
    SELECT jsonb_object_agg(key, to_jsonb(OLD) -> key),
           jsonb_object_agg(key, to_jsonb(NEW) -> key)
    INTO old_days, new_days FROM unnest(days) key;
    UPDATE listings_pace
    SET valid_until = NULL, stamp = nextval('listings_entry_version')
    WHERE id IN (
        SELECT id FROM listings_pace WHERE shop_id = NEW.id
        AND (is_made_to_order OR old_days IS DISTINCT FROM new_days)
        ORDER BY id FOR NO KEY UPDATE);
    RETURN NULL;
END $$;
DROP TRIGGER pace_of_shop ON shops_shop;
CREATE TRIGGER pace_of_shop AFTER UPDATE OF time_zone, working_days, cut_off, country,
    region, keeps_holidays, breaks, paused_until, pieces_per_week, pieces_waiting
ON shops_shop FOR EACH ROW WHEN (
    (OLD.time_zone, OLD.working_days, OLD.cut_off, OLD.country, OLD.region,
     OLD.keeps_holidays, OLD.breaks, OLD.paused_until, OLD.pieces_per_week,
     OLD.pieces_waiting)
    IS DISTINCT FROM
    (NEW.time_zone, NEW.working_days, NEW.cut_off, NEW.country, NEW.region,
     NEW.keeps_holidays, NEW.breaks, NEW.paused_until, NEW.pieces_per_week,
     NEW.pieces_waiting)
) EXECUTE FUNCTION listings_pace_is_old();
"""


class Migration(migrations.Migration):
    dependencies = [("listings", "0010_slugs")]

    operations = [
        migrations.RunSQL(PLAIN, PLAIN_BACK),
        migrations.RunSQL(PACES, migrations.RunSQL.noop),
    ]
