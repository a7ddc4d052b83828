"""Ringing again for what the broker lost, with a brake."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ingest import sweeper
from ingest.models import Job
from tests.ingest.articles import PACT, hand_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    heard: list[int] = []
    monkeypatch.setattr(sweeper, "ring", heard.extend)
    return heard


def test_a_job_that_nobody_took_is_rung_for_after_a_minute(rung: list[int]) -> None:
    article = hand_in().article
    assert sweeper.sweep() == 0
    Job.objects.update(rung_at=timezone.now() - timedelta(seconds=61))
    assert sweeper.sweep() == 1
    assert rung == [article.pk]


def test_it_is_not_rung_for_again_at_once(rung: list[int]) -> None:
    hand_in()
    Job.objects.update(rung_at=timezone.now() - timedelta(seconds=61))
    sweeper.sweep()
    assert sweeper.sweep() == 0
    assert len(rung) == 1


def test_a_job_whose_worker_was_killed_is_rung_for_when_its_lease_has_ended(
    rung: list[int],
) -> None:
    article = hand_in().article
    now = timezone.now()
    Job.objects.update(
        state=Job.State.RUNNING,
        attempts=1,
        rung_at=now - timedelta(seconds=90),
        lease_until=now + timedelta(seconds=5),
    )
    assert sweeper.sweep() == 0
    Job.objects.update(lease_until=now - timedelta(seconds=1))
    assert sweeper.sweep() == 1
    assert rung == [article.pk]


def test_a_job_that_waits_for_its_next_try_is_left_alone(rung: list[int]) -> None:
    hand_in()
    later = timezone.now() + timedelta(minutes=2)
    Job.objects.update(rung_at=None, next_at=later)
    assert sweeper.sweep() == 0


def test_a_backlog_is_rung_for_in_portions(rung: list[int]) -> None:
    for number in range(105):
        hand_in(f"{PACT} {number}")
    Job.objects.update(rung_at=None)
    assert sweeper.sweep() == 100
    assert sweeper.sweep() == 5
    assert len(set(rung)) == 105
