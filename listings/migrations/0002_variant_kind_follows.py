"""A variant's kind is its listing's: a composite foreign key, so that the checks on
stock (one of a kind: at most one; made to order: uncounted) can never be outflanked."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("listings", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE listings_variant ADD CONSTRAINT variant_kind_is_its_listings
            FOREIGN KEY (listing_id, kind) REFERENCES listings_listing (id, kind)
            ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;
            """,
            "ALTER TABLE listings_variant DROP CONSTRAINT variant_kind_is_its_listings;",
        )
    ]
