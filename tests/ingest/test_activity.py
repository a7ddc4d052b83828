"""Figures of what is going on come from indexes, however much has been done."""

from collections.abc import Callable
from typing import Final

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ingest import activity
from ingest.models import Source

pytestmark = pytest.mark.django_db
_LARGE: Final = ("ingest_article", "ingest_job", "ingest_poll")
_ARTICLES: Final = """
    INSERT INTO ingest_article (origin, source_key, url, file_name, title, publisher, language,
        body, content_type, charset, final_url, state, refusal_code, refusal, drafts_made,
        received_at, finished_at, warnings)
    SELECT 'paste', lpad(n::text, 64, '0'), '', '', '', '', '', '', '', '', '',
        CASE WHEN n > 29800 THEN 'waiting' ELSE 'read' END, '', '', 1,
        now() - interval '10 min' * (30000 - n),
        CASE WHEN n > 29800 THEN NULL ELSE now() - interval '10 min' * (30000 - n) END, '{}'
    FROM generate_series(1, 30000) n"""
_JOBS: Final = """
    INSERT INTO ingest_job (article_id, step, state, attempts, last_error, next_at)
    SELECT id, 'read', CASE state WHEN 'waiting' THEN 'pending'
        ELSE CASE WHEN source_key::int % 1000 = 0 THEN 'dead' ELSE 'done' END END, 0, '',
        received_at
    FROM ingest_article"""
_POLLS: Final = """
    INSERT INTO ingest_poll (source_id, began_at, seconds, outcome, seen, taken, revised, skipped,
        code, sentence, warnings)
    SELECT s.id, now() - interval '10 min' * n, 1, 'nothing', 9, 0, 0, '{}', '', '', '{}'
    FROM generate_series(1, 20000) n, ingest_source s"""


def fill() -> None:
    Source.objects.create(name="Ministry", kind="feed", address="https://x.example/f")
    with connection.cursor() as cursor:
        for statement in (_ARTICLES, _JOBS, _POLLS):
            cursor.execute(statement)
        for table in _LARGE:
            cursor.execute(f"ANALYZE {table}")


def plans(ask: Callable[[], object]) -> list[str]:
    """Return how PostgreSQL answers each of the queries."""
    with CaptureQueriesContext(connection) as asked:
        ask()
    found = []
    for query in asked.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {query['sql']}")
            found.append("\n".join(line for (line,) in cursor.fetchall()))
    return found


def test_nothing_is_read_from_end_to_end() -> None:
    fill()
    asked: dict[Callable[[], object], int] = {
        activity.hours: 3,
        activity.last_hour: 3,
        activity.left: 1,
        activity.oldest_waiting: 1,
        activity.given_up: 1,
        activity.batch: 3,
    }
    for ask, number in asked.items():
        told = plans(ask)
        assert len(told) == number, ask
        for plan in told:
            assert "Index" in plan, plan
            for table in _LARGE:
                assert f"Seq Scan on {table}" not in plan, plan
    assert activity.batch() == activity.Batch(total=200, done=0)
    assert sum(each.count for each in activity.left()) == 229
