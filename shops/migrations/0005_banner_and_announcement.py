from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("shops", "0004_slugs"),
    ]

    operations = [
        migrations.AddField(
            model_name="shop",
            name="announcement",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=300
            ),
        ),
        migrations.AddField(
            model_name="shop",
            name="banner",
            field=models.ImageField(
                blank=True, db_default="", default="", upload_to="banners"
            ),
        ),
    ]
