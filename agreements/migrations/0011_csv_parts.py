import django.contrib.postgres.fields
from django.db import migrations, models

# Bodies are bound to what they name when they are made (BEGIN ATOMIC), so a dump can be put back.
CELL = r"""
CREATE FUNCTION csv_cell(cell text) RETURNS text IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT CASE
        WHEN cell IS NULL THEN ''
        WHEN cell ~ '[",\r\n]' THEN '"' || replace(
            CASE WHEN cell ~ '^[-=+@\t\r\n]' THEN '''' || cell ELSE cell END, '"', '""') || '"'
        WHEN cell ~ '^[-=+@\t]' THEN '''' || cell
        ELSE cell
    END;
END
"""
PARTS = """
CREATE FUNCTION agreement_csv_parts(row_json text) RETURNS text[] IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT ARRAY[
        csv_cell(r.key) || ',' || csv_cell(r.title) || ',' || csv_cell(r.kind) || ',',
        ',' || csv_cell(r.parties->0->>'code') || ',' || csv_cell(r.parties->0->>'name')
        || ',' || csv_cell(r.parties->1->>'code') || ',' || csv_cell(r.parties->1->>'name')
        || ',' || csv_cell(r.signed) || ',' || csv_cell(r.in_force_from)
        || ',' || csv_cell(r.ended) || ',' || coalesce(r.duration_years, '')
        || ',' || coalesce(r.legally_binding, '') || ',' || csv_cell(r.framework)
        || ',' || coalesce((
            SELECT string_agg(DISTINCT (c->>'type') COLLATE "C", ';'
                              ORDER BY (c->>'type') COLLATE "C")
            FROM json_array_elements(r.commitments) c
            WHERE c->>'held' = 'made' AND c->>'rank' <> 'withdrawn'), '')
        || ',' || coalesce((
            SELECT string_agg(DISTINCT (c->>'type') COLLATE "C", ';'
                              ORDER BY (c->>'type') COLLATE "C")
            FROM json_array_elements(r.commitments) c
            WHERE c->>'held' = 'excluded' AND c->>'rank' <> 'withdrawn'), '')
        || ',' || coalesce(r.is_doubtful, '') || ','
    ]
    FROM json_to_record(row_json::json) AS r(
        key text, title text, kind text, parties json, signed text, in_force_from text,
        ended text, duration_years text, legally_binding text, framework text,
        commitments json, is_doubtful text);
END
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0010_looks'),
    ]

    operations = [
        # Every card there is gets its parts: a hundred thousand take longer than a page may.
        migrations.RunSQL("SET LOCAL statement_timeout = 0", migrations.RunSQL.noop),
        migrations.RunSQL(CELL, "DROP FUNCTION csv_cell(text)"),
        migrations.RunSQL(PARTS, "DROP FUNCTION agreement_csv_parts(text)"),
        migrations.AddField(
            model_name='card',
            name='csv_parts',
            field=models.GeneratedField(db_persist=True, expression=models.Func(models.F('row_json'), function='agreement_csv_parts'), output_field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
        ),
    ]
