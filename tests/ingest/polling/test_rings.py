"""Sources that are due are rung for, and a real worker polls them and reads what came in."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings as all_settings
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings
from redis import Redis

from agreements.models import Draft
from config.run.places import ROOT
from config.run.processes import Process
from ingest import sweeper
from ingest.crashpoints import EXIT_CODE
from ingest.models import Article, Source
from ingest.polling import poll_due
from tests.ingest.articles import PACT
from tests.ingest.polling.given import a_source
from tests.ingest.test_tasks import wait_for
from tests.record import load_record


@pytest.fixture
def fetch_queue() -> Iterator[Redis]:
    """The broker, with nothing in the queue of who fetches."""
    with Redis.from_url(all_settings.REDIS_URL) as broker:
        broker.delete("fetch")
        yield broker
        broker.delete("fetch")


@pytest.mark.django_db
def test_one_ring_does_for_all_sources_that_are_due(fetch_queue: Redis) -> None:
    for number in range(3):
        a_source(f"http://p{number}.example/feed")
    a_source("http://off.example/feed", is_on=False)
    assert (sweeper.sweep_sources(), fetch_queue.llen("fetch")) == (3, 1)
    assert (sweeper.sweep_sources(), fetch_queue.llen("fetch")) == (0, 1)
    Source.objects.update(rung_at=timezone.now() - timedelta(minutes=2))
    assert (sweeper.sweep_sources(), fetch_queue.llen("fetch")) == (3, 2)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Path:
    """A folder that other processes may read, too."""
    monkeypatch.setenv("INGEST_FOLDERS", str(tmp_path))
    settings.INGEST_FOLDERS = [tmp_path]
    (tmp_path / "pact.txt").write_text(PACT)
    then = time.time() - 60
    os.utime(tmp_path / "pact.txt", (then, then))
    return tmp_path


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("point", "stored"), [("before_commit", 0), ("after_commit", 1)])
def test_one_who_dies_in_a_poll_leaves_all_of_it_or_nothing(
    folder: Path, point: str, stored: int
) -> None:
    source = a_source(str(folder), kind=Source.Kind.FOLDER)
    database = urlsplit(os.environ["DATABASE_URL"])
    told = {
        "DATABASE_URL": database._replace(path=f"/{connection.settings_dict['NAME']}").geturl(),
        "ATLAS_CHAOS": "1",
        "ATLAS_CRASH_AT": point,
    }
    poll = "import django; django.setup(); from ingest.polling import poll_due; poll_due()"
    died = subprocess.run(
        [sys.executable, "-c", poll], cwd=ROOT, env=os.environ | told, check=False
    )
    assert died.returncode == EXIT_CODE
    assert (Article.objects.count(), source.entries.count()) == (stored, stored)
    Source.objects.update(lease_until=None)
    poll_due()
    assert (Article.objects.count(), source.entries.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_worker_polls_what_is_due_and_reads_it_into_drafts(
    folder: Path, celery_worker: Process
) -> None:
    load_record()
    source = a_source(str(folder), kind=Source.Kind.FOLDER)
    assert sweeper.sweep_sources() == 1
    wait_for(lambda: Article.objects.filter(state=Article.State.READ).exists())
    assert Draft.objects.count() == 1
    assert source.polls.get().taken == 1
