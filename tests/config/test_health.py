"""`/healthz` and `/readyz`: what must be there, and without what reading goes on."""

import shutil
import threading
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from config import health
from ingest import sweeper
from tests.config.run.product import free_port


class _Usage(NamedTuple):
    total: int
    used: int
    free: int


def told(client: Client) -> tuple[int, dict[str, str]]:
    response = client.get("/readyz")
    found = response.json()
    assert isinstance(found, dict)
    return response.status_code, found


@pytest.fixture
def swept(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sweeper at work, and room on the disk, whatever machine this is."""
    monkeypatch.setattr(shutil, "disk_usage", lambda path: _Usage(1000, 890, 110))
    sweeper.look()


def test_a_process_that_lives_asks_nobody(client: Client) -> None:
    # Without a mark for the database any query would fail this test.
    assert client.get("/healthz").json() == {"status": "up"}


def test_with_all_there_it_is_ready(client: Client, swept: None) -> None:
    names = ("database", "migrations", "broker", "sweeper", "disk")
    assert told(client) == (200, {"status": "ready"} | dict.fromkeys(names, "up"))


def test_without_a_broker_reading_goes_on(client: Client, swept: None, settings: Settings) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    status, found = told(client)
    assert (status, found["status"], found["broker"]) == (200, "degraded", "down")
    assert client.get("/api/v1/parties").status_code == 200


def test_a_disk_that_is_nearly_full_is_told(
    client: Client, swept: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: _Usage(1000, 910, 90))
    status, found = told(client)
    assert (status, found["status"], found["disk"]) == (200, "degraded", "down")


def test_a_database_of_another_version_is_not_ready(
    client: Client, swept: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads = health._heads() | {("ingest", "9999_not_applied")}
    monkeypatch.setattr(health, "_heads", lambda: frozenset(heads))
    status, found = told(client)
    assert (status, found["status"]) == (503, "not ready")
    assert (found["database"], found["migrations"]) == ("up", "down")


def test_without_a_database_it_is_not_ready(
    client: Client, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(heads: object) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(health, "_database", away)
    status, found = told(client)
    assert (status, found["status"]) == (503, "not ready")
    assert (found["database"], found["sweeper"], found["broker"]) == ("down", "down", "up")


@pytest.fixture
def hanging(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """A database that takes the question and never answers, until the test is over."""
    asked: list[int] = []
    end = threading.Event()

    def hang(heads: object) -> None:
        asked.append(1)
        end.wait(60)
        raise OperationalError("over")

    monkeypatch.setattr(health, "_database", hang)
    yield asked
    end.set()


def test_a_database_that_hangs_is_away_after_a_second_and_is_asked_once(
    client: Client, hanging: list[int]
) -> None:
    for _ in range(2):
        assert told(client)[0] == 503
    assert hanging == [1]
