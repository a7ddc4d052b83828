"""The doorbells, rung for real: a Celery worker of its own, the broker between."""

import os
import signal
import time
from collections.abc import Callable

import pytest
from django.db import connection

from agreements.models import Draft
from agreements.verification import verify
from config.run.processes import Process
from ingest import pipeline, tasks
from ingest.models import Article, Job
from tests.ingest.articles import NOTHING, PACT, hand_in
from tests.record import load_record


@pytest.mark.django_db(transaction=True)
def test_a_worker_reads_what_is_handed_in(celery_worker: Process) -> None:
    load_record()
    pact, nothing = hand_in().article, hand_in(NOTHING).article
    wait_for(lambda: not Article.objects.filter(state=Article.State.WAITING).exists())
    pact.refresh_from_db()
    nothing.refresh_from_db()
    assert (pact.drafts_made, nothing.drafts_made) == (1, 0)


@pytest.mark.django_db
def test_one_article_that_fails_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    load_record()
    bad, good = hand_in(f"{PACT} Bad.").article, hand_in().article
    whole = pipeline._text_of

    def failing(article: Article) -> object:
        if article.pk == bad.pk:
            raise MemoryError
        return whole(article)

    monkeypatch.setattr(pipeline, "_text_of", failing)
    tasks.read_articles([bad.pk, good.pk])
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (Article.State.WAITING, Article.State.READ)
    assert bad.job.state == Job.State.PENDING
    assert "MemoryError" in bad.job.last_error


def test_what_a_slow_reader_left_no_time_for_is_rung_for_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[int] = []
    rung: list[tuple[str, list[int]]] = []

    def slow(article_id: int) -> bool:
        begun.append(article_id)
        time.sleep(0.1)
        return True

    monkeypatch.setattr(pipeline, "read", slow)
    monkeypatch.setattr(tasks, "ring", lambda step, numbers: rung.append((step, numbers)))
    monkeypatch.setattr(tasks, "_LATEST_BEGIN_SECONDS", 0.05)
    tasks.read_articles([1, 2, 3])
    assert (begun, rung) == ([1], [(Job.Step.READ, [2, 3])])


def test_pages_that_were_fetched_are_rung_for_together(monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[tuple[str, list[int]]] = []
    monkeypatch.setattr(pipeline, "fetch", lambda article_id: article_id != 2)
    monkeypatch.setattr(tasks, "ring", lambda step, numbers: rung.append((step, list(numbers))))
    tasks.fetch_articles([1, 2, 3])
    assert rung == [(Job.Step.READ, [1, 3])]
    monkeypatch.setattr(tasks, "_GATHER_SECONDS", -1.0)
    rung.clear()
    tasks.fetch_articles([4, 5])
    assert [numbers for _, numbers in rung if numbers] == [[4], [5]]


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_no_half_done_article(celery_worker: Process) -> None:
    load_record()
    articles = [hand_in(f"{PACT} {number}").article for number in range(30)]
    wait_for(lambda: Article.objects.filter(state=Article.State.READ).exists())
    os.killpg(celery_worker.pid, signal.SIGKILL)
    assert verify().differences == []
    # Only now: what the dead worker had sent to the database before it died has arrived.
    wait_for(lambda: not _statements_under_way())
    Job.objects.filter(state=Job.State.RUNNING).update(lease_until=None)
    for article in articles:
        pipeline.read(article.pk)
    assert set(Article.objects.values_list("state", "drafts_made")) == {(Article.State.READ, 1)}
    assert Draft.objects.count() == len(articles)
    assert verify().differences == []


def _statements_under_way() -> bool:
    """Tell whether any other session of the test database is in the middle of something."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND state <> 'idle'"
        )
        return bool(cursor.fetchone()[0])


def wait_for(done: Callable[[], bool], seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.1)
