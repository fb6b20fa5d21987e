"""Old addresses lead to the present one for ever: Postgres writes down every name a
piece has had, and lets no other piece take it. And when what is said of it changed."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

KEEP = """
INSERT INTO listings_listingslug (slug, listing_id, since)
SELECT slug, id, created_at FROM listings_listing;

CREATE FUNCTION listings_first_slugs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO listings_listingslug (slug, listing_id) SELECT slug, id FROM fresh;
    RETURN NULL;
END $$;
CREATE TRIGGER first_slugs AFTER INSERT ON listings_listing
REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION listings_first_slugs();

CREATE FUNCTION listings_keep_slug() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO listings_listingslug (slug, listing_id) VALUES (NEW.slug, NEW.id)
    ON CONFLICT (slug) DO NOTHING;
    PERFORM FROM listings_listingslug WHERE slug = NEW.slug AND listing_id = NEW.id;
    IF NOT FOUND THEN
        RAISE unique_violation USING
            MESSAGE = 'This address has led to another piece.',
            CONSTRAINT = 'listing_slug_is_its_own';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_slug AFTER UPDATE OF slug ON listings_listing
FOR EACH ROW EXECUTE FUNCTION listings_keep_slug();
"""
KEEP_UNDO = """
DROP TRIGGER keep_slug ON listings_listing;
DROP FUNCTION listings_keep_slug;
DROP TRIGGER first_slugs ON listings_listing;
DROP FUNCTION listings_first_slugs;
"""
#: Not its stock: that would have every purchase wait for the row of the piece.
CHANGED = """
UPDATE listings_listing SET changed_at = coalesce(published_at, created_at);

CREATE FUNCTION listings_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.title, NEW.slug, NEW.state, NEW.description, NEW.materials, NEW.tags,
        NEW.colours, NEW.care, NEW.kind, NEW.category_id, NEW.shipping_profile_id,
        NEW.processing_days, NEW.personalisation_question,
        NEW.personalisation_required)
       IS DISTINCT FROM
       (OLD.title, OLD.slug, OLD.state, OLD.description, OLD.materials, OLD.tags,
        OLD.colours, OLD.care, OLD.kind, OLD.category_id, OLD.shipping_profile_id,
        OLD.processing_days, OLD.personalisation_question,
        OLD.personalisation_required)
    THEN NEW.changed_at := now();
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER changed BEFORE UPDATE ON listings_listing
FOR EACH ROW EXECUTE FUNCTION listings_changed();

CREATE FUNCTION listings_part_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE listings_listing SET changed_at = now()
    WHERE id = coalesce(NEW.listing_id, OLD.listing_id) AND changed_at < now();
    RETURN NULL;
END $$;
CREATE TRIGGER changed AFTER DELETE OR UPDATE OF alt, position, image
ON listings_photo FOR EACH ROW EXECUTE FUNCTION listings_part_changed();
CREATE TRIGGER changed AFTER UPDATE OF price_cents, name, is_offered
ON listings_variant FOR EACH ROW
WHEN ((OLD.price_cents, OLD.name, OLD.is_offered)
      IS DISTINCT FROM (NEW.price_cents, NEW.name, NEW.is_offered))
EXECUTE FUNCTION listings_part_changed();

CREATE FUNCTION listings_parts_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE listings_listing SET changed_at = now()
    WHERE id IN (SELECT listing_id FROM fresh) AND changed_at < now();
    RETURN NULL;
END $$;
CREATE TRIGGER added AFTER INSERT ON listings_photo
REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION listings_parts_added();
CREATE TRIGGER added AFTER INSERT ON listings_variant
REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION listings_parts_added();
"""
CHANGED_UNDO = """
DROP TRIGGER added ON listings_variant;
DROP TRIGGER added ON listings_photo;
DROP FUNCTION listings_parts_added;
DROP TRIGGER changed ON listings_variant;
DROP TRIGGER changed ON listings_photo;
DROP FUNCTION listings_part_changed;
DROP TRIGGER changed ON listings_listing;
DROP FUNCTION listings_changed;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("listings", "0009_the_catalogue_filled"),
        ("shops", "0004_slugs"),
    ]

    operations = [
        migrations.AddField(
            model_name="listing",
            name="changed_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(), editable=False
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                condition=models.Q(("state", "active")),
                fields=["id"],
                include=("changed_at", "shop"),
                name="listing_in_sitemap",
            ),
        ),
        migrations.CreateModel(
            name="ListingSlug",
            fields=[
                (
                    "slug",
                    models.SlugField(max_length=160, primary_key=True, serialize=False),
                ),
                (
                    "since",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="slugs",
                        to="listings.listing",
                    ),
                ),
            ],
            options={"ordering": ["since", "slug"]},
        ),
        migrations.RunSQL(KEEP, KEEP_UNDO),
        migrations.RunSQL(CHANGED, CHANGED_UNDO),
    ]
