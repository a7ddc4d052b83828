"""That a connection which has been kept is asked only where it may be dead."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept() -> Iterator[BaseDatabaseWrapper]:
    """A connection that an earlier request has left open."""
    made = connections.create_connection("default")
    made.ensure_connection()
    yield made
    made.close()


def asked(made: BaseDatabaseWrapper) -> str:
    """Return what the server says was asked of it last on this connection."""
    with psycopg.connect(**_plain(made)) as other:
        found = other.execute(
            "SELECT query FROM pg_stat_activity WHERE pid = %s",
            [made.connection.info.backend_pid],
        ).fetchone()
    return str(found and found[0])


def end(made: BaseDatabaseWrapper) -> None:
    """Have the server end the connection, and wait until it is gone."""
    with psycopg.connect(**_plain(made), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 10000)", [made.connection.info.backend_pid])


def _plain(made: BaseDatabaseWrapper) -> dict[str, Any]:
    params = made.get_connection_params()
    return {name: params[name] for name in ("dbname", "user", "password", "host", "port")}


def test_a_connection_that_lives_is_not_asked(kept: BaseDatabaseWrapper) -> None:
    with kept.cursor() as cursor:
        cursor.execute("SELECT 'last'")
    assert kept.is_usable()
    assert asked(kept) == "SELECT 'last'"


def test_one_that_the_server_has_ended_is_made_anew(kept: BaseDatabaseWrapper) -> None:
    end(kept)
    assert not kept.is_usable()
    # As Django does when the next request begins.
    kept.close_if_unusable_or_obsolete()
    with kept.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_one_that_has_been_closed_is_not_usable(kept: BaseDatabaseWrapper) -> None:
    kept.connection.close()
    assert not kept.is_usable()


def test_one_in_a_transaction_is_asked(kept: BaseDatabaseWrapper) -> None:
    with kept.cursor() as cursor:
        cursor.execute("BEGIN")
        assert kept.is_usable()
    assert asked(kept) == "SELECT 1"
