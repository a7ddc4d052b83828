"""The page of all commitments: partners by types, and the clause behind each cell."""

from dataclasses import dataclass, replace
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements import summaries
from agreements.exports import Table
from agreements.matrix import Level, Matrix, Row
from agreements.meanings import codebook
from agreements.models import Strength
from agreements.pages import listing
from agreements.pages.asking import address, clock_suffix
from agreements.pages.downloads import (
    Download,
    RefusedError,
    csv_answer,
    metadata_answer,
    refused,
)
from agreements.pages.matrix import files
from agreements.pages.matrix.clause import Clause, open_clause
from agreements.pages.matrix.question import ROWS, SORTS, Question, read_question
from agreements.pages.matrix.table import GLYPHS, Drawing, Pages, options, page_of
from agreements.pages.record import TypeWords
from agreements.pages.unchanged import unless_unchanged

_CLAUSE: Final = "clause"


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a page shows of the table: one page of its rows, read."""

    question: Question
    names: dict[str, str]
    types: dict[str, TypeWords]
    matrix: Matrix
    page: Pages
    rows: list[Row]


@require_safe
def matrix_page(request: HttpRequest) -> HttpResponse:
    """Show who commits to what, and how firmly; to a script that opens a cell, its clause alone."""
    seen = _seen(request)
    context = _about_clause(request, seen, _clause(seen))
    template = "pages/_clause.html"
    if request.headers.get("HX-Target") != _CLAUSE:
        template = "pages/commitments.html"
        context |= _about_table(request, seen)
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _seen(request: HttpRequest) -> _Seen:
    question = read_question(request)
    names = summaries.party_names()
    types = {code: TypeWords(*words) for code, words in summaries.commitment_words().items()}
    matrix = question.matrix(names, list(types))
    page = page_of(matrix, question.query.get("page", ""))
    rows = matrix.rows(matrix.lines[page.first - 1 : page.end])
    return _Seen(question, names, types, matrix, page, rows)


@require_safe
@unless_unchanged
def matrix_csv(request: HttpRequest) -> HttpResponseBase:
    """Send the table, all its rows."""
    try:
        asked, table, rows = _taken_away(request)
    except RefusedError as error:
        return refused(error)
    return csv_answer(request, table, rows, asked.clocks)


@require_safe
@unless_unchanged
def matrix_metadata(request: HttpRequest) -> HttpResponseBase:
    """Explain the CSV with the same query."""
    try:
        asked, table, rows = _taken_away(request)
    except RefusedError as error:
        return refused(error)
    return metadata_answer(request, table, asked, len(rows), page="commitments")


def _taken_away(request: HttpRequest) -> tuple[Download, Table[Row], list[Row]]:
    question = read_question(request)
    names = summaries.party_names()
    types = {code: TypeWords(*words) for code, words in summaries.commitment_words().items()}
    matrix = question.matrix(names, list(types))
    asked = files.download(question, matrix.own)
    table = files.matrix_table(matrix, types, names.get(question.party, "nobody"))
    return asked, table, matrix.rows([*matrix.lines, *matrix.silent])


def _clause(seen: _Seen) -> Clause | None:
    asked = seen.question.asked
    row, type_ = asked.query.get("row", "").upper(), asked.query.get("type", "")
    if not (row or type_):
        return None
    clause = open_clause(asked, seen.matrix, seen.rows, row=row, type_=type_, types=seen.types)
    if clause is None:
        asked.notices.append(
            _("This table has no cell %(row)r, %(type)r.") % {"row": row[:40], "type": type_[:40]}
        )
    return clause


def _about_clause(request: HttpRequest, seen: _Seen, clause: Clause | None) -> dict[str, Any]:
    return {
        "clause": clause,
        "party": seen.question.party,
        "at": clock_suffix(seen.question.query),
        "here": address(request.path, seen.question.query),
        "scale": [
            (Level[s.name], s.label, codebook()["strengths"][s].meaning, GLYPHS[Level[s.name]])
            for s in Strength
        ],
    }


def _about_table(request: HttpRequest, seen: _Seen) -> dict[str, Any]:
    question, matrix = seen.question, seen.matrix
    query, opened = question.query, question.asked.query
    words = listing.Words(seen.names, {code: told.name for code, told in seen.types.items()})
    at = clock_suffix(query)
    chosen = question.asked.without("party", "row", "type", "page")
    drawing = Drawing(
        address(request.path, query),
        reverse("agreement", args=["A-0"]) + at,
        reverse("pair", args=["XX", "XX"]).replace("XX", "{}") + at,
        question.party,
        words.commitments,
        opened.get("row", "").upper(),
        opened.get("type", ""),
    )
    return {
        "notices": question.asked.notices,
        "day": question.asked.clocks.as_of,
        "of": seen.names.get(question.party, ""),
        "total": matrix.own.count(),
        "parties": options(_parties(question, seen.names), question.party),
        "choices": (
            ("rows", _("Rows"), ROWS, question.rows),
            ("sort", _("Sort by"), SORTS, question.sort),
        ),
        "kept": _kept(question),
        "tabs": question.tabs(request.path),
        "chips": _chips(question, listing.chips(chosen, request.path, words)),
        "columns": [(c, words.commitments.get(c, c), n) for c, n in matrix.counts.items()],
        "lines": drawing.lines(seen.rows, list(matrix.counts)),
        "pages": seen.page,
        "turns": _turns(request, question, seen.page),
        "silent": [line.name for line in matrix.silent],
        "unseen_types": [(c, t.name) for c, t in seen.types.items() if c not in matrix.counts],
        "is_by_agreement": matrix.is_by_agreement,
        "csv": address(reverse("commitments-csv"), query),
        "json": address(reverse("api-agreements"), question.filters),
        "about_csv": address(reverse("commitments-metadata"), query),
    }


def _chips(question: Question, chips: list[listing.Chip]) -> list[listing.Chip]:
    """Return the chips, each leading to the same party's table."""
    party = f"party={question.party}"
    joined = ((chip, "&" if "?" in chip.url else "?") for chip in chips)
    return [replace(chip, url=f"{chip.url}{joint}{party}") for chip, joint in joined]


def _parties(question: Question, names: dict[str, str]) -> list[tuple[str, str]]:
    """Return (code, name) of all parties with such an agreement, by name."""
    counts = question.asked.selection("party").count_by("party")
    held = {*counts, question.party} - {""}
    return sorted(((code, names.get(code, code)) for code in held), key=lambda pair: pair[1])


def _kept(question: Question) -> list[tuple[str, str]]:
    """Return the filters that the form has no field for, to be sent along."""
    own = {"party", "rows", "sort", "as_of", "page"}
    return [
        (name, value)
        for name, values in question.query.lists()
        for value in values
        if name not in own and value
    ]


def _turns(request: HttpRequest, question: Question, page: Pages) -> tuple[str, str]:
    """Return the addresses of the page before and after, empty where there is none."""
    addresses = []
    for number, is_there in ((page.number - 1, page.number > 1), (page.number + 1, page.has_more)):
        query = question.query.copy()
        query["page"] = "" if number == 1 else str(number)
        addresses.append(address(request.path, query) if is_there else "")
    return addresses[0], addresses[1]
