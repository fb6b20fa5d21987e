from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0006_the_promise_guarded'),
    ]

    operations = [
        migrations.AddField(
            model_name='basketline',
            name='needed_by',
            field=models.DateField(blank=True, null=True),
        ),
    ]
