"""Ringing again for what the broker lost, with a brake."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from pytest_django.fixtures import Settings
from redis import Redis

from ingest import sweeper
from ingest.models import Article, Job
from ingest.reception import Submission, receive
from tests.ingest.articles import PACT, hand_in

pytestmark = pytest.mark.django_db
MINUTE = timedelta(seconds=61)


@pytest.fixture(autouse=True)
def queue() -> Iterator[Redis]:
    """The broker, with nothing in the queue of readers."""
    with Redis.from_url(settings.REDIS_URL) as broker:
        broker.delete("read")
        yield broker
        broker.delete("read")


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    heard: list[int] = []
    monkeypatch.setattr(sweeper, "ring", lambda step, numbers: heard.extend(numbers))
    return heard


def waits_for(time: timedelta) -> None:
    """Make all jobs as old as this, and as long unheard."""
    then = timezone.now() - time
    Job.objects.update(next_at=then, rung_at=then)


def test_a_job_that_nobody_took_is_rung_for_after_a_minute(rung: list[int]) -> None:
    article = hand_in().article
    assert sweeper.sweep() == 0
    waits_for(MINUTE)
    assert sweeper.sweep() == 1
    assert rung == [article.pk]


def test_it_is_not_rung_for_again_at_once(rung: list[int]) -> None:
    hand_in()
    waits_for(MINUTE)
    sweeper.sweep()
    assert sweeper.sweep() == 0
    assert len(rung) == 1


def test_each_step_is_rung_for_by_its_own_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, list[int]]] = []
    monkeypatch.setattr(sweeper, "ring", lambda step, numbers: heard.append((step, numbers)))
    pasted = hand_in().article
    address = Submission(origin=Article.Origin.URL, url="https://news.example.org/pact")
    given = receive(address).article
    waits_for(MINUTE)
    sweeper.sweep()
    assert ("read", [pasted.pk]) in heard
    assert ("fetch", [given.pk]) in heard


def test_a_job_whose_worker_was_killed_is_rung_for_when_its_lease_has_ended(
    rung: list[int],
) -> None:
    article = hand_in().article
    waits_for(timedelta(seconds=90))
    later = timezone.now() + timedelta(seconds=5)
    Job.objects.update(state=Job.State.RUNNING, attempts=1, lease_until=later)
    assert sweeper.sweep() == 0
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert sweeper.sweep() == 1
    assert rung == [article.pk]


def test_a_job_that_waits_for_its_next_try_is_left_alone(rung: list[int]) -> None:
    hand_in()
    later = timezone.now() + timedelta(minutes=2)
    Job.objects.update(rung_at=None, next_at=later)
    assert sweeper.sweep() == 0


def test_a_backlog_is_rung_for_in_the_measure_of_the_workers(
    rung: list[int], settings: Settings
) -> None:
    settings.WORKERS = 2
    for number in range(85):
        hand_in(f"{PACT} {number}")
    waits_for(MINUTE)
    assert sweeper.sweep() == 80
    assert sweeper.sweep() == 5
    assert len(set(rung)) == 85


class TestBrake:
    def test_while_the_queue_is_long_nobody_is_rung_for(
        self, rung: list[int], queue: Redis
    ) -> None:
        hand_in()
        waits_for(MINUTE)
        queue.rpush("read", *["bell"] * 50)
        assert sweeper.sweep() == 0
        queue.ltrim("read", 0, 48)
        assert sweeper.sweep() == 1

    def test_what_waits_for_ten_minutes_is_rung_for_all_the_same_but_once(
        self, rung: list[int], queue: Redis
    ) -> None:
        article = hand_in().article
        waits_for(timedelta(minutes=11))
        queue.rpush("read", *["bell"] * 50)
        assert sweeper.sweep() == 1
        assert rung == [article.pk]
        assert sweeper.sweep() == 0

    def test_while_the_broker_is_away_no_job_counts_as_rung_for(
        self, rung: list[int], settings: Settings
    ) -> None:
        hand_in()
        waits_for(timedelta(minutes=11))
        here, settings.REDIS_URL = settings.REDIS_URL, "redis://127.0.0.1:1/0"
        assert sweeper.sweep() == 0
        settings.REDIS_URL = here
        assert sweeper.sweep() == 1


def test_a_round_buries_what_is_hopeless(rung: list[int]) -> None:
    article = hand_in().article
    past = timezone.now() - timedelta(seconds=1)
    Job.objects.update(state=Job.State.RUNNING, attempts=5, lease_token="0" * 32, lease_until=past)
    sweeper.look()
    article.refresh_from_db()
    assert article.refusal_code == "worker_died"
