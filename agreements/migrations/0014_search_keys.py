import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

# Each word, each two with none but words of no meaning between them and how far the second is,
# and '*' on every card. Places end at 16383: there PostgreSQL counts no further. Long pairs are
# kept short, so that no text makes a vector that is too long.
KEYS = """
CREATE FUNCTION agreement_search_keys(words tsvector) RETURNS tsvector
IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    WITH placed AS (
        SELECT word.lexeme, place,
               lead(word.lexeme) OVER following AS next,
               lead(place) OVER following - place AS further
        FROM unnest(words) AS word, unnest(word.positions) AS place
        WHERE place < 16383
        WINDOW following AS (ORDER BY place, word.lexeme)
    ), pairs AS (
        SELECT lexeme || CASE WHEN further = 1 THEN ' ' ELSE ' ' || further || ' ' END || next
               AS pair
        FROM placed WHERE further > 0
    )
    SELECT array_to_tsvector(array_agg(key)) FROM (
        SELECT '*' AS key
        UNION ALL SELECT word.lexeme FROM unnest(words) AS word
        UNION ALL SELECT CASE WHEN octet_length(pair) > 40 THEN ' ' || md5(pair) ELSE pair END
                  FROM pairs
    ) AS keys;
END
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0013_changes'),
    ]

    operations = [
        # Every card there is gets its keys: a hundred thousand take longer than a page may.
        migrations.RunSQL("SET LOCAL statement_timeout = 0", migrations.RunSQL.noop),
        migrations.RunSQL(KEYS, "DROP FUNCTION agreement_search_keys(tsvector)"),
        migrations.RemoveIndex(
            model_name='card',
            name='card_search',
        ),
        migrations.AddField(
            model_name='card',
            name='search_keys',
            field=models.GeneratedField(db_persist=True, expression=models.Func(models.F('search'), function='agreement_search_keys'), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddIndex(
            model_name='card',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_keys'], name='card_search'),
        ),
        # How common which key is: the planner goes by it.
        migrations.RunSQL("ANALYZE agreements_card", migrations.RunSQL.noop),
    ]
