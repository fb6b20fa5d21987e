import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('listings', '0005_who_waits_asks_and_likes'),
    ]

    operations = [
        migrations.AddField(
            model_name='category',
            name='parent',
            field=models.ForeignKey(blank=True, help_text='The wider shelf it stands on; empty: it is one itself.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='listings.category'),
        ),
        migrations.AddField(
            model_name='listing',
            name='care',
            field=models.TextField(blank=True, db_default='', help_text='How to look after it, in plain words.', max_length=1000),
        ),
        migrations.AddField(
            model_name='listing',
            name='colours',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('white', 'White'), ('cream', 'Cream'), ('grey', 'Grey'), ('black', 'Black'), ('brown', 'Brown'), ('red', 'Red'), ('orange', 'Orange'), ('yellow', 'Yellow'), ('green', 'Green'), ('teal', 'Teal'), ('blue', 'Blue'), ('purple', 'Purple'), ('pink', 'Pink'), ('silver', 'Silver'), ('gold', 'Gold'), ('many', 'Many colours')], max_length=12), blank=True, db_default=[], default=list),
        ),
        migrations.AddField(
            model_name='listing',
            name='tags',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, db_default=[], default=list, help_text='Words people look for that the title does not say.'),
        ),
        migrations.AddConstraint(
            model_name='category',
            constraint=models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='category_not_its_own_parent'),
        ),
    ]
