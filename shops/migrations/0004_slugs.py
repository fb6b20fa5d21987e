"""Old addresses lead to the present one for ever: Postgres writes down every name a
shop has had, and lets no other shop take it. And when what is said of it changed."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

KEEP = """
CREATE FUNCTION shops_keep_slug() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO shops_shopslug (slug, shop_id) VALUES (NEW.slug, NEW.id)
    ON CONFLICT (slug) DO NOTHING;
    PERFORM FROM shops_shopslug WHERE slug = NEW.slug AND shop_id = NEW.id;
    IF NOT FOUND THEN
        RAISE unique_violation USING
            MESSAGE = 'This address has led to another shop.',
            CONSTRAINT = 'shop_slug_is_its_own';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_slug AFTER INSERT OR UPDATE OF slug ON shops_shop
FOR EACH ROW EXECUTE FUNCTION shops_keep_slug();
INSERT INTO shops_shopslug (slug, shop_id, since) SELECT slug, id, opened_at
FROM shops_shop;

UPDATE shops_shop SET changed_at = opened_at;
CREATE FUNCTION shops_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.name, NEW.slug, NEW.state, NEW.maker_name, NEW.face, NEW.tagline,
        NEW.story, NEW.place, NEW.country, NEW.working_days, NEW.cut_off,
        NEW.takes_returns, NEW.return_days, NEW.return_postage, NEW.return_words)
       IS DISTINCT FROM
       (OLD.name, OLD.slug, OLD.state, OLD.maker_name, OLD.face, OLD.tagline,
        OLD.story, OLD.place, OLD.country, OLD.working_days, OLD.cut_off,
        OLD.takes_returns, OLD.return_days, OLD.return_postage, OLD.return_words)
    THEN NEW.changed_at := now();
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER changed BEFORE UPDATE ON shops_shop
FOR EACH ROW EXECUTE FUNCTION shops_changed();
"""
UNDO = """
DROP TRIGGER changed ON shops_shop;
DROP FUNCTION shops_changed;
DROP TRIGGER keep_slug ON shops_shop;
DROP FUNCTION shops_keep_slug;
"""


class Migration(migrations.Migration):
    dependencies = [("shops", "0003_returns")]

    operations = [
        migrations.AddField(
            model_name="shop",
            name="changed_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(), editable=False
            ),
        ),
        migrations.CreateModel(
            name="ShopSlug",
            fields=[
                (
                    "slug",
                    models.SlugField(max_length=80, primary_key=True, serialize=False),
                ),
                (
                    "since",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                    ),
                ),
                (
                    "shop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="slugs",
                        to="shops.shop",
                    ),
                ),
            ],
            options={"ordering": ["since", "slug"]},
        ),
        migrations.RunSQL(KEEP, UNDO),
    ]
