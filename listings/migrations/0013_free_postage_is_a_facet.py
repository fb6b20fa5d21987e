"""Where posting a piece is free is a facet too, so that the index finds it."""

from django.db import migrations

TRUTH = """
CREATE OR REPLACE VIEW listings_entry_truth AS
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
                 FROM unnest(l.colours) one ORDER BY 1)
        || ARRAY(SELECT 'f:' || one FROM unnest(r.free_to) one) AS facets,
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
CREATE OR REPLACE VIEW listings_entry_truth AS
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
ANEW = """
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
    dependencies = [("listings", "0012_words_are_in_the_catalogue")]

    operations = [
        migrations.RunSQL(TRUTH, TRUTH_BACK),
        migrations.RunSQL(ANEW, migrations.RunSQL.noop),
    ]
