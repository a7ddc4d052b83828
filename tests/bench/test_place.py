"""The databases that are measured, and how they are dropped."""

from collections.abc import Iterator
from contextlib import ExitStack

import psycopg
import pytest
from django.db import OperationalError, connection

from bench import place

NAME = "atlas_ratios_0_drop"


@pytest.fixture
def made(transactional_db: None) -> Iterator[str]:
    """A database that somebody else is connected to; yields its name."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME}")
        cursor.execute(f"CREATE DATABASE {NAME}")
    told = {**connection.get_connection_params(), "dbname": NAME}
    told = {name: told[name] for name in ("dbname", "host", "port", "user", "password")}
    with ExitStack() as closing:
        closing.enter_context(psycopg.connect(**told))
        yield NAME
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME}")


def is_there(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def test_a_database_is_dropped_though_somebody_is_in_it(made: str) -> None:
    place._drop(connection, made)
    assert not is_there(made)
    place._drop(connection, made)


def test_who_can_not_be_ended_is_waited_for_and_then_told_of(
    made: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "_END_OTHERS", "SELECT %s")
    monkeypatch.setattr(place, "_TRIES", 1)
    with pytest.raises(OperationalError, match="being accessed"):
        place._drop(connection, made)
    assert is_there(made)


def test_dropping_may_take_longer_than_a_page_and_nothing_else_may(made: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        before = cursor.fetchone()
        place._drop(connection, made)
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == before != ("0",)
