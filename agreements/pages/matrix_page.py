"""The page of all commitments: partners by types, and the clause behind each cell."""

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
from agreements.pages.matrix.table import GLYPHS, Drawing, Pages, page_of
from agreements.pages.record import TypeWords

_CLAUSE: Final = "clause"


@require_safe
def matrix_page(request: HttpRequest) -> HttpResponse:
    """Show who commits to what, and how firmly; of a script that opens a cell, its clause alone."""
    question = read_question(request)
    types = {code: TypeWords(*words) for code, words in summaries.commitment_words().items()}
    selection = question.selection()
    matrix = question.matrix(selection, list(types))
    clause = _clause(question, matrix, types)
    if request.headers.get("HX-Target") == _CLAUSE:
        context = _about_clause(request, question, clause)
        response = render(request, "pages/_clause.html", context)
    else:
        context = _about_clause(request, question, clause) | _about_table(
            request, question, matrix, types
        )
        context["total"] = selection.count()
        response = render(request, "pages/commitments.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def matrix_csv(request: HttpRequest) -> HttpResponseBase:
    """Send the table, all its rows."""
    try:
        asked, table, rows = _taken_away(request)
    except RefusedError as error:
        return refused(error)
    return csv_answer(request, table, rows, asked.clocks)


@require_safe
def matrix_metadata(request: HttpRequest) -> HttpResponseBase:
    """Explain the CSV with the same query."""
    try:
        asked, table, rows = _taken_away(request)
    except RefusedError as error:
        return refused(error)
    return metadata_answer(request, table, asked, len(rows), page="commitments")


def _taken_away(request: HttpRequest) -> tuple[Download, Table[Row], list[Row]]:
    question = read_question(request)
    selection = question.selection()
    asked = files.download(question, selection)
    types = {code: TypeWords(*words) for code, words in summaries.commitment_words().items()}
    matrix = question.matrix(selection, list(types))
    of = summaries.party_names().get(question.party, "nobody")
    return asked, files.matrix_table(question, matrix, types, of), files.matrix_rows(matrix)


def _clause(question: Question, matrix: Matrix, types: dict[str, TypeWords]) -> Clause | None:
    asked = question.asked
    row, type_ = asked.query.get("row", "").upper(), asked.query.get("type", "")
    if not (row or type_):
        return None
    clause = open_clause(asked, matrix, row=row, type_=type_, types=types)
    if clause is None:
        asked.notices.append(
            _("This table has no cell %(row)r, %(type)r.") % {"row": row[:40], "type": type_[:40]}
        )
    return clause


def _about_clause(
    request: HttpRequest, question: Question, clause: Clause | None
) -> dict[str, Any]:
    return {
        "clause": clause,
        "party": question.party,
        "at": clock_suffix(question.query),
        "here": address(request.path, question.query),
        "scale": [
            (Level[s.name], s.label, codebook()["strengths"][s].meaning, GLYPHS[Level[s.name]])
            for s in Strength
        ],
    }


def _about_table(
    request: HttpRequest, question: Question, matrix: Matrix, types: dict[str, TypeWords]
) -> dict[str, Any]:
    query, names = question.query, summaries.party_names()
    words = listing.Words(names, {code: told.name for code, told in types.items()})
    page = page_of(matrix, query.get("page", ""))
    opened = question.asked.query
    drawing = Drawing(
        address(request.path, query),
        words.commitments,
        opened.get("row", "").upper(),
        opened.get("type", ""),
    )
    shown = matrix.rows[page.first - 1 : page.end]
    return {
        "notices": question.asked.notices,
        "day": question.asked.clocks.as_of,
        "of": names.get(question.party, ""),
        "parties": _parties(question, names),
        "choices": (
            ("rows", _("Rows"), ROWS, question.rows),
            ("sort", _("Sort by"), SORTS, question.sort),
        ),
        "kept": _kept(question),
        "tabs": question.tabs(request.path),
        "chips": listing.chips(
            question.asked.without("party", "row", "type", "page"), request.path, words
        ),
        "columns": [
            (code, words.commitments.get(code, code), count)
            for code, count in matrix.counts.items()
        ],
        "lines": drawing.lines(shown, list(matrix.counts)),
        "pages": page,
        "turns": _turns(request, question, page),
        "silent": matrix.silent,
        "unseen_types": [(c, t.name) for c, t in types.items() if c not in matrix.counts],
        "is_by_agreement": question.rows == "agreements",
        "csv": address(reverse("commitments-csv"), query),
        "about_csv": address(reverse("commitments-metadata"), query),
    }


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
