"""The reference record for tests: loaded once a process, copied table by table afterwards."""

from django.db import connection, transaction
from psycopg import sql

from agreements.reference.loading import Loaded, load

_copied: dict[str, bytes] = {}
_loaded: list[Loaded] = []


def load_record() -> Loaded:
    """Have the reference record in the database, whose tables must be empty.

    Loading it takes seconds, and many tests want it: the first load is kept as PostgreSQL's own
    copies, which go back in a moment. What is kept has the moments of that load. Agreements are
    numbered from A-1001 (the Treaty of Windsor).
    """
    with transaction.atomic(), connection.cursor() as cursor:
        # Unlike a sequence's steps, this is taken back with the transaction.
        first = 1001 + (_loaded[0].agreements if _loaded else 0)
        restart = sql.SQL("ALTER TABLE agreements_agreement ALTER COLUMN id RESTART WITH {}")
        cursor.execute(restart.format(first))
        if _copied:
            for table, rows in _copied.items():
                asked = sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(sql.Identifier(table))
                with cursor.copy(asked) as copy:
                    copy.write(rows)
        else:
            _loaded.append(load())
            _copied.update({table: _copy_of(table) for table in _tables()})
    return _loaded[0]


def _tables() -> list[str]:
    named = connection.introspection.table_names()
    return [name for name in named if name.startswith("agreements_")]


def _copy_of(table: str) -> bytes:
    asked = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(table))
    with connection.cursor() as cursor, cursor.copy(asked) as copy:
        return b"".join(bytes(part) for part in copy)
