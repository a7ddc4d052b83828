"""The same record in SQLite, for Datasette and for FTS5."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from django.db import connection

_SCHEMA: Final = """
CREATE TABLE party (code TEXT PRIMARY KEY, name TEXT);
CREATE TABLE agreement (
    id INTEGER PRIMARY KEY, order_day TEXT, status TEXT, title TEXT, kind TEXT,
    first_party TEXT REFERENCES party (code), second_party TEXT REFERENCES party (code),
    framework TEXT, signed TEXT, in_force_from TEXT, ended TEXT, duration_years INTEGER,
    legally_binding INTEGER, is_doubtful INTEGER, row_json TEXT
);
CREATE TABLE "commitment" (
    id INTEGER PRIMARY KEY, agreement_id INTEGER REFERENCES agreement (id), type TEXT, held TEXT,
    direction TEXT, debtor TEXT, creditor TEXT, strength TEXT, rank TEXT
);
CREATE VIRTUAL TABLE searched USING fts5 (
    title, names, quotes, content='', tokenize='porter unicode61'
);
"""
_INDEXES: Final = """
CREATE INDEX agreement_newest ON agreement (order_day DESC, id DESC);
CREATE INDEX agreement_first ON agreement (first_party);
CREATE INDEX agreement_second ON agreement (second_party);
CREATE INDEX commitment_of ON "commitment" (agreement_id);
INSERT INTO searched (searched) VALUES ('optimize');
ANALYZE;
"""
# Counted up whenever the copy comes out otherwise, so that what was kept is not taken for it.
VERSION: Final = 2
# The bench's own record has one text for each agreement, of the same number, which all its quotes
# are from. They stand in the order in which ours are searched, so that the same words are side by
# side.
_ROWS: Final = """
SELECT c.agreement_id, c.order_day::text, s.status, c.row_json,
    (SELECT string_agg(DISTINCT quote, ' ' ORDER BY quote) FROM agreements_evidence
     WHERE document_id = c.agreement_id)
FROM agreements_card c JOIN agreements_statusspan s ON s.card_id = c.id
WHERE c.known_to IS NULL AND s.first_day <= current_date
AND (s.end_day IS NULL OR s.end_day > current_date)
ORDER BY c.agreement_id
"""
_TOLD: Final = ("title", "kind")
_PLAIN: Final = (
    "framework", "signed", "in_force_from", "ended", "duration_years", "legally_binding",
    "is_doubtful",
)  # fmt: skip
_COMMITMENT: Final = ("type", "held", "direction", "debtor", "creditor", "strength", "rank")
PAGE: Final = """
SELECT 'A-' || a.id AS key, a.status, a.title, a.kind,
  json_array(json_object('code', p.code, 'name', p.name),
             json_object('code', o.code, 'name', o.name)) AS parties,
  a.framework, a.signed, a.in_force_from, a.ended, a.duration_years, a.legally_binding,
  (SELECT json_group_array(json_object('type', type, 'held', held, 'direction', direction,
      'debtor', debtor, 'creditor', creditor, 'strength', strength, 'rank', rank))
   FROM (SELECT * FROM "commitment" WHERE agreement_id = a.id ORDER BY id)) AS commitments,
  a.is_doubtful
FROM agreement a JOIN party p ON p.code = a.first_party JOIN party o ON o.code = a.second_party
ORDER BY a.order_day DESC, a.id DESC LIMIT 50
"""
SEARCH: Final = """
SELECT a.id, a.order_day, a.status, a.row_json FROM searched JOIN agreement a
ON a.id = searched.rowid WHERE searched MATCH ?1
AND (?2 IS NULL OR ?2 IN (a.first_party, a.second_party)) ORDER BY searched.rank LIMIT 51
"""


@contextmanager
def kept(path: Path, *, keep: bool) -> Iterator[None]:
    """Have the copy of the record that Django reads just now; `keep` it for the next run."""
    if not path.is_file():
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        _make(fresh)
        fresh.rename(path)
    try:
        yield
    finally:
        if not keep:
            path.unlink(missing_ok=True)


def datasette(path: Path) -> Any:  # noqa: ANN401  an ASGI application
    """Return Datasette as a site would run it, with time enough for a machine that is busy."""
    from datasette.app import Datasette  # noqa: PLC0415  it may not be installed

    return Datasette([], immutables=[str(path)], settings={"sql_time_limit_ms": 20_000}).app()


def _make(path: Path) -> None:
    with closing(sqlite3.connect(path)) as copy, connection.cursor() as cursor:
        copy.executescript(_SCHEMA)
        cursor.execute("SELECT code, name FROM agreements_party")
        copy.executemany("INSERT INTO party VALUES (?, ?)", cursor.fetchall())
        cursor.execute(_ROWS)
        while batch := cursor.fetchmany(5_000):
            for row in batch:
                _write(copy, *row)
        copy.executescript(_INDEXES)
        copy.commit()


def _write(copy: sqlite3.Connection, *row: Any) -> None:  # noqa: ANN401  columns of _ROWS
    number, day, status, stored, text = row
    told = json.loads(stored)
    first, second = (party["code"] for party in told["parties"])
    values = [number, day, status, *(told[n] for n in _TOLD), first, second]
    values += [*(told[name] for name in _PLAIN), stored]
    copy.execute(f"INSERT INTO agreement VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608  marks alone
    copy.executemany(
        'INSERT INTO "commitment" VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)',
        ([number, *(c[name] for name in _COMMITMENT)] for c in told["commitments"]),
    )
    names = " ".join(party["name"] for party in told["parties"])
    copy.execute(
        "INSERT INTO searched (rowid, title, names, quotes) VALUES (?, ?, ?, ?)",
        (number, told["title"], names, text),
    )
