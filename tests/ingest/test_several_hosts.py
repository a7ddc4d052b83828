"""Workers on two hosts, one of which falls off the network in the middle of its work.

Each host is a group of processes of its own. The far one reaches database and broker over wires
that swallow all without a word, then break, and then carry again.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.utils import timezone

from agreements.models import Document, Draft
from agreements.verification import verify
from chaos.texts import piece
from chaos.wire import State, Wire
from config.run import processes
from config.run.places import ROOT
from config.run.processes import Program
from ingest import sweeper
from ingest.models import Article, Job
from ingest.reception import Submission, receive_all
from tests.ingest.test_tasks import wait_for
from tests.record import load_record

ARTICLES: Final = 200


class Host:
    """A machine with a worker of its own: what it knows are two addresses."""

    def __init__(self, name: str, log: Path, addresses: dict[str, str]) -> None:
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency", "1"]
        command += ["--hostname", name, "--loglevel", "INFO", "--without-mingle"]
        stops = ((signal.SIGTERM, 5.0),)
        environment = os.environ | addresses
        self.program = Program(name, [*command, "--without-gossip"], log, ROOT, environment, stops)
        self.process = processes.start(self.program)

    def has_written(self, words: bytes) -> bool:
        return words in self.program.log.read_bytes()

    def stop(self) -> None:
        processes.stop(self.process, self.program)


@pytest.fixture
def addresses(transactional_db: None) -> dict[str, str]:
    database = urlsplit(os.environ["DATABASE_URL"])
    ours = database._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return {"DATABASE_URL": ours, "REDIS_URL": os.environ["REDIS_URL"]}


@pytest.fixture
def wires(addresses: dict[str, str]) -> Iterator[dict[str, Wire]]:
    made = {name: Wire(urlsplit(url).port or 0) for name, url in addresses.items()}
    for wire in made.values():
        wire.start()
    yield made
    for wire in made.values():
        wire.stop()


@pytest.fixture
def hosts(
    addresses: dict[str, str], wires: dict[str, Wire], tmp_path: Path
) -> Iterator[tuple[Host, Host]]:
    over_wires = {
        name: url.replace(f":{urlsplit(url).port}/", f":{wires[name].port}/")
        for name, url in addresses.items()
    }
    near, far = (
        Host("near", tmp_path / "near.log", addresses),
        Host("far", tmp_path / "far.log", over_wires),
    )
    wait_for(lambda: near.has_written(b" ready.") and far.has_written(b" ready."))
    yield near, far
    near.stop()
    far.stop()


@pytest.mark.django_db(transaction=True)
def test_a_host_that_falls_off_the_network_loses_and_doubles_nothing(
    hosts: tuple[Host, Host], wires: dict[str, Wire]
) -> None:
    load_record()
    bodies = [piece(0, number).text.encode() for number in range(ARTICLES)]
    receive_all([Submission(origin=Article.Origin.PASTE, body=body) for body in bodies])
    wait_for(lambda: all(host.has_written(b"succeeded in") for host in hosts))
    for wire in wires.values():
        wire.state = State.SILENT
    assert read() < ARTICLES
    read_before = read()
    wait_for(lambda: read() > read_before)  # the other works on
    for wire in wires.values():
        wire.cut()
    sweep_until(lambda: not Job.objects.filter(state=Job.State.PENDING).exists())
    for wire in wires.values():
        wire.state = State.WHOLE
    Job.objects.filter(state=Job.State.RUNNING).update(lease_until=long_ago())
    sweep_until(lambda: read() == ARTICLES)
    assert set(Article.objects.values_list("state", "drafts_made")) == {(Article.State.READ, 1)}
    assert (Document.objects.count(), Draft.objects.count()) == (ARTICLES, ARTICLES)
    assert verify().differences == []


def read() -> int:
    return Article.objects.filter(state=Article.State.READ).count()


def long_ago() -> datetime:
    return timezone.now() - timedelta(minutes=5)


def sweep_until(done: Callable[[], bool]) -> None:
    """Sweep each second, as if minutes had passed."""

    def swept() -> bool:
        Job.objects.exclude(state=Job.State.DONE).update(next_at=long_ago(), rung_at=long_ago())
        sweeper.look()
        time.sleep(1)
        return done()

    wait_for(swept)
