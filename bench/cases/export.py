"""The whole record to take away."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from hashlib import blake2b
from typing import Final

import psycopg
from rest_framework.renderers import JSONRenderer

from bench.meter import resident
from bench.plain import items, rows
from bench.reference import ItemSerializer, RowSerializer
from bench.rounds import OWN, Anchor, Case, Figure, Measured, Way
from bench.stage import LIST, Stage, UnequalError, same

_SITE: Final = "http://127.0.0.1:8000/agreements/A-"
_REFERENCE_ROWS: Final = 100
# Of CSV's form without a delimiter and a quotation mark that any text has: whole lines, as stored.
_COPY: Final = """
COPY (
    SELECT {line}
    FROM agreements_card c JOIN agreements_statusspan s ON s.card_id = c.id
    WHERE c.known_to IS NULL AND s.first_day <= %(today)s
    AND (s.end_day IS NULL OR s.end_day > %(today)s)
    ORDER BY c.agreement_id
) TO STDOUT (FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01')
"""
_JSONL_LINE: Final = "'{\"status\":\"' || s.status || '\",' || right(c.item_json, -1)"
_CSV_LINE: Final = (
    "c.csv_parts[1] || s.status || c.csv_parts[2] || %(site)s || c.agreement_id::text"
)


def cases(stage: Stage) -> Iterator[Case]:
    """Yield each form that the whole record can be had in."""
    share = min(1.0, _REFERENCE_ROWS / stage.rows)
    forms = (
        ("csv", _CSV_LINE, _plain_csv, _check_csv),
        ("jsonl", _JSONL_LINE, _plain_jsonl, _check_jsonl),
    )
    # Before anything else has had this process grow.
    grown = {ending: _memory(stage, f"{LIST}.{ending}") for ending, *_ in forms}
    for ending, line, plain, check in forms:
        path = f"{LIST}.{ending}"
        pieces = partial(_copied, stage, _COPY.format(line=line))
        yield Case(
            f"export.{ending}",
            Way(OWN, [partial(_drained, partial(stage.web.stream, path))]),
            [
                Anchor(Way("copy", [partial(_drained, pieces)]), "copy", "COPY of the same lines"),
                Anchor(
                    Way("drf", [plain], share=share),
                    "drf",
                    f"DRF serializers over {_REFERENCE_ROWS}, scaled",
                ),
            ],
            partial(check, partial(stage.web.stream, path), pieces),
            partial(_told, grown[ending]),
        )


def _told(grown: float, _: Measured) -> list[Figure]:
    return [Figure("memory_mb", grown)]


def _drained(make: Callable[[], Iterable[bytes]]) -> int:
    return sum(map(len, make()))


def _copied(stage: Stage, statement: str) -> Iterator[bytes]:
    told = {"today": stage.today, "site": _SITE}
    with psycopg.ClientCursor(stage.bare) as cursor, cursor.copy(statement, told) as copy:
        yield from map(bytes, copy)


def _memory(stage: Stage, path: str) -> float:
    """Return by how many MB this process grew at most while it sent the whole."""
    before = most = resident()
    for _ in stage.web.stream(path):
        most = max(most, resident())
    return (max(most, resident()) - before) / 1e6


def _check_jsonl(own: Callable[[], Iterable[bytes]], other: Callable[[], Iterable[bytes]]) -> None:
    if _digest(own()) != _digest(other()):
        raise UnequalError("JSONL beside COPY: not the same bytes")


def _digest(pieces: Iterable[bytes]) -> str:
    digest = blake2b()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def _check_csv(own: Callable[[], Iterable[bytes]], other: Callable[[], Iterable[bytes]]) -> None:
    """Insist on the same rows; COPY ends lines otherwise, and has no header."""
    same(_table(own())[1:], _table(other()), "CSV beside COPY")


def _table(pieces: Iterable[bytes]) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(pieces).decode(), newline="")))


def _plain_jsonl() -> int:
    renderer = JSONRenderer()
    shown = items().order_by("pk")[:_REFERENCE_ROWS]
    return sum(len(renderer.render(ItemSerializer(each).data)) for each in shown)


def _plain_csv() -> int:
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    for agreement in rows().order_by("pk")[:_REFERENCE_ROWS]:
        writer.writerow(map(str, RowSerializer(agreement).data.values()))
    return len(written.getvalue())
