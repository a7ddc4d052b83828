"""Take many articles in at once: a CSV of addresses or texts, by COPY and one statement.

What is slow about one article at a time is asking the database for each. Rows go into a staging
table while they are read; what is new among them becomes articles and jobs in one statement. The
sweeper rings for them, in the measure in which workers have time.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.db import connection, models, transaction
from psycopg import sql

from ingest.models import Article, Job
from ingest.reception import NotTakenError, Submission, key_of

COLUMNS: Final = ("url", "title", "publisher", "published", "language", "text")
_STAGED: Final = (
    *("origin", "source_key", "url", "title", "publisher", "published", "language"),
    *("body", "content_type", "charset"),
)
_STAGE: Final = """
    CREATE TEMPORARY TABLE ingest_staged (
        row bigint, origin text, source_key text, url text, title text, publisher text,
        published date, language text, body bytea, content_type text, charset text
    ) ON COMMIT DROP"""
_SAY_EVERY: Final = 1_000


class UnusableError(Exception):
    """A file of which no row can be taken; the message says why."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken: its number as in a spreadsheet (the head is row 1), and why."""

    row: int
    code: str
    sentence: str


@dataclass(slots=True)
class Imported:
    """What became of the rows; `known` had come in before, or stood in the file already."""

    rows: int = 0
    taken: int = 0
    refused: list[Refused] = field(default_factory=list)

    @property
    def known(self) -> int:
        """Return how many were there before."""
        return self.rows - self.taken - len(self.refused)


def import_rows(lines: Iterable[str], say: Callable[[int], object] = lambda _: None) -> Imported:
    """Take the rows of a CSV in, whose head names some of COLUMNS; `say` is told how far it is.

    All good rows come in together or, where something breaks off, none does. The same file again
    takes nothing twice.

    Raises:
        UnusableError: it has no head, or one with other columns, or its quotes don't match.
    """
    reader = csv.DictReader(lines, restkey="", strict=True)
    csv.field_size_limit(2 * settings.MAX_ARTICLE_BYTES)
    _check_head(reader)
    done = Imported()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(_STAGE)
        names = sql.SQL(", ").join(map(sql.Identifier, ("row", *_STAGED)))
        copying = sql.SQL("COPY ingest_staged ({}) FROM STDIN").format(names)
        with cursor.copy(copying) as copy:
            for row in _staged(reader, done, say):
                copy.write_row(row)
        cursor.execute(_moving())
        done.taken = int(cursor.fetchone()[0])
        cursor.execute("DROP TABLE ingest_staged")
    return done


def _check_head(reader: "csv.DictReader[str]") -> None:
    try:
        head = reader.fieldnames or []
    except csv.Error as error:
        raise UnusableError(f"The head can't be read: {error}.") from error
    unknown = sorted(set(head) - set(COLUMNS))
    if unknown or not {"url", "text"} & set(head) or len(set(head)) < len(head):
        raise UnusableError(
            f"The first line must name columns, once each: url or text, and any of "
            f"{', '.join(COLUMNS)}. It has {', '.join(head)[:200] or 'nothing'}."
        )


def _staged(
    reader: "csv.DictReader[str]", done: Imported, say: Callable[[int], object]
) -> Iterator[tuple[object, ...]]:
    """Yield what goes into the staging table; what is refused goes into `done`."""
    for row in _rows(reader):
        done.rows += 1
        if done.rows % _SAY_EVERY == 0:
            say(done.rows)
        try:
            yield (done.rows + 1, *_checked(row))
        except NotTakenError as error:
            done.refused.append(Refused(done.rows + 1, error.code, error.sentence))


def _rows(reader: "csv.DictReader[str]") -> Iterator[Mapping[str, Any]]:
    try:
        yield from reader
    except csv.Error as error:
        raise UnusableError(f"Line {reader.line_num}: {error}. Nothing was taken.") from error


def _checked(row: Mapping[str, Any]) -> tuple[object, ...]:
    if "" in row:
        raise NotTakenError("columns", "row", "It has more fields than the head has columns.")
    told = {name: (row.get(name) or "").strip() for name in COLUMNS}
    _check_characters(told)
    text = told.pop("text")
    if not text and not told["url"]:
        raise NotTakenError("empty", "url", "It has neither an address nor a text.")
    published = _day(told.pop("published"))
    content_type, charset = ("text/plain", "utf-8") if text else ("", "")
    submission = Submission(
        origin=Article.Origin.PASTE if text else Article.Origin.URL,
        body=text.encode(),
        published=published,
        content_type=content_type,
        url=told["url"],
        title=told["title"],
        publisher=told["publisher"],
        language=told["language"],
    )
    return (
        submission.origin.value,
        key_of(submission),
        submission.url,
        submission.title[:500],
        submission.publisher[:200],
        published,
        submission.language[:35],
        submission.body,
        content_type,
        charset,
    )


def _check_characters(told: Mapping[str, str]) -> None:
    for name, value in told.items():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise NotTakenError("character", name, f"The {name} is not UTF-8.") from None
        if "\0" in value:
            raise NotTakenError("character", name, f"Leave NUL out of the {name}.")


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        sentence = f"{written[:40]!r} is no day: write it like 2024-06-30."
        raise NotTakenError("bad_date", "published", sentence) from error


def _moving() -> sql.Composed:
    """Return the statement that makes articles and jobs of what is new in the staging table."""
    step = sql.SQL("CASE origin WHEN {url} THEN {fetch} ELSE {read} END").format(
        url=sql.Literal(Article.Origin.URL.value),
        fetch=sql.Literal(Job.Step.FETCH.value),
        read=sql.Literal(Job.Step.READ.value),
    )
    articles = {name: sql.Identifier(name) for name in _STAGED}
    jobs: dict[str, sql.Composable] = {"article_id": sql.Identifier("id"), "step": step}
    return sql.SQL(
        "WITH fresh AS ({articles} FROM (SELECT DISTINCT ON (source_key) * FROM ingest_staged"
        " ORDER BY source_key, row) AS firsts ON CONFLICT (source_key) DO NOTHING"
        " RETURNING id, origin), made AS ({jobs} FROM fresh RETURNING 1)"
        " SELECT count(*) FROM made"
    ).format(articles=_insert(Article, articles), jobs=_insert(Job, jobs))


def _insert(model: type[models.Model], given: Mapping[str, sql.Composable]) -> sql.Composed:
    """Return INSERT … SELECT of what is given, and of the model's defaults for all else."""
    values = dict(given)
    for each in model._meta.concrete_fields:  # noqa: SLF001  documented by Django
        column = each.column or each.name
        if column not in values and not each.primary_key and not each.has_db_default():
            values[column] = _default(each)
    return sql.SQL("INSERT INTO {} ({}) SELECT {}").format(
        sql.Identifier(model._meta.db_table),  # noqa: SLF001  likewise
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join(values.values()),
    )


def _default(each: "models.Field[Any, Any]") -> sql.Composable:
    if getattr(each, "auto_now_add", False):
        return sql.SQL("now()")
    value = each.get_db_prep_save(each.get_default(), connection)
    kind = each.db_type(connection) or "text"
    return sql.SQL("{}::{}").format(sql.Literal(value), sql.SQL(kind))
