"""Messages sent by real workers, rung for over the real broker."""

import time
from collections.abc import Callable, Iterator

import pytest
from celery.contrib.testing.worker import start_worker
from django.db import connections
from django.utils import timezone

from config.celery import app
from config.run.processes import Process
from ingest import subscribing, sweeper
from ingest.models import Attempt, Delivery, Subscription
from tests import cast
from tests.receiver import Receiver, receiving, subscribe, told

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker_here(transactional_db: None) -> Iterator[None]:
    """A worker in a thread of this process, where the test says what the world is like."""
    with start_worker(app, pool="solo", perform_ping_check=False, shutdown_timeout=30):
        yield
    connections.close_all()


def test_a_worker_sends_what_the_sweep_rang_for(
    worker_here: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.parties()
    with receiving() as receiver:
        monkeypatch.setattr(subscribing, "NETWORK", receiver.network())
        subscription = subscribe()
        keys = [cast.agreement(cast.signed(title=title)).key for title in ("One", "Two", "Three")]
        assert sweeper.sweep_out() == 1
        wait_for(lambda: len(receiver.got) == 3)
        receiver.mood = "failing"
        failed = cast.agreement(cast.signed(title="Four")).key
        assert sweep_until_rung()
        wait_for(lambda: Attempt.objects.filter(status=500).exists())
        receiver.mood = "taken"
        Subscription.objects.filter(pk=subscription.pk).update(next_at=timezone.now(), rung_at=None)
        assert sweep_until_rung()
        wait_for(lambda: not undelivered(receiver))
    assert told(receiver) == [("published", key) for key in [*keys, failed, failed]]


def test_a_worker_calls_no_address_inside(celery_worker: Process) -> None:
    cast.parties()
    Subscription.objects.create(
        owner=cast.olena(),
        url="https://127.0.0.1/hook",
        secret_salt="salt",  # noqa: S106  a test's
        position=0,
        next_at=timezone.now(),
    )
    cast.agreement()
    assert sweeper.sweep_out() == 1
    wait_for(Attempt.objects.exists)
    attempt = Attempt.objects.get()
    assert (attempt.status, attempt.error) == (None, "private_address")


def undelivered(receiver: Receiver) -> bool:
    waiting = Delivery.objects.exclude(state=Delivery.State.DELIVERED)
    return waiting.exists() or len(receiver.got) < 5


def sweep_until_rung(seconds: float = 120) -> bool:
    """Sweep until the worker has let go of the subscription, and it is rung for."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if sweeper.sweep_out():
            return True
        time.sleep(0.1)
    return False


def wait_for(done: Callable[[], bool], seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.1)
