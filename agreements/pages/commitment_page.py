"""The page of one commitment type: what it means, who makes it, in which agreements."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements import matrix, summaries
from agreements.matrix import Cell, Level, Told
from agreements.meanings import codebook, commitments
from agreements.models import Commitment, CommitmentType, Strength
from agreements.pages.asking import address, clock_suffix
from agreements.pages.downloads import (
    Download,
    RefusedError,
    csv_answer,
    metadata_answer,
    refused,
)
from agreements.pages.matrix import files
from agreements.pages.matrix.clause import Passage, passages
from agreements.pages.matrix.question import Question, read_filters
from agreements.pages.matrix.table import GLYPHS, words
from agreements.pages.record import TypeWords
from agreements.pages.unchanged import unless_unchanged
from agreements.tally import Selection

_SHOWN: Final = 30
_PARTIES: Final = 40
# Among so many of the firmest an example in the text's own words is sought.
_EXAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One agreement with the commitment; `who` says who owes it to whom, or nothing."""

    told: Told
    cell: Cell
    who: str

    @property
    def parties(self) -> str:
        """Return the names of the two."""
        return " \N{EN DASH} ".join(self.told.parties.values())

    @property
    def words(self) -> str:
        """Return how firmly, in words."""
        return words(self.cell)

    @property
    def strength(self) -> str:
        """Return the API's word for it, nothing for what is contested."""
        return self.cell.level.code if self.cell.is_settled else ""


@require_safe
def commitment_page(request: HttpRequest, type_: str) -> HttpResponse:
    """Show one commitment type: definition, strengths, example, parties, agreements."""
    found = _found(type_)
    question, selection = _asked(request, type_)
    entries = _entries(matrix.read(matrix.firmest(selection, type_, _SHOWN), selection.day), type_)
    counts = selection.count_by("party")
    names = summaries.party_names()
    levels = matrix.levels(selection, type_)
    query = question.query
    listed = question.query.copy()
    listed.setlist("commitment", [type_])
    context = {
        "notices": question.asked.notices,
        "at": clock_suffix(query),
        "type": found,
        "entry": commitments([(type_, found.definition)])[type_],
        "total": selection.count(),
        "scale": [
            (
                level,
                s.label,
                codebook()["strengths"][s].meaning,
                GLYPHS[level],
                levels[level].count(),
            )
            for s, level in ((s, Level[s.name]) for s in Strength)
        ],
        "parties": summaries.ranked(counts, names)[:_PARTIES],
        "more_parties": max(0, len(counts) - _PARTIES),
        "entries": entries,
        "names_sides": any(entry.who for entry in entries),
        "example": _example(question, entries, found),
        "tabs": question.tabs(request.path),
        "list_address": address(reverse("agreements"), listed),
        "csv": address(reverse("commitment-csv", args=[type_]), query),
        "about_csv": address(reverse("commitment-metadata", args=[type_]), query),
    }
    return render(request, "pages/commitment.html", context)


@require_safe
@unless_unchanged
def commitment_csv(request: HttpRequest, type_: str) -> HttpResponseBase:
    """Send every commitment of the type that was asked for."""
    found = _found(type_)
    try:
        asked, rows = _taken_away(request, type_)
    except RefusedError as error:
        return refused(error)
    return csv_answer(request, files.type_table(found.name), rows, asked.clocks, of=[type_])


@require_safe
@unless_unchanged
def commitment_metadata(request: HttpRequest, type_: str) -> HttpResponseBase:
    """Explain the CSV of the same address."""
    table = files.type_table(_found(type_).name)
    try:
        asked, rows = _taken_away(request, type_)
    except RefusedError as error:
        return refused(error)
    return metadata_answer(request, table, asked, len(rows), page="commitment", of=[type_])


def _taken_away(request: HttpRequest, type_: str) -> tuple[Download, list[files.Entry]]:
    question, selection = _asked(request, type_)
    asked = files.download(question, selection)
    cards = selection.newest(selection.count())
    return asked, list(files.type_rows(matrix.read(cards, selection.day), type_))


def _found(type_: str) -> CommitmentType:
    found = summaries.commitment_type(type_)
    if found is None:
        raise Http404(f"{type_[:40]} is no type of commitment of this atlas")
    return found


def _asked(request: HttpRequest, type_: str) -> tuple[Question, Selection]:
    """Return what was asked and the agreements that hold the type; the address alone names it."""
    question = read_filters(request)
    query = question.asked.query.copy()
    query.pop("commitment", None)
    question = replace(question, asked=replace(question.asked, query=query))
    return question, question.selection().with_any_commitment([type_])


def _entries(agreements: list[Told], type_: str) -> list[Entry]:
    """Return the agreements that hold the type, the firmest first, then the newest."""
    entries = [
        Entry(told, told.cells[type_], _who(told, told.entries(type_)[0]))
        for told in agreements
        if type_ in told.cells
    ]
    return sorted(entries, key=lambda entry: entry.cell, reverse=True)


def _who(told: Told, entry: Mapping[str, Any]) -> str:
    if entry["direction"] == Commitment.Direction.ONE_WAY:
        names = told.parties
        return _("%(debtor)s to %(creditor)s") % {
            "debtor": names[entry["debtor"]],
            "creditor": names[entry["creditor"]],
        }
    return _("both to each other") if entry["direction"] == Commitment.Direction.MUTUAL else ""


def _example(question: Question, entries: list[Entry], type_: CommitmentType) -> Passage | None:
    """Return the firmest newest agreement that is quoted; one query."""
    types = {type_.code: TypeWords(type_.name, type_.definition)}
    keys = [entry.told.key for entry in entries[:_EXAMPLES]]
    for passage in passages(question.asked, keys, type_.code, types):
        for promise in passage.made:
            quotes = [source for source in promise.sources if source.is_quote]
            if quotes:
                return replace(passage, made=[replace(promise, sources=quotes[:1])])
    return None
