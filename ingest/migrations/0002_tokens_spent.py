from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ingest', '0001_articles_and_jobs'),
    ]

    operations = [
        migrations.CreateModel(
            name='TokensSpent',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('tokens', models.BigIntegerField(default=0)),
            ],
            options={
                'verbose_name_plural': 'tokens spent',
            },
        ),
    ]
