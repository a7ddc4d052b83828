"""The queue's page, and what is done on it: turn many drafts down, take that back."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from agreements import curation, summaries
from agreements.models import Draft
from agreements.models.draft import DraftQuerySet
from agreements.pages import queue
from agreements.pages.desk import pair_words
from agreements.pages.forms import VerdictForm
from agreements.pages.frame import tell_waiting
from agreements.pages.in_place import answered_in_place
from agreements.pages.queue.asking import Asked
from agreements.pages.queue.emptiness import filters_of, read_emptiness
from agreements.pages.queue.facets import chips, party_choices, source_choices
from agreements.pages.queue.form import BulkRejectForm
from agreements.pages.queue.lists import ListPage, count_by_tab, count_lists, read_page
from agreements.pages.queue.rows import read_rows
from agreements.pages.signed_in import editor_of, last_decision
from agreements.proposal import Proposal

_GONE: Final = gettext_lazy("Nothing is left from that place on: this is the first page.")


@require_safe
@login_required
def queue_page(request: HttpRequest) -> HttpResponse:
    """List the drafts that wait, the most valuable first, narrowed by the query."""
    return _response(request)


@login_required
def reject_many(request: HttpRequest) -> HttpResponse:
    """Turn the ticked drafts down; those that can't be are told by name."""
    if request.method != "POST":
        return redirect(f"/review{_suffix(request)}")
    form = BulkRejectForm(request.POST)
    if not form.is_valid():
        return _response(request, form)
    outcome = curation.reject_many(form.chosen, editor_of(request), reason=form.full_reason)
    if outcome.done:
        messages.success(request, f"{_drafts(len(outcome.done))} rejected.", extra_tags="good")
    _tell_refused(request, outcome.refused)
    return redirect(f"/review{_suffix(request)}")


@answered_in_place
@login_required
def undo_many(request: HttpRequest, token: str) -> HttpResponse:
    """Take back what was turned down together; what can't be is told by name."""
    if request.method != "POST":
        return redirect("review_mine")
    outcome = curation.undo_many(token, editor_of(request))
    if outcome.done:
        told = gettext("Undone. %(value)s wait for a decision again.") % {
            "value": _drafts(len(outcome.done))
        }
        messages.success(request, told, extra_tags="good")
    elif not outcome.refused:
        messages.info(request, gettext("Nothing is left of that to undo."), extra_tags="info")
    _tell_refused(request, outcome.refused)
    return redirect("review")


def _response(request: HttpRequest, form: BulkRejectForm | None = None) -> HttpResponse:
    editor = editor_of(request)
    names = summaries.party_names()
    asked = queue.read_query(request.GET, names)
    said = DraftQuerySet.said_by(editor)
    page = read_page(asked, editor, said)
    if not page.drafts and (asked.after or asked.before):
        asked = replace(asked, after=None, before=None, notices=(*asked.notices, str(_GONE)))
        page = read_page(asked, editor, said)
    rows = read_rows(
        page.drafts, names, editor, ticked=[number for number, _ in form.chosen] if form else ()
    )
    whole, by_chip = count_lists(asked, editor, said)
    tell_waiting(request, whole.count)
    context = {
        "asked": asked,
        "kept": asked.but().suffix(),
        "here": asked.suffix(after=asked.after, before=asked.before),
        "notices": asked.notices,
        "queue": whole,
        "tabs": count_by_tab(editor),
        "chips": chips(asked, by_chip),
        "filters": [given for given in filters_of(asked, names) if given.label != gettext("Kind")],
        "parties": party_choices(asked, names, editor, said),
        "sources": source_choices(asked, editor, said),
        "rows": rows,
        "start": next((row.draft.pk for row in rows if row.lease is None), None),
        "empty": None if rows else read_emptiness(asked, names, editor),
        "form": form,
        "reasons": VerdictForm.REASONS,
        "last": last_decision(editor),
        **_neighbours(asked, page),
    }
    return render(request, "review/queue.html", context, status=422 if form else 200)


def _neighbours(asked: Asked, page: ListPage) -> dict[str, str]:
    following, preceding = page.following, page.preceding
    return {
        "older": f"/review{asked.suffix(after=following)}" if following else "",
        "newer": f"/review{asked.suffix(before=preceding)}" if preceding else "",
    }


def _suffix(request: HttpRequest) -> str:
    """Return the query that the page was asked for with, without what made no sense."""
    asked = queue.read_query(request.GET, summaries.party_names())
    return asked.suffix(after=asked.after, before=asked.before)


def _tell_refused(request: HttpRequest, refused: Mapping[int, curation.CurationError]) -> None:
    names = summaries.party_names() if refused else {}
    for number, parties in _parties(refused, names):
        messages.error(request, f"{parties}: {refused[number]}", extra_tags="bad")


def _parties(numbers: Iterable[int], names: Mapping[str, str]) -> Iterable[tuple[int, str]]:
    """Return each draft with its parties' names, as far as there are such drafts."""
    told = dict(Draft.objects.filter(pk__in=list(numbers)).values_list("pk", "proposed"))
    for number in numbers:
        known = number in told
        yield number, pair_words(Proposal.from_json(told[number]), names) if known else "A draft"


def _drafts(count: int) -> str:
    return "1 draft" if count == 1 else f"{count} drafts"
