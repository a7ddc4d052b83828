"""The made-up record: written by COPY, under the same guards as every other."""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.db import connection, models, transaction
from psycopg import sql

from agreements import spelling
from agreements.models import (
    Agreement,
    Card,
    Commitment,
    CommitmentType,
    Decision,
    Document,
    Evidence,
    Milestone,
    Party,
    RecordVersion,
    StatusSpan,
    Term,
)
from agreements.reference.loading import load
from agreements.reference.tables import FOLDER
from agreements.seeding.stories import Cast
from bench.rows import MOMENT, Rows
from bench.stories import agreement

# Counted up whenever other rows come out, so that what was kept is not taken for them.
VERSION: Final = 1
_BATCH: Final = 2_000
_PARTIES: Final = 200
_KEPT_TABLES: Final = ("parties", "commitment_types")
# A row's table after those that it points to.
_ORDER: Final[Sequence[type[models.Model]]] = (
    Document, Agreement, Milestone, Commitment, Term, Evidence, Card, StatusSpan,
)  # fmt: skip
_SEARCHED: Final = ("title", "names", "quotes")
# As `cards.search_vector` weighs them.
_FOLD: Final = sql.SQL(
    "UPDATE bench_card SET search = setweight(to_tsvector('english', title_words), 'A')"
    " || setweight(to_tsvector('english', names_words), 'B')"
    " || setweight(to_tsvector('english', quotes_words), 'C')"
)


def fill(agreements: int, say: Callable[[str], object]) -> None:
    """Write so many agreements into a record that has no rows yet, saying how far it is."""
    cast = _cast()
    names = dict(Party.objects.values_list("code", "name"))
    rows = Rows(_decision(agreements), names)
    for first in range(0, agreements, _BATCH):
        after = min(first + _BATCH, agreements)
        for number in range(first, after):
            rows.tell(number, agreement(number, cast))
        _write(rows)
        rows.forget()
        say(f"{after} of {agreements} agreements")
    with connection.cursor() as cursor:
        for name in _tables():
            # Nothing of PostgreSQL's own is to begin while something is measured.
            cursor.execute(f"ALTER TABLE {name} SET (autovacuum_enabled = false)")
        cursor.execute("VACUUM ANALYZE")


def _tables() -> list[str]:
    return [model._meta.db_table for model in apps.get_app_config("agreements").get_models()]  # noqa: SLF001  Django's public way


def _cast() -> Cast:
    """Load parties and commitment types, but none of the reference's agreements."""
    with tempfile.TemporaryDirectory() as folder:
        for path in FOLDER.glob("*.csv"):
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            kept = lines if path.stem in _KEPT_TABLES else lines[:1]
            Path(folder, path.name).write_text("".join(kept), encoding="utf-8")
        load(Path(folder))
    named = list(Party.objects.order_by("code").values_list("code", "name")[:_PARTIES])
    return Cast.of(named, list(CommitmentType.objects.values_list("code", "name")))


def _decision(agreements: int) -> Decision:
    version = {"number": agreements, "changed_at": MOMENT}
    RecordVersion.objects.update_or_create(pk=1, defaults=version)
    return Decision.objects.create(
        verb=Decision.Verb.LOAD, reason="Synthetic data, made up to measure with", at=MOMENT
    )


@transaction.atomic
def _write(rows: Rows) -> None:
    for model in _ORDER:
        (_copy_cards if model is Card else _copy)(model, rows)
    spelling.learn(text for words in rows.searched.values() for text in words.values())


def _copy(model: type[models.Model], rows: Rows) -> None:
    names = _columns(model)
    values = ([getattr(row, name) for name in names] for row in rows.of_table.get(model, ()))
    _send(model._meta.db_table, names, values)  # noqa: SLF001  Django's public way
    _count_on(model)


def _copy_cards(model: type[models.Model], rows: Rows) -> None:
    """Write cards by way of a table that has the words which `search` is made of."""
    table, names = model._meta.db_table, _columns(model)  # noqa: SLF001  Django's public way
    words = [f"{name}_words" for name in _SEARCHED]
    with connection.cursor() as cursor:
        added = ", ".join(f"ADD {name} text" for name in words)
        cursor.execute(f"CREATE TEMP TABLE bench_card (LIKE {table}) ON COMMIT DROP")
        cursor.execute(f"ALTER TABLE bench_card {added}")
    found = rows.searched
    values = (
        [*(getattr(row, name) for name in names), *(found[row.pk][name] for name in _SEARCHED)]
        for row in rows.of_table.get(model, ())
    )
    _send("bench_card", [*names, *words], values)
    with connection.cursor() as cursor:
        cursor.execute(_FOLD)
        columns = ", ".join(f'"{name}"' for name in names)
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM bench_card")  # noqa: S608  our own names
        cursor.execute("DROP TABLE bench_card")
    _count_on(model)


def _columns(model: type[models.Model]) -> list[str]:
    """Return the columns that are written: the database makes some by itself."""
    return [field.attname for field in model._meta.concrete_fields if not field.generated]  # noqa: SLF001  Django's public way


def _send(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    asked = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(asked) as copy:
        for row in rows:
            copy.write_row(row)


def _count_on(model: type[models.Model]) -> None:
    """Let the table's own numbers go on after those that were written."""
    with connection.cursor() as cursor:
        table = model._meta.db_table  # noqa: SLF001  Django's public way
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608  our own names
        )
