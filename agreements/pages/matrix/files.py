"""The table of commitments, and all of one type, as CSV, each with its description beside it."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from agreements.filters import PARAMETERS
from agreements.matrix import Cell, Level, Matrix, Told
from agreements.meanings import codebook
from agreements.models import Strength
from agreements.pages.asking import Asked
from agreements.pages.matrix.question import Question
from agreements.pages.record import TypeWords

Column = Mapping[str, str]
_CONTESTED: Final = "contested "
_VALUES: Final = {
    **{code: entry.meaning for code, entry in codebook()["strengths"].items()},
    Level.EXCLUDED.code: codebook()["holdings"]["excluded"].meaning,
    "contested …": "sources differ on whether it is held",
    "": "no commitment found in the text so far; not the same as none",
}


def matrix_rows(question: Question, matrix: Matrix) -> list[list[object]]:
    """Return the head and the rows of the table, all its pages, with the silent rows at the end."""
    head = [column["name"] for column in matrix_columns(question, matrix, {})]
    rows = [
        [
            row.code,
            row.name,
            " ".join(told.key for told in row.agreements),
            *(_value(row.cells.get(type_)) for type_ in matrix.counts),
            row.breadth,
        ]
        for row in (*matrix.rows, *matrix.silent)
    ]
    return [list(head), *rows]


def matrix_columns(
    question: Question, matrix: Matrix, types: Mapping[str, TypeWords]
) -> list[Column]:
    """Return the columns of the same file, each with what it means."""
    row = "agreement" if question.rows == "agreements" else "partner"
    of = "The agreement's key" if row == "agreement" else "The partner's code"
    return [
        {"name": row, "description": of},
        {"name": "name", "description": "What the row is called"},
        {"name": "agreements", "description": "Keys of the agreements summed up, newest first"},
        *(
            {"name": type_, "description": types[type_].definition if type_ in types else ""}
            for type_ in matrix.counts
        ),
        {"name": "total", "description": "How many types of commitment are made"},
    ]


TYPE_COLUMNS: Final[Sequence[Column]] = (
    {"name": "agreement", "description": "The agreement's key"},
    {"name": "title", "description": "What it is called"},
    {"name": "first_party", "description": "Code of the party that comes first by code"},
    {"name": "second_party", "description": "Code of the other party"},
    {"name": "status", "description": "How it stood on the day of as_of"},
    {"name": "signed", "description": "When it was signed, EDTF; empty where not known"},
    {"name": "commitment", "description": "Type of commitment, by the codebook"},
    {"name": "held", "description": "made, or excluded where the text says that it is not held"},
    {"name": "strength", "description": "duty, intent or mentioned"},
    {
        "name": "direction",
        "description": "; ".join(
            f"{code}: {entry.meaning}" for code, entry in codebook()["directions"].items()
        ),
    },
    {"name": "debtor", "description": "Code of who owes it, where one owes it to the other"},
    {"name": "creditor", "description": "Code of whom it is owed to, likewise"},
    {"name": "rank", "description": "preferred, or contested where sources differ"},
)


def type_rows(told: Iterable[Told], type_: str) -> list[list[object]]:
    """Return the head and a row for each commitment of a type."""
    rows: list[list[object]] = [[column["name"] for column in TYPE_COLUMNS]]
    for agreement in told:
        for entry in agreement.entries(type_):
            said = [entry[name] or "" for name in ("type", "held", "strength", "direction")]
            sides = [entry[name] or "" for name in ("debtor", "creditor", "rank")]
            about = [agreement.key, agreement.title, *agreement.parties]
            rows.append([*about, agreement.status, agreement.signed, *said, *sides])
    return rows


def as_csv(rows: Iterable[Sequence[object]], name: str) -> HttpResponse:
    """Return rows as a file to keep; text that a spreadsheet would run as a formula is quoted."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows([_plain(v) for v in row] for row in rows)
    return HttpResponse(
        written.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def about_csv(
    request: HttpRequest, asked: Asked, title: str, columns: Iterable[Column], count: int
) -> JsonResponse:
    """Return what a file holds: its columns, what they mean, what was asked, how to cite it."""
    known_at = asked.clocks.known_at or timezone.now()
    url = request.build_absolute_uri().replace(".metadata.json", ".csv")
    described: dict[str, Any] = {
        "title": title,
        "url": url,
        "rows": count,
        "as_of": asked.clocks.as_of.isoformat(),
        "known_at": known_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "filters": {
            name: values
            for name, given in asked.query.lists()
            if (values := [v for v in given if v]) and name in PARAMETERS - {"as_of", "known_at"}
        },
        "columns": list(columns),
        "values": _VALUES,
        "strengths": [str(strength) for strength in Strength],
        "citation": f"Accord Atlas ({known_at.year}). {title}, as of {asked.clocks.as_of}, {url}",
        "licence": "Apache-2.0",
        "notices": asked.notices,
    }
    return JsonResponse(described, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _value(cell: Cell | None) -> str:
    if cell is None:
        return ""
    return ("" if cell.is_settled else _CONTESTED) + cell.level.code


def _plain(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value
