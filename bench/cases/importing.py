"""Many articles taken in at once, beside COPY of rows that are ready for their tables."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Final

from django.db import connection, transaction
from psycopg import sql

from bench.rounds import OWN, Anchor, Case, Way
from bench.stage import Stage, same
from ingest.importing import import_rows
from ingest.models import Article, Job


def cases(stage: Stage) -> Iterator[Case]:
    """Yield the case: as many addresses as the record has agreements, into articles and jobs."""
    lines = ["url,title,publisher,published\n", *map(_line, range(stage.rows))]
    ready = _undone(lambda: _ready(lines))
    yield Case(
        "import",
        Way(OWN, [partial(_undone, partial(import_rows, lines))]),
        [Anchor(Way("copy", [partial(_undone, partial(_copied, ready))]), "copy", _WORDS)],
        partial(_check, lines, ready),
    )


_WORDS: Final = "COPY of the finished rows into both tables: nothing is checked, none may be known"
_Rows = list[tuple[Any, ...]]


def _line(number: int) -> str:
    address = f"https://news{number % 97}.example.org/2026/03/{number}?utm_source=x"
    return f"{address},Pact {number} signed,Ledger,2026-03-04\n"


def _undone(work: Callable[[], Any]) -> Any:  # noqa: ANN401  whatever the work returns
    """Do it with all that a commit asks of the database, and leave nothing behind."""
    with transaction.atomic():
        done = work()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
    return done


def _tables() -> list[tuple[str, list[str]]]:
    found = []
    for model in (Article, Job):
        columns = [str(each.column) for each in model._meta.concrete_fields]  # noqa: SLF001  documented
        found.append((model._meta.db_table, columns))  # noqa: SLF001  likewise
    return found


def _ready(lines: Sequence[str]) -> list[_Rows]:
    """Return the rows that an import makes of the lines, table by table."""
    import_rows(lines)
    return _rows()


def _rows() -> list[_Rows]:
    with connection.cursor() as cursor:
        found = []
        for table, columns in _tables():
            cursor.execute(
                sql.SQL("SELECT {} FROM {} ORDER BY id").format(
                    _list(columns), sql.Identifier(table)
                )
            )
            found.append(cursor.fetchall())
    return found


def _copied(ready: list[_Rows]) -> None:
    with connection.cursor() as cursor:
        for (table, columns), rows in zip(_tables(), ready, strict=True):
            statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
                sql.Identifier(table), _list(columns)
            )
            with cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)


def _through(ready: list[_Rows]) -> list[_Rows]:
    _copied(ready)
    return _rows()


def _list(columns: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def _check(lines: Sequence[str], ready: list[_Rows]) -> None:
    again = _undone(partial(_through, ready))
    same(again, ready, "rows by COPY beside rows by import")
    taken = _undone(lambda: import_rows(lines).taken)
    same(taken, len(lines) - 1, "what was taken beside lines")
