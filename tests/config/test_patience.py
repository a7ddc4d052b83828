"""A database that stands still keeps nobody waiting, and one that works is waited for."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

import psycopg
import pytest
from django.db import OperationalError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpResponseBase
from django.test import Client

from chaos.faults.databases import frozen
from chaos.wire import State, Wire
from config.database import base
from ingest.management.commands import sweep

pytestmark = pytest.mark.django_db(transaction=True)
# What a visitor waits for, at most; and whoever asks while it is known already.
LONGEST: Final = 5.0
AT_ONCE: Final = 0.5
Freeze = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def freeze() -> Freeze:
    """What stops all processes of the server, until the block ends."""
    return lambda: frozen(Path(os.environ["VAR_DIR"]) / "postgres")


@pytest.fixture(autouse=True)
def as_the_web_server(monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[None]:
    """Have the patience that the web server has; the tests' own is longer."""
    told = connection.settings_dict
    monkeypatch.setitem(told, "PATIENCE_SECONDS", 1)
    monkeypatch.setitem(told, "OPTIONS", told["OPTIONS"] | {"connect_timeout": 3})
    monkeypatch.setattr(base, "_servers", {})
    connection.close()
    yield
    connection.close()


@pytest.fixture
def kept() -> Iterator[BaseDatabaseWrapper]:
    """A connection that an earlier request has left open."""
    made = connections.create_connection("default")
    made.ensure_connection()
    yield made
    made.close()


def ask(made: BaseDatabaseWrapper, question: str = "SELECT 1") -> object:
    with made.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def seconds_until_silent(made: BaseDatabaseWrapper) -> float:
    began = time.monotonic()
    with pytest.raises(OperationalError, match=r"silent|timeout"):
        ask(made)
    return time.monotonic() - began


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def is_answered(made: BaseDatabaseWrapper) -> bool:
    made.close_if_unusable_or_obsolete()  # as Django does when a request begins
    try:
        return ask(made) == 1
    except OperationalError:
        return False


def test_a_question_to_a_server_that_stands_still_has_an_end(
    kept: BaseDatabaseWrapper, freeze: Freeze
) -> None:
    with freeze():
        assert seconds_until_silent(kept) < LONGEST
        # Who comes next is not kept waiting at all, on a new connection or on one that was kept.
        assert seconds_until_silent(connections.create_connection("default")) < AT_ONCE
        assert kept.connection.closed
    until(lambda: is_answered(kept))


def test_a_new_connection_to_it_has_an_end_too(freeze: Freeze) -> None:
    made = connections.create_connection("default")
    with freeze():
        assert seconds_until_silent(made) < LONGEST
    until(lambda: is_answered(made))
    made.close()


def test_one_after_the_other_asks_it_again_while_the_rest_is_told_at_once(freeze: Freeze) -> None:
    made = [connections.create_connection("default") for _ in range(6)]
    waits: list[float] = []
    with freeze():
        seconds_until_silent(made[0])
        time.sleep(1.5)  # it is time to ask again
        threads = [
            threading.Thread(target=lambda each=each: waits.append(seconds_until_silent(each)))
            for each in made
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(waits) == 6
    assert max(waits) < LONGEST
    assert sorted(waits)[-2] < AT_ONCE + 0.5
    assert sum(wait > 2.0 for wait in waits) == 1


def test_a_server_that_takes_its_time_is_waited_for(kept: BaseDatabaseWrapper) -> None:
    assert ask(kept, "SELECT 7 FROM pg_sleep(2.5)") == 7


def test_a_stream_with_long_pauses_is_not_broken_off(kept: BaseDatabaseWrapper) -> None:
    held = kept.connection
    assert isinstance(held, psycopg.Connection)
    with held.cursor().copy(
        "COPY (SELECT n, pg_sleep(0.6) FROM generate_series(1, 4) n) TO STDOUT"
    ) as rows:
        assert len(list(rows.rows())) == 4


def test_a_server_that_lives_and_has_never_heard_the_question_is_left() -> None:
    """As when a wall between has forgotten the connection."""
    wire = Wire(int(connection.settings_dict["PORT"]))
    wire.start()
    made = connections.create_connection("default")
    made.settings_dict = made.settings_dict | {"PORT": wire.port}
    try:
        assert ask(made) == 1
        wire.state = State.SILENT
        # Soon it carries again, but for whom it has swallowed from.
        threading.Timer(0.3, setattr, (wire, "state", State.WHOLE)).start()
        assert seconds_until_silent(made) < LONGEST
        assert is_answered(made)
    finally:
        made.close()
        wire.stop()


def test_pages_and_programs_are_told_in_time_and_served_again(freeze: Freeze) -> None:
    client = Client(raise_request_exception=False)
    pages = ("/agreements", "/api/v1/agreements")

    def visit(page: str) -> HttpResponseBase:
        connection.close_if_unusable_or_obsolete()  # as when a request begins: the client leaves it
        return client.get(page)

    assert [visit(page).status_code for page in pages] == [200, 200]
    with freeze():
        for page in pages * 2:
            began = time.monotonic()
            answer = visit(page)
            assert time.monotonic() - began < LONGEST
            assert (answer.status_code, bool(answer["Retry-After"])) == (503, True)
    until(lambda: all(visit(page).status_code == 200 for page in pages))


def test_the_sweeper_goes_on(freeze: Freeze) -> None:
    sweep._look()
    with freeze():
        began = time.monotonic()
        assert sweep._look() == 0
        assert time.monotonic() - began < LONGEST
    until(lambda: is_answered(connections["default"]))
    sweep._look()
