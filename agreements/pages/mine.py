"""The editor's own last decisions, each with what it changed and its undo."""

from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from agreements import curation, summaries
from agreements.models import Decision
from agreements.pages import moves
from agreements.pages.desk import pair_words
from agreements.pages.in_place import answered_in_place
from agreements.pages.signed_in import editor_of
from agreements.proposal import Proposal

_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class OwnDecision:
    """A decision in the list: of what it is, and in words what it changed."""

    decision: Decision
    parties: str
    changes: list[str]
    undone: Decision | None


@require_safe
@login_required
def mine_page(request: HttpRequest) -> HttpResponse:
    """List the editor's own last decisions, the newest first; three queries."""
    own = Decision.objects.filter(editor=editor_of(request)).exclude(verb=Decision.Verb.UNDO)
    shown = own.select_related(
        "draft__document", "agreement", "undone_by__editor", "draft__match"
    ).defer("draft__document__text")
    names = summaries.party_names()
    rows = [_row(decision, names) for decision in shown[:_SHOWN]]
    return render(request, "review/mine.html", {"rows": rows})


@answered_in_place
@login_required
def undo(request: HttpRequest, decision: int) -> HttpResponse:
    """Take back a decision and show what it was about."""
    if request.method != "POST":
        return redirect("review_mine")
    found = get_object_or_404(Decision, pk=decision)
    try:
        curation.undo(found.pk, editor_of(request))
    except curation.BuiltUponError as error:
        messages.error(request, _in_the_way(error), extra_tags="bad")
        return redirect("review_mine")
    except curation.CurationError as error:
        messages.error(request, str(error), extra_tags="bad")
        return redirect("review_mine")
    return _undone(request, found)


def _undone(request: HttpRequest, decision: Decision) -> HttpResponse:
    if decision.draft_id is None:
        messages.success(request, gettext("Undone. The two stand apart again."), extra_tags="good")
        return redirect("agreement", f"A-{decision.agreement_id}")
    told = gettext("Undone. The draft waits for a decision again.")
    messages.success(request, told, extra_tags="good")
    return redirect("draft", decision.draft_id)


def _in_the_way(error: curation.BuiltUponError) -> str | SafeString:
    """Say which later decision is in the way, and link to it."""
    later = error.later
    if later is None:
        return str(error)
    address = reverse("review_mine") + f"#decision-{later.pk}"
    if later.draft_id is not None:
        address = reverse("draft", args=[later.draft_id])
    elif later.agreement_id is not None:
        address = reverse("agreement", args=[f"A-{later.agreement_id}"])
    return format_html('{} <a href="{}">Show it</a>', str(error), address)


def _row(decision: Decision, names: dict[str, str]) -> OwnDecision:
    draft = decision.draft
    parties = pair_words(Proposal.from_json(draft.proposed), names) if draft else ""
    if draft is None and decision.agreement is not None:
        agreement = decision.agreement
        codes = (agreement.first_party_id, agreement.second_party_id)
        parties = " \N{EN DASH} ".join(names.get(code, code) for code in codes)
    return OwnDecision(
        decision, parties, list(moves.changes(decision)), getattr(decision, "undone_by", None)
    )
