import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.contrib.postgres.operations import (
    CreateExtension,
    TrigramExtension,
    UnaccentExtension,
)
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('listings', '0006_words_to_find_by'),
        ('shops', '0003_returns'),
    ]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        CreateExtension("fuzzystrmatch"),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('listing', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='entry', serialize=False, to='listings.listing')),
                ('kind', models.CharField(max_length=16)),
                ('is_shown', models.BooleanField()),
                ('is_available', models.BooleanField()),
                ('is_findable', models.BooleanField()),
                ('price_cents', models.IntegerField(null=True)),
                ('dearest_cents', models.IntegerField(null=True)),
                ('left', models.IntegerField(null=True)),
                ('days', models.PositiveSmallIntegerField()),
                ('published_at', models.DateTimeField(null=True)),
                ('version', models.BigIntegerField()),
                ('posted_to', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2))),
                ('free_to', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2))),
                ('facets', django.contrib.postgres.fields.ArrayField(base_field=models.TextField())),
                ('terms', django.contrib.postgres.fields.ArrayField(base_field=models.TextField())),
                ('words', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'verbose_name_plural': 'entries',
            },
        ),
        migrations.CreateModel(
            name='Pace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', models.PositiveSmallIntegerField()),
                ('is_made_to_order', models.BooleanField()),
                ('ships_on', models.DateField(null=True)),
                ('valid_until', models.DateTimeField(null=True)),
                ('stamp', models.BigIntegerField(db_default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Synonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), help_text='With commas between: cup, mug, beaker.', size=12)),
            ],
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category_id', models.BigIntegerField(null=True)),
                ('facet', models.TextField(blank=True)),
                ('pieces', models.IntegerField()),
                ('counted_at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'tallies',
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('word', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('pieces', models.IntegerField()),
            ],
        ),
        migrations.AddField(
            model_name='entry',
            name='category',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, to='listings.category'),
        ),
        migrations.AddField(
            model_name='entry',
            name='shelf',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='listings.category'),
        ),
        migrations.AddField(
            model_name='entry',
            name='shipping_profile',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, to='shops.shippingprofile'),
        ),
        migrations.AddField(
            model_name='entry',
            name='shop',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, to='shops.shop'),
        ),
        migrations.AddField(
            model_name='pace',
            name='shipping_profile',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='shops.shippingprofile'),
        ),
        migrations.AddField(
            model_name='pace',
            name='shop',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='shops.shop'),
        ),
        migrations.AddField(
            model_name='entry',
            name='pace',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, to='listings.pace'),
        ),
        migrations.AddConstraint(
            model_name='synonym',
            constraint=models.CheckConstraint(condition=models.Q(('words__len__gte', 2), ('words__len__lte', 12)), name='synonym_has_several_words'),
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.UniqueConstraint(fields=('category_id', 'facet'), name='tally_once', nulls_distinct=False),
        ),
        migrations.AddIndex(
            model_name='word',
            index=django.contrib.postgres.indexes.GinIndex(fields=['word'], name='word_like', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='word',
            index=models.Index(fields=['word'], name='word_begins', opclasses=['varchar_pattern_ops']),
        ),
        migrations.AddConstraint(
            model_name='pace',
            constraint=models.UniqueConstraint(fields=('shop', 'shipping_profile', 'days', 'is_made_to_order'), name='pace_once'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('is_findable', True)), fields=['-published_at', '-listing'], name='entry_new'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('is_findable', True)), fields=['shelf', '-published_at', '-listing'], name='entry_shelf_new'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('is_findable', True)), fields=['category', '-published_at', '-listing'], name='entry_category_new'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('is_findable', True)), fields=['price_cents', 'listing'], name='entry_price'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('is_findable', True)), fields=['shelf', 'price_cents', 'listing'], name='entry_shelf_price'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('is_findable', True)), fields=['category', 'price_cents', 'listing'], name='entry_category_price'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('is_shown', True)), fields=['shop', '-published_at', '-listing'], name='entry_shop_new'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('is_findable', True)), fields=['pace'], name='entry_pace'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('is_findable', True)), fastupdate=False, fields=['words', 'facets', 'terms'], name='entry_words'),
        ),
    ]
