"""The databases that are measured: made here, marked as made here, and no others are touched."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Final

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from bench import loading

# `make bench` drops what is called bench_… and is none of its own; these are another thing.
_NAME: Final = "atlas_ratios_{version}_{agreements}"
_WHOLE: Final = "made up by manage.py bench, may be dropped"
_BEGUN: Final = "being made up by manage.py bench"
# Not by WITH (FORCE): that may not end what PostgreSQL does there on its own account, and gives up
# where it finds a vacuum of so many new rows. Such work gives way by itself to a plain DROP.
_END_OTHERS: Final = """
    SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity
    WHERE datname = %s AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
_TRIES: Final = 5


class NotOursError(Exception):
    """A database has the name that ours would have, and was not made here."""


@contextmanager
def record(
    agreements: int, *, keep: bool, say: Callable[[str], object]
) -> Iterator[BaseDatabaseWrapper]:
    """Have a made-up record of this size in a database of its own; `keep` it for the next run.

    Raises:
        NotOursError: see there; nothing was done.
    """
    server = connections[DEFAULT_DB_ALIAS]
    name = _NAME.format(version=loading.VERSION, agreements=agreements)
    found = _mark(server, name)
    if found not in (None, _WHOLE, _BEGUN):
        raise NotOursError(
            f"There is a database {name} that this command has not made: it is left alone."
        )
    database = _connection(server, name)
    try:
        if found != _WHOLE:
            _make(server, database, agreements, say)
        else:
            with asking(database):
                # What was kept may be older than the newest migration.
                call_command("migrate", "--no-input", verbosity=0)
        yield database
    finally:
        database.close()
        if not keep or _mark(server, name) != _WHOLE:
            _drop(server, name)


@contextmanager
def asking(database: BaseDatabaseWrapper) -> Iterator[None]:
    """Have the whole product read this database for a while."""
    before = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = database
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = before


def _connection(server: BaseDatabaseWrapper, name: str) -> BaseDatabaseWrapper:
    settings = deepcopy(server.settings_dict)
    # One backend for all requests, which does all the work itself: others are not measured.
    settings |= {"NAME": name, "CONN_MAX_AGE": None}
    options = settings["OPTIONS"].get("options", "")
    settings["OPTIONS"]["options"] = (
        f"{options} -c statement_timeout=0 -c max_parallel_workers_per_gather=0"
    )
    return type(server)(settings, DEFAULT_DB_ALIAS)


def _make(
    server: BaseDatabaseWrapper,
    database: BaseDatabaseWrapper,
    agreements: int,
    say: Callable[[str], object],
) -> None:
    name = database.settings_dict["NAME"]
    _drop(server, name)
    _run(server, "CREATE DATABASE {}", name)
    _tell(server, name, _BEGUN)
    with asking(database):
        call_command("migrate", "--no-input", verbosity=0)
        loading.fill(agreements, say)
    _tell(server, name, _WHOLE)


def _mark(server: BaseDatabaseWrapper, name: str) -> str | None:
    """Return what a database says of itself, "" where it says nothing; None: there is none."""
    with server.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(shobj_description(oid, 'pg_database'), '')"
            " FROM pg_database WHERE datname = %s",
            [name],
        )
        found = cursor.fetchone()
    return found[0] if found else None


def _tell(server: BaseDatabaseWrapper, name: str, mark: str) -> None:
    with server.cursor() as cursor:
        told = sql.SQL("COMMENT ON DATABASE {} IS {}")
        cursor.execute(told.format(sql.Identifier(name), sql.Literal(mark)))


def _drop(server: BaseDatabaseWrapper, name: str) -> None:
    """Drop a database, if it is there, and end who else is in it."""
    for left in reversed(range(_TRIES)):
        with server.cursor() as cursor:
            cursor.execute(_END_OTHERS, [name])
        try:
            _run(server, "DROP DATABASE IF EXISTS {}", name)
        except OperationalError:  # somebody is still in it, five seconds after they were told
            if not left:
                raise
        else:
            return


def _run(server: BaseDatabaseWrapper, statement: str, name: str) -> None:
    """Carry out what may take as long as it takes: gigabytes are written or removed."""
    with server.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        try:
            cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))
        finally:
            cursor.execute("RESET statement_timeout")
