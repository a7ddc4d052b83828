"""Everything that the cases ask: the product, its database, and the others' copies of it."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import psycopg
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import override_settings

from bench import bare, copies, loading, place
from bench.asking import AsgiWeb, Web
from bench.rows import FIRST

LIST: Final = "/api/v1/agreements"
# Requests are counted as any caller's are, who has more of them here.
_SETTINGS: Final = {
    "ROOT_URLCONF": "bench.urls",
    "SECURE_SSL_REDIRECT": False,
    "API_LIMIT_ANONYMOUS": 1_000_000,
}
# What these take, they make themselves: the record beside them may be as small as any, where it
# takes ten minutes to make up a large one.
_WITHOUT_RECORD: Final = frozenset({"import", "clean", "extract", "ingest"})
_FEWEST: Final = 500


class UnequalError(Exception):
    """Two ways gave different answers: their costs can't be compared."""


@dataclass(slots=True)
class Stage:
    """What is asked, while it is there."""

    rows: int
    database: BaseDatabaseWrapper
    smaller: BaseDatabaseWrapper | None
    bare: psycopg.Connection
    copy: Path
    web: Web
    closing: ExitStack

    @property
    def backends(self) -> Sequence[int]:
        """Return the numbers of PostgreSQL's processes that serve us."""
        found = [self.bare.info.backend_pid]
        for database in filter(None, (self.database, self.smaller)):
            database.ensure_connection()
            found.append(database.connection.info.backend_pid)
        return found

    @property
    def today(self) -> date:
        """Return the day that an answer is about unless the query names another."""
        return datetime.now(UTC).date()

    def keys(self, many: int) -> list[int]:
        """Return the numbers of some agreements from all over the record."""
        step = max(1, self.rows // many)
        return list(range(FIRST, FIRST + self.rows, step))[:many]

    def datasette(self) -> AsgiWeb | None:
        """Return Datasette over the copy; None where it is not installed."""
        if find_spec("datasette") is None:
            return None
        web = AsgiWeb(copies.datasette(self.copy))
        self.closing.callback(web.close)
        return web


@contextmanager
def stage(
    rows: int, *, keep: bool, names: Sequence[str], say: Callable[[str], object]
) -> Iterator[Stage]:
    """Have the record, and what the cases of these names need beside it."""
    with ExitStack() as closing:
        open_ = closing.enter_context
        size = rows if set(names) - _WITHOUT_RECORD else min(rows, _FEWEST)
        database = open_(place.record(size, keep=keep, say=say))
        smaller = None
        if "growth" in names:
            smaller = open_(place.record(rows // 10, keep=keep, say=say))
        open_(place.asking(database))
        open_(override_settings(**_SETTINGS))
        path = Path(settings.VAR_DIR) / f"ratios_{loading.VERSION}_{copies.VERSION}_{rows}.sqlite"
        if {"list", "search", "served"} & set(names):
            open_(copies.kept(path, keep=keep))
        yield Stage(rows, database, smaller, open_(bare.connect()), path, Web(), closing)


def same(one: object, other: object, what: str) -> None:
    """Insist that two answers are equal.

    Raises:
        UnequalError: they are not; says where they begin to differ.
    """
    if one == other:
        return
    if isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            raise UnequalError(f"{what}: {len(one)} and {len(other)} rows")
        place_ = next(
            i for i, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]
        )
        same(one[place_], other[place_], f"{what}, row {place_}")
    if isinstance(one, dict) and isinstance(other, dict):
        for name in sorted(set(one) | set(other)):
            same(one.get(name), other.get(name), f"{what}, {name}")
    raise UnequalError(f"{what}: {str(one)[:200]} and {str(other)[:200]}")


def read(body: bytes) -> Any:  # noqa: ANN401  whatever JSON holds
    """Return what an answer holds."""
    return json.loads(body)
