"""The editors' pages: one draft, what was decided."""

from dataclasses import replace
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from agreements import curation, summaries
from agreements.models import Agreement, Decision, Draft
from agreements.models.agreement import AgreementQuerySet
from agreements.pages import desk, eyes, moves, queue, stale
from agreements.pages.again import again_page
from agreements.pages.forms import VerdictForm
from agreements.pages.frame import tell_waiting
from agreements.pages.in_place import answered_in_place
from agreements.pages.opened import Opened, is_prefetch, opened_before, opened_now
from agreements.pages.signed_in import editor_of, last_decision
from agreements.proposal import Proposal

_DECIDED_SHOWN: Final = 50


@require_safe
@login_required
def draft_page(request: HttpRequest, draft: int) -> HttpResponse:
    """Show one draft: the text with its evidence, the values, what to do."""
    found = get_object_or_404(queue.all_drafts(), pk=draft)
    if curation.is_dealt_to(found, editor_of(request)):
        return again_page(request, found)
    if found.state in Draft.UNDECIDED and not is_prefetch(request):
        curation.take_lease(found, editor_of(request))
    opened = opened_now(found)
    editing = desk.open_editor(found, request.GET.get("edit", ""))
    choices = desk.asked(request.GET)
    return draft_response(request, found, opened, choices=choices, editing=editing)


@answered_in_place
@login_required
def decide(request: HttpRequest, draft: int) -> HttpResponse:
    """Approve or reject a draft, then go on to the next one."""
    asked = asked_for(request)
    if request.method != "POST":  # signed in again on the way, or loaded the address once more
        return _onward(draft, asked)
    found = get_object_or_404(queue.all_drafts(), pk=draft)
    form = sent_form(request, found)
    if not form.is_valid():
        return show_typed(
            request, found, form, gettext("This form is not complete: look at it again.")
        )
    editor = editor_of(request)
    if stale.has_own_parties(form.data):
        return _with_own_parties(request, found, form)
    key = form.cleaned_data["key"] or request.headers.get("Idempotency-Key", "")[:64]
    try:
        outcome = curation.once(
            curation.Request(editor, found.pk, key),
            lambda: _carry_out(found, editor, form),
            lambda: queue.next_draft(found, editor, asked),
        )
    except curation.CurationError as error:
        return _refused(request, found, form, error)
    if eyes.is_difference(outcome.decision) or outcome.decision.verb == Decision.Verb.SPLIT:
        following: int | None = found.pk  # it is before the editor still
    else:
        following = outcome.following
    return _onward(following, asked)


@require_safe
@login_required
def decided_page(request: HttpRequest) -> HttpResponse:
    """List what editors decided last, one's own with its undo."""
    names = summaries.party_names()
    rows = [queue.decision_row(decision, names) for decision in queue.latest(_DECIDED_SHOWN)]
    return render(request, "review/decided.html", {"rows": rows})


def _carry_out(draft: Draft, editor: User, form: VerdictForm) -> Decision:
    version, verb = form.cleaned_data["version"], form.cleaned_data["verdict"]
    seconds = form.seconds or curation.seconds_on(draft, editor)
    if verb in dict(moves.VERBS):
        return moves.carry_out(draft, editor, form.data, version=version, seconds=seconds)
    if verb == "reject":
        return curation.reject(
            draft.pk, editor, version=version, reason=form.full_reason, seconds=seconds
        )
    if desk.is_unsaved(draft, form.data):
        raise curation.CurationError(
            gettext("You are changing a value and have not saved it: save it, or close its editor.")
        )
    agreement = _agreement(form)
    layer = stale.layer_chosen(form.data, draft)
    if layer is not None:
        draft = curation.revise(draft.pk, editor, version, layer)
        version = draft.version
    verdict = curation.Verdict(
        version,
        agreement,
        form.left_out,
        seconds=seconds,
        record=form.record,
        speaking=form.choices.speaking,
    )
    # What others changed comes first: what is to be ruled on depends on it.
    curation.check_opened(draft, editor, verdict)
    _check_ruled(draft, form)
    return curation.approve(draft.pk, editor, verdict)


def _with_own_parties(request: HttpRequest, draft: Draft, form: VerdictForm) -> HttpResponse:
    """Let the editor's parties stand, and show what the draft is about with these."""
    layer = stale.layer_chosen(form.data, draft)
    try:
        if layer is not None:
            version = form.cleaned_data["version"]
            curation.revise(draft.pk, editor_of(request), version, layer)
    except curation.CurationError as error:
        return _refused(request, draft, form, error)
    told = gettext("Your parties stand now. Look at what the record holds of them, then decide.")
    messages.info(request, told)
    return _onward(draft.pk, asked_for(request))


def _check_ruled(draft: Draft, form: VerdictForm) -> None:
    """Refuse to approve while it is not decided what to do about a contradiction.

    For a draft and a record that are as they were when the page was opened.
    """
    if form.cleaned_data["version"] != draft.version:
        return  # the editor has ruled on the page that told of it
    if found := desk.undecided(draft, form.choices):
        raise curation.CurationError(
            gettext("Sources differ on: %(names)s. Keep the draft's value, or leave it empty.")
            % {"names": ", ".join(found)}
        )


def _agreement(form: VerdictForm) -> Agreement | None:
    key = form.cleaned_data["agreement"]
    if not key:
        return None
    agreement = AgreementQuerySet(Agreement).with_key(key).first()
    if agreement is None:
        raise curation.CurationError(gettext("There is no agreement %(key)s.") % {"key": key})
    return agreement


def sent_form(request: HttpRequest, draft: Draft) -> VerdictForm:
    """Return the form that a draft's page sent, choices between three sides carried out in it."""
    sent = stale.chosen(request.POST, draft)
    return VerdictForm(sent, places=desk.layers(draft).places)


def _refused(
    request: HttpRequest, draft: Draft, form: VerdictForm, error: curation.CurationError
) -> HttpResponse:
    """Say why a decision was not carried out, and keep all that was typed."""
    if isinstance(error, curation.LeaseLostError) and form.cleaned_data["lease"]:
        return show_typed(request, draft, form, error.taken_over)
    is_stale = isinstance(error, curation.StaleDraftError | curation.StaleRecordError)
    if is_stale and form.cleaned_data["verdict"] == "approve":
        answer = _sides(request, draft.pk, form, str(error))
        if answer is not None:
            return answer
    return show_typed(request, draft, form, str(error), is_stale=is_stale)


def _sides(
    request: HttpRequest, draft_id: int, form: VerdictForm, told: str
) -> HttpResponse | None:
    """Let the editor choose, value by value; None where no value of the draft changed."""
    now = queue.all_drafts().get(pk=draft_id)
    curation.take_lease(now, editor_of(request))
    opened = opened_now(now)
    agreement = _agreement(form)
    rows = stale.differences(now, form.data, agreement, form.record or 0)
    if not rows:
        return None
    context = {
        "draft": now,
        "is_open": True,
        "lease": curation.lease_of(now, editor_of(request)),
        "parties": desk.pair_words(Proposal.from_json(now.proposed), summaries.party_names()),
        "agreement": agreement,
        "told": told,
        "rows": rows,
        "columns": [side.column for side in rows[0].sides],
        "typed": stale.typed(form.data),
        "opened": replace(opened, layer=form.data.get("layer", "")),
        "kept": asked_for(request).suffix(),
        "marks": opened.marks([agreement.key] if agreement else []),
    }
    return render(request, "review/stale.html", context, status=409)


def show_typed(
    request: HttpRequest, draft: Draft, form: VerdictForm, told: str = "", *, is_stale: bool = False
) -> HttpResponse:
    """Show the draft as it is now, with what the editor had chosen and why it was not done."""
    now = queue.all_drafts().get(pk=draft.pk)
    if now.state in Draft.UNDECIDED:
        curation.take_lease(now, editor_of(request))
    opened = opened_now(now) if is_stale else opened_before(form, now)
    place = request.POST.get("editing", "") if now.state in Draft.UNDECIDED else ""
    editing = desk.typed_editor(now, place, request.POST) if place else None
    return draft_response(request, now, opened, told=told, choices=form.choices, editing=editing)


def draft_response(
    request: HttpRequest,
    draft: Draft,
    opened: Opened,
    *,
    told: str = "",
    choices: desk.Choices | None = None,
    editing: desk.Editing | None = None,
) -> HttpResponse:
    """Answer with the page of a draft: 409 where something was refused."""
    editor = editor_of(request)
    view = desk.read_draft(draft, choices)
    four_eyes = eyes.four_eyes(draft, editor)
    is_open = four_eyes.is_asked if four_eyes else draft.state == Draft.State.OPEN
    asked = asked_for(request)
    standing = queue.standing(draft, asked, editor)
    if queue.is_whole(asked):
        tell_waiting(request, standing.total)
    if editing:
        editing.aim()
    context = {
        "view": view,
        "told": told,
        "editing": editing,
        "is_rejecting": request.POST.get("verdict") == "reject",
        "is_open": is_open,
        "four_eyes": four_eyes,
        "reasons": VerdictForm.REASONS,
        "moves": moves.read_moves(draft, view, request.POST) if is_open else None,
        "standing": standing,
        "kept": asked.suffix(),
        "lease": curation.lease_of(draft, editor) if is_open else None,
        "opened": opened,
        "marks": opened.marks(candidate.key for candidate in view.candidates),
        "aftermath": None if is_open else queue.aftermath(draft, editor, asked),
        "last": last_decision(editor),
    }
    return render(request, "review/draft.html", context, status=409 if told else 200)


def asked_for(request: HttpRequest) -> queue.Asked:
    """Return the list of the queue that the editor goes through."""
    names = summaries.party_names() if "party" in request.GET else {}
    return queue.read_query(request.GET, names)


def _onward(draft: int | None, asked: queue.Asked) -> HttpResponse:
    """Go on to a draft, else to the list that it would be in."""
    address = reverse("draft", args=[draft]) if draft else reverse("review")
    return redirect(address + asked.suffix())
