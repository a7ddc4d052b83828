"""Processes that die at the worst moments, a hundred times at each; nothing is lost or doubled.

Each dies by os._exit in a fork of its own, with a connection of its own to the real database, as a
child of a worker's pool. A real worker then does what is left, rung for by real sweeps.
"""

import json
import os
import subprocess
import sys
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.utils import timezone
from redis import Redis

from agreements.models import Document, Draft
from chaos.texts import piece
from config.run.places import ROOT
from ingest import doorbell, sweeper
from ingest.crashpoints import EXIT_CODE, Point, crash_here
from ingest.models import Article, Job
from ingest.reception import Submission, receive
from tests.ingest.test_tasks import wait_for
from tests.record import load_record

TIMES: Final = 100


@pytest.mark.django_db(transaction=True)
def test_a_death_at_any_marked_point_loses_and_doubles_nothing(
    request: pytest.FixtureRequest,
) -> None:
    load_record()
    with Redis.from_url(settings.REDIS_URL) as broker:
        broker.delete("read")
        crash("after_commit", texts(1))
        assert states() == {("pending", 0): TIMES}
        assert broker.llen("read") == 0
    crash("before_commit", accept(texts(2)))
    assert states() == {("pending", 0): TIMES, ("running", 1): TIMES}
    assert not Document.objects.exists()
    read = accept(texts(3))
    crash("before_ack", read)
    assert states()["done", 1] == TIMES

    past = timezone.now() - timedelta(minutes=2)
    Job.objects.update(rung_at=past)
    Job.objects.filter(state=Job.State.RUNNING).update(lease_until=past)
    request.getfixturevalue("celery_worker")
    doorbell.ring(Job.Step.READ, [int(number) for number in read])  # what nobody acknowledged
    wait_for(lambda: sweeper.look() == 0 and states().keys() == {("done", 1), ("done", 2)})
    assert states() == {("done", 1): 2 * TIMES, ("done", 2): TIMES}
    assert Article.objects.filter(state=Article.State.READ, drafts_made=1).count() == 3 * TIMES
    assert (Document.objects.count(), Draft.objects.count()) == (3 * TIMES, 3 * TIMES)


@pytest.mark.parametrize(
    ("chaos", "at"), [("", "before_ack"), ("0", "before_ack"), ("1", ""), ("1", "after_commit")]
)
def test_nobody_dies_who_was_not_asked_to(
    monkeypatch: pytest.MonkeyPatch, chaos: str, at: str
) -> None:
    monkeypatch.setenv("ATLAS_CHAOS", chaos)
    monkeypatch.setenv("ATLAS_CRASH_AT", at)
    crash_here("before_ack")


def crash(point: Point, pieces: list[str]) -> None:
    """Have as many processes as there are pieces of work die at the point."""
    here = urlsplit(os.environ["DATABASE_URL"])
    url = here._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    done = subprocess.run(
        [sys.executable, "-m", "tests.ingest.crashing", point],
        input="\n".join(pieces),
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == [EXIT_CODE] * len(pieces)


def texts(seed: int) -> list[str]:
    """Return texts of one line each that have nothing in common."""
    return [piece(seed, number).text.replace("\n", " ") for number in range(TIMES)]


def accept(bodies: list[str]) -> list[str]:
    """Take texts in without ringing for anybody, and return their numbers."""
    given = [Submission(origin=Article.Origin.PASTE, body=body.encode()) for body in bodies]
    return [str(receive(each, rings=False).article.pk) for each in given]


def states() -> dict[tuple[str, int], int]:
    """Count the jobs by state and attempts."""
    counted = Job.objects.values_list("state", "attempts").annotate(Count("pk"))
    return {(state, attempts): number for state, attempts, number in counted}
