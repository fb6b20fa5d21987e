"""Postgres keeps the card catalogue true, in the transaction of whatever changes it.

Each change of a listing, a variant, a photo, a shop, a profile, a rate or a category is
noted (in a setting of the transaction), and all that was noted is settled at the end of
the transaction, in one order: first an advisory lock for the tree and for each shop,
ascending (shared for a change of one listing, alone for a change of the shop), then the
rows of the catalogue, ascending, then what they should say, read with a snapshot that is
younger than the locks. So two transactions never wait for each other in a circle, none
reads what another is about to change, and a row is locked for the time of a commit.
"""

from django.db import migrations

CONFIGURATION = """
CREATE TEXT SEARCH CONFIGURATION finding (COPY = english);
ALTER TEXT SEARCH CONFIGURATION finding
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
"""
CONFIGURATION_BACK = "DROP TEXT SEARCH CONFIGURATION finding;"

TABLES = """
CREATE SEQUENCE listings_entry_version;
ALTER TABLE listings_entry
    ALTER COLUMN facets SET STORAGE MAIN,
    ALTER COLUMN terms SET STORAGE MAIN,
    ALTER COLUMN posted_to SET STORAGE MAIN,
    ALTER COLUMN free_to SET STORAGE MAIN,
    SET (toast_tuple_target = 512, fillfactor = 90),
    ADD CONSTRAINT entry_goes_with_its_listing FOREIGN KEY (listing_id)
        REFERENCES listings_listing (id) ON DELETE CASCADE;
ALTER TABLE listings_pace
    ADD CONSTRAINT pace_goes_with_its_profile FOREIGN KEY (shipping_profile_id)
        REFERENCES shops_shippingprofile (id) ON DELETE CASCADE,
    ADD CONSTRAINT pace_goes_with_its_shop FOREIGN KEY (shop_id)
        REFERENCES shops_shop (id) ON DELETE CASCADE;
"""
TABLES_BACK = """
ALTER TABLE listings_pace DROP CONSTRAINT pace_goes_with_its_shop,
    DROP CONSTRAINT pace_goes_with_its_profile;
ALTER TABLE listings_entry DROP CONSTRAINT entry_goes_with_its_listing;
DROP SEQUENCE listings_entry_version;
"""

TREE = """
CREATE FUNCTION listings_tree_has_two_levels() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.parent_id IS NOT NULL AND (
        EXISTS (SELECT FROM listings_category
                WHERE id = NEW.parent_id AND parent_id IS NOT NULL)
        OR EXISTS (SELECT FROM listings_category WHERE parent_id = NEW.id)
    ) THEN
        RAISE EXCEPTION 'shelves stand on one another two deep'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER category_tree BEFORE INSERT OR UPDATE OF parent_id ON listings_category
FOR EACH ROW EXECUTE FUNCTION listings_tree_has_two_levels();
"""
TREE_BACK = """
DROP TRIGGER category_tree ON listings_category;
DROP FUNCTION listings_tree_has_two_levels();
"""

#: What each row of the catalogue should say, as of now.
TRUTH = """
CREATE FUNCTION listings_plain(word text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT lower(unaccent(trim(word)))
$$;

CREATE VIEW listings_entry_truth AS
SELECT
    l.id AS listing_id,
    l.shop_id,
    l.category_id,
    coalesce(c.parent_id, c.id) AS shelf_id,
    l.shipping_profile_id,
    l.kind,
    l.state = 'active' AND s.state = 'open' AS is_shown,
    v.is_available,
    l.state = 'active' AND s.state = 'open' AND v.is_available AS is_findable,
    v.price_cents,
    v.dearest_cents,
    v.left,
    coalesce(l.processing_days, p.processing_days) AS days,
    l.published_at,
    r.posted_to,
    r.free_to,
    ARRAY['c:' || c.id, 'k:' || l.kind]
        || CASE WHEN c.parent_id IS NULL THEN '{}' ELSE ARRAY['c:' || c.parent_id] END
        || CASE WHEN v.price_cents IS NULL THEN '{}'
           ELSE ARRAY['b:' || width_bucket(v.price_cents,
                                           ARRAY[2500, 5000, 10000, 20000])] END
        || CASE WHEN l.personalisation_question = '' THEN '{}'
           ELSE ARRAY['p:yes'] END
        || ARRAY(SELECT DISTINCT 'm:' || listings_plain(one)
                 FROM unnest(l.materials) one WHERE trim(one) <> '' ORDER BY 1)
        || ARRAY(SELECT DISTINCT 'h:' || one
                 FROM unnest(l.colours) one ORDER BY 1) AS facets,
    ARRAY(SELECT '!' || one FROM unnest(tsvector_to_array(w.title)) one)
        || ARRAY(SELECT '+' || one FROM unnest(tsvector_to_array(w.labels)) one)
        AS terms,
    setweight(w.title, 'A') || setweight(w.labels, 'B')
        || setweight(to_tsvector('finding', concat_ws(
               ' ', s.name, s.maker_name, c.name, above.name)), 'C')
        || setweight(to_tsvector('finding', l.description), 'D') AS words
FROM listings_listing l
JOIN shops_shop s ON s.id = l.shop_id
JOIN listings_category c ON c.id = l.category_id
JOIN shops_shippingprofile p ON p.id = l.shipping_profile_id
LEFT JOIN listings_category above ON above.id = c.parent_id
CROSS JOIN LATERAL (
    SELECT min(price_cents) AS price_cents,
           max(price_cents) AS dearest_cents,
           CASE WHEN l.kind = 'made_to_order' THEN NULL
           ELSE coalesce(sum(stock - held), 0)::integer END AS left,
           coalesce(bool_or(stock IS NULL OR stock > held), false) AS is_available
    FROM listings_variant WHERE listing_id = l.id AND is_offered
) v
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(destination ORDER BY destination), '{}') AS posted_to,
           coalesce(array_agg(destination ORDER BY destination)
                    FILTER (WHERE cents = 0), '{}') AS free_to
    FROM (SELECT destination, min(price_cents) AS cents FROM shops_shippingrate
          WHERE profile_id = l.shipping_profile_id GROUP BY destination) rates
) r
CROSS JOIN LATERAL (
    SELECT to_tsvector('finding', l.title) AS title,
           to_tsvector('finding', array_to_string(
               l.tags || l.materials || array_remove(l.colours, 'many'), ' '
           )) AS labels
) w;
"""
TRUTH_BACK = """
DROP VIEW listings_entry_truth;
DROP FUNCTION listings_plain(text);
"""

REFRESH = """
CREATE FUNCTION listings_entries_refresh(ids bigint[], touched boolean)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE changed bigint;
BEGIN
    INSERT INTO listings_pace
        (shop_id, shipping_profile_id, days, is_made_to_order, stamp)
    SELECT DISTINCT l.shop_id, p.id, coalesce(l.processing_days, p.processing_days),
           l.kind = 'made_to_order', 0
    FROM listings_listing l
    JOIN shops_shippingprofile p ON p.id = l.shipping_profile_id
    WHERE l.id = ANY(ids) AND NOT EXISTS (
        SELECT FROM listings_pace WHERE shop_id = l.shop_id
        AND shipping_profile_id = p.id
        AND days = coalesce(l.processing_days, p.processing_days)
        AND is_made_to_order = (l.kind = 'made_to_order'))
    ORDER BY 1, 2, 3, 4
    ON CONFLICT DO NOTHING;
    PERFORM FROM listings_entry WHERE listing_id = ANY(ids)
    ORDER BY listing_id FOR NO KEY UPDATE;
    INSERT INTO listings_entry AS e (
        listing_id, shop_id, category_id, shelf_id, shipping_profile_id, pace_id, kind,
        is_shown, is_available, is_findable, price_cents, dearest_cents, "left", days,
        published_at, posted_to, free_to, facets, terms, words, version)
    SELECT t.listing_id, t.shop_id, t.category_id, t.shelf_id, t.shipping_profile_id,
           pace.id, t.kind, t.is_shown, t.is_available, t.is_findable, t.price_cents,
           t.dearest_cents, t.left, t.days, t.published_at, t.posted_to, t.free_to,
           t.facets, t.terms, t.words, nextval('listings_entry_version')
    FROM listings_entry_truth t
    JOIN listings_pace pace ON pace.shop_id = t.shop_id
        AND pace.shipping_profile_id = t.shipping_profile_id AND pace.days = t.days
        AND pace.is_made_to_order = (t.kind = 'made_to_order')
    WHERE t.listing_id = ANY(ids)
    ORDER BY t.listing_id
    ON CONFLICT (listing_id) DO UPDATE SET
        shop_id = excluded.shop_id, category_id = excluded.category_id,
        shelf_id = excluded.shelf_id, pace_id = excluded.pace_id,
        shipping_profile_id = excluded.shipping_profile_id, kind = excluded.kind,
        is_shown = excluded.is_shown, is_available = excluded.is_available,
        is_findable = excluded.is_findable, price_cents = excluded.price_cents,
        dearest_cents = excluded.dearest_cents, "left" = excluded.left,
        days = excluded.days, published_at = excluded.published_at,
        posted_to = excluded.posted_to, free_to = excluded.free_to,
        facets = excluded.facets, terms = excluded.terms, words = excluded.words,
        version = excluded.version
    WHERE touched OR (
        e.shop_id, e.category_id, e.shelf_id, e.pace_id, e.shipping_profile_id, e.kind,
        e.is_shown, e.is_available, e.is_findable, e.price_cents, e.dearest_cents,
        e.left, e.days, e.published_at, e.posted_to, e.free_to, e.facets, e.terms,
        e.words
    ) IS DISTINCT FROM (
        excluded.shop_id, excluded.category_id, excluded.shelf_id, excluded.pace_id,
        excluded.shipping_profile_id, excluded.kind, excluded.is_shown,
        excluded.is_available, excluded.is_findable, excluded.price_cents,
        excluded.dearest_cents, excluded.left, excluded.days, excluded.published_at,
        excluded.posted_to, excluded.free_to, excluded.facets, excluded.terms,
        excluded.words);
    GET DIAGNOSTICS changed = ROW_COUNT;
    RETURN changed;
END $$;
"""
REFRESH_BACK = "DROP FUNCTION listings_entries_refresh(bigint[], boolean);"

#: l12: a listing; s3: all of a shop; p4: all with a profile; c5: all of a category.
SETTLE = """
CREATE FUNCTION listings_entries_settle() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    noted text[] := string_to_array(
        nullif(current_setting('handloop.entries', true), ''), ' ');
    listings bigint[]; shops bigint[]; profiles bigint[]; categories bigint[];
    one record;
BEGIN
    IF noted IS NULL THEN RETURN; END IF;
    PERFORM set_config('handloop.entries', '', true);
    SELECT array_agg(key) FILTER (WHERE kind = 'l'),
           array_agg(key) FILTER (WHERE kind = 's'),
           array_agg(key) FILTER (WHERE kind = 'p'),
           array_agg(key) FILTER (WHERE kind = 'c')
    INTO listings, shops, profiles, categories
    FROM (SELECT DISTINCT left(mark, 1) AS kind, substr(mark, 2)::bigint AS key
          FROM unnest(noted) mark WHERE mark <> '') marks;
    IF categories IS NULL THEN
        PERFORM pg_advisory_xact_lock_shared(77104, 0);
    ELSE
        PERFORM pg_advisory_xact_lock(77104, 0);
    END IF;
    FOR one IN
        SELECT shop, bool_or(whole) AS whole FROM (
            SELECT unnest(shops) AS shop, true AS whole
            UNION ALL SELECT shop_id, true FROM shops_shippingprofile
            WHERE id = ANY(profiles)
            UNION ALL SELECT shop_id, false FROM listings_listing
            WHERE id = ANY(listings)
        ) touched WHERE shop IS NOT NULL GROUP BY shop ORDER BY shop
    LOOP
        IF one.whole THEN
            PERFORM pg_advisory_xact_lock(77105, one.shop::integer);
        ELSE
            PERFORM pg_advisory_xact_lock_shared(77105, one.shop::integer);
        END IF;
    END LOOP;
    IF shops IS NOT NULL OR profiles IS NOT NULL OR categories IS NOT NULL THEN
        listings := listings || ARRAY(
            SELECT id FROM listings_listing WHERE shop_id = ANY(shops)
            UNION SELECT id FROM listings_listing
            WHERE shipping_profile_id = ANY(profiles)
            UNION SELECT id FROM listings_listing WHERE category_id = ANY(categories)
            UNION SELECT l.id FROM listings_listing l
            JOIN listings_category c ON c.id = l.category_id
            WHERE c.parent_id = ANY(categories));
    END IF;
    PERFORM listings_entries_refresh(listings, true);
END $$;

CREATE FUNCTION listings_entry_note() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    noted text := coalesce(current_setting('handloop.entries', true), '');
    row jsonb;
    mark text;
BEGIN
    FOREACH row IN ARRAY ARRAY[to_jsonb(OLD), to_jsonb(NEW)] LOOP
        mark := ' ' || TG_ARGV[0] || (row ->> TG_ARGV[1]);
        IF mark IS NOT NULL AND right(noted, length(mark)) <> mark THEN
            noted := noted || mark;
        END IF;
    END LOOP;
    PERFORM set_config('handloop.entries', noted, true);
    -- Thousands of rows in one statement are an operator's: not all kept in mind.
    IF length(noted) > 50000 THEN PERFORM listings_entries_settle(); END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION listings_entry_settle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM listings_entries_settle();
    RETURN NULL;
END $$;
"""
SETTLE_BACK = """
DROP FUNCTION listings_entry_settle();
DROP FUNCTION listings_entry_note();
DROP FUNCTION listings_entries_settle();
"""

#: Table → when it fires, of which rows it is asked, the mark and the column it is of.
SHOP_FACTS = "name slug state maker_name face place country currency paused_until"
WATCHED = {
    "listings_listing": ("INSERT OR UPDATE", "l", "id"),
    "listings_variant": ("INSERT OR UPDATE OR DELETE", "l", "listing_id"),
    "listings_photo": ("INSERT OR UPDATE OR DELETE", "l", "listing_id"),
    "listings_category": ("UPDATE OF name, parent_id", "c", "id"),
    "shops_shop": (f"UPDATE OF {', '.join(SHOP_FACTS.split())}", "s", "id"),
    "shops_shippingprofile": ("UPDATE OF processing_days", "p", "id"),
    "shops_shippingrate": ("INSERT OR UPDATE OR DELETE", "p", "profile_id"),
}


def _watch(table: str) -> str:
    when, mark, column = WATCHED[table]
    name = table.partition("_")[2]
    return f"""
CREATE TRIGGER entry_note_{name} AFTER {when} ON {table}
FOR EACH ROW EXECUTE FUNCTION listings_entry_note('{mark}', '{column}');
CREATE CONSTRAINT TRIGGER entry_settle_{name} AFTER {when} ON {table}
DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION listings_entry_settle();
"""


def _ignore(table: str) -> str:
    name = table.partition("_")[2]
    return f"""
DROP TRIGGER entry_note_{name} ON {table};
DROP TRIGGER entry_settle_{name} ON {table};
"""


#: The days of a shop changed, or its queue: its paces must be counted anew.
PACES = """
CREATE FUNCTION listings_pace_is_old() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    days text[] := '{time_zone,working_days,cut_off,country,region,keeps_holidays,breaks}';
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
CREATE TRIGGER pace_of_shop AFTER UPDATE OF time_zone, working_days, cut_off, country,
    region, keeps_holidays, breaks, pieces_per_week, pieces_waiting ON shops_shop
FOR EACH ROW WHEN (
    (OLD.time_zone, OLD.working_days, OLD.cut_off, OLD.country, OLD.region,
     OLD.keeps_holidays, OLD.breaks, OLD.pieces_per_week, OLD.pieces_waiting)
    IS DISTINCT FROM
    (NEW.time_zone, NEW.working_days, NEW.cut_off, NEW.country, NEW.region,
     NEW.keeps_holidays, NEW.breaks, NEW.pieces_per_week, NEW.pieces_waiting)
) EXECUTE FUNCTION listings_pace_is_old();
"""
PACES_BACK = """
DROP TRIGGER pace_of_shop ON shops_shop;
DROP FUNCTION listings_pace_is_old();
"""


class Migration(migrations.Migration):
    dependencies = [("listings", "0007_the_card_catalogue")]

    operations = [
        migrations.RunSQL(CONFIGURATION, CONFIGURATION_BACK),
        migrations.RunSQL(TABLES, TABLES_BACK),
        migrations.RunSQL(TREE, TREE_BACK),
        migrations.RunSQL(TRUTH, TRUTH_BACK),
        migrations.RunSQL(REFRESH, REFRESH_BACK),
        migrations.RunSQL(SETTLE, SETTLE_BACK),
        *(migrations.RunSQL(_watch(table), _ignore(table)) for table in WATCHED),
        migrations.RunSQL(PACES, PACES_BACK),
    ]
