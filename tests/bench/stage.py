"""What is measured: our own servers, a seeded record, and the product's web server over a copy."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from agreements.seeding import VERSION
from config.run import roles
from config.run.places import ROOT, keep_secret_key
from config.run.ports import LOOPBACK, ReservedPort
from config.run.servers import DATABASE_URL, REDIS_URL, child_mark, running_servers

FOLDER: Final = ROOT / "var" / "bench"
_COPY: Final = "bench_copy"


@dataclass(frozen=True, slots=True)
class Size:
    """How much is seeded."""

    agreements: int
    drafts: int
    parties: int = 200

    @property
    def database(self) -> str:
        """Return the name of the record of this size, kept from run to run."""
        return f"bench_{VERSION}_{self.agreements}_{self.parties}_{self.drafts}"


@contextmanager
def servers(folder: Path = FOLDER) -> Iterator[None]:
    """Have PostgreSQL and Valkey run in a folder of the bench's own, named in the environment."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["VAR_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    keep_secret_key()
    with running_servers(folder, [DATABASE_URL, REDIS_URL], "make bench") as urls:
        os.environ.update(urls)
        yield


def seeded(size: Size) -> None:
    """Have the record of this size: seeded in the first run, brought up to date in later ones."""
    with _server() as connection:
        _drop_others(connection, size.database)
        if not _exists(connection, size.database):
            _run(connection, "CREATE DATABASE {}", size.database)
    environment = os.environ | {DATABASE_URL: _address(size.database)}
    amount = [
        f"--agreements={size.agreements}",
        f"--parties={size.parties}",
        f"--drafts={size.drafts}",
    ]
    for command in (["-m", "config.run.prepare"], ["manage.py", "seed_scale", *amount]):
        subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True)


@contextmanager
def copied(size: Size) -> Iterator[None]:
    """Work on a copy of the record, so that every run decides the very same drafts."""
    with _server() as connection:
        _run(connection, "DROP DATABASE IF EXISTS {}", _COPY)
        _run(connection, "CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", _COPY, size.database)
    before = os.environ[DATABASE_URL]
    os.environ[DATABASE_URL] = _address(_COPY)
    try:
        with psycopg.connect(os.environ[DATABASE_URL], autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        yield
    finally:
        os.environ[DATABASE_URL] = before
        with _server() as connection:
            _run(connection, "DROP DATABASE IF EXISTS {} WITH (FORCE)", _COPY)


@contextmanager
def web(folder: Path = FOLDER) -> Iterator[tuple[str, int, int]]:
    """Have the product's own web server run; yields host, port and its process's number."""
    port = ReservedPort()
    number = port.number
    port.release()
    role = roles.web(folder, LOOPBACK, number, child_mark(folder))
    try:
        role.start()
        yield LOOPBACK, number, role.process.pid if role.process else 0
    finally:
        role.stop()


@contextmanager
def _server() -> Iterator[psycopg.Connection]:
    with psycopg.connect(os.environ[DATABASE_URL], autocommit=True) as connection:
        yield connection


def _address(database: str) -> str:
    return urlsplit(os.environ[DATABASE_URL])._replace(path=f"/{database}").geturl()


def _exists(connection: psycopg.Connection, database: str) -> bool:
    found = connection.execute("SELECT FROM pg_database WHERE datname = %s", (database,))
    return found.fetchone() is not None


def _drop_others(connection: psycopg.Connection, kept: str) -> None:
    """Drop what was seeded by an earlier version: it takes a gigabyte."""
    rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'bench%'")
    for (name,) in rows.fetchall():
        if name != kept and not name.startswith(f"bench_{VERSION}_"):
            _run(connection, "DROP DATABASE {} WITH (FORCE)", name)


def _run(connection: psycopg.Connection, statement: str, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
