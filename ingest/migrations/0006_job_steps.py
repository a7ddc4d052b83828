import django.db.models.functions.datetime
from django.db import migrations, models

TO_FETCH = """
UPDATE ingest_job SET step = 'fetch' FROM ingest_article
WHERE ingest_article.id = ingest_job.article_id AND ingest_article.origin = 'url';
"""


class Migration(migrations.Migration):

    dependencies = [
        ('ingest', '0005_test_messages'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='final_url',
            field=models.URLField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name='article',
            name='fetched_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='job',
            name='step',
            field=models.CharField(choices=[('fetch', 'Fetch the page'), ('read', 'Read the text')], default='read', max_length=10),
            preserve_default=False,
        ),
        migrations.RunSQL(TO_FETCH, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='job',
            name='next_at',
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
    ]
