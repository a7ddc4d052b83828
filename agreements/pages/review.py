"""The editors' pages: the queue, one draft, what was decided."""

from datetime import timedelta
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements import curation, summaries
from agreements.models import Agreement, Decision, Draft
from agreements.models.agreement import AgreementQuerySet
from agreements.pages import desk, queue
from agreements.pages.forms import VerdictForm
from agreements.proposal import Proposal

_QUEUE_SHOWN: Final = 50
_DECIDED_SHOWN: Final = 50
_STRIP: Final = timedelta(minutes=15)


@require_safe
@login_required
def queue_page(request: HttpRequest) -> HttpResponse:
    """List the drafts that wait, the oldest first; `document` narrows to those of one text."""
    names = summaries.party_names()
    document = request.GET.get("document", "")
    drafts = list(queue.open_drafts(document)[:_QUEUE_SHOWN])
    context = {
        "queue": summaries.waiting_drafts(),
        "document": document,
        "rows": [queue.queue_row(draft, names) for draft in drafts],
        "others": [] if drafts else queue.other_drafts(document, names),
        "last": _last_decision(_editor(request)),
    }
    return render(request, "review/queue.html", context)


@require_safe
@login_required
def draft_page(request: HttpRequest, draft: int) -> HttpResponse:
    """Show one draft: the text with its evidence, the values, what to do."""
    found = get_object_or_404(queue.all_drafts(), pk=draft)
    if found.state == Draft.State.OPEN:
        curation.take_lease(found, _editor(request))
    return _draft_response(request, found, desk.read_draft(found))


@login_required
def decide(request: HttpRequest, draft: int) -> HttpResponse:
    """Approve or reject a draft, then go on to the next one."""
    if request.method != "POST":  # signed in again on the way, or loaded the address once more
        return redirect("draft", draft)
    found = get_object_or_404(queue.all_drafts(), pk=draft)
    form = VerdictForm(request.POST, proposal=Proposal.from_json(found.proposed))
    if not form.is_valid():
        return _refused(request, found, form, "This form is not complete: look at it again.")
    try:
        _carry_out(found, _editor(request), form)
    except curation.CurationError as error:
        return _refused(request, found, form, str(error))
    following = queue.next_draft(found)
    return redirect("draft", following.pk) if following else redirect("review")


@require_safe
@login_required
def decided_page(request: HttpRequest) -> HttpResponse:
    """List the editor's own last decisions, each with its undo."""
    own = Decision.objects.filter(editor=_editor(request)).select_related(
        "draft__document", "agreement", "undone_by", "undoes"
    )
    names = summaries.party_names()
    rows = [queue.decision_row(decision, names) for decision in own[:_DECIDED_SHOWN]]
    return render(request, "review/decided.html", {"rows": rows})


@login_required
def undo(request: HttpRequest, decision: int) -> HttpResponse:
    """Take back a decision and show its draft again."""
    if request.method != "POST":
        return redirect("review_decided")
    found = get_object_or_404(Decision, pk=decision)
    try:
        curation.undo(found.pk, _editor(request))
    except curation.CurationError as error:
        messages.error(request, str(error), extra_tags="bad")
        return redirect("review_decided")
    messages.success(request, "Undone. The draft waits for a decision again.", extra_tags="good")
    return redirect("draft", found.draft_id)


def _carry_out(draft: Draft, editor: User, form: VerdictForm) -> Decision:
    version = form.cleaned_data["version"]
    if form.cleaned_data["verdict"] == "reject":
        return curation.reject(draft.pk, editor, version=version, reason=form.full_reason)
    verdict = curation.Verdict(version, _agreement(form), form.left_out)
    return curation.approve(draft.pk, editor, verdict)


def _agreement(form: VerdictForm) -> Agreement | None:
    key = form.cleaned_data["agreement"]
    if not key:
        return None
    agreement = AgreementQuerySet(Agreement).with_key(key).first()
    if agreement is None:
        raise curation.CurationError(f"There is no agreement {key}.")
    return agreement


def _refused(request: HttpRequest, draft: Draft, form: VerdictForm, told: str) -> HttpResponse:
    """Show the draft as it is now, with what the editor had chosen and why it was not done."""
    now = queue.all_drafts().get(pk=draft.pk)
    chosen = form.cleaned_data.get("agreement")
    view = desk.read_draft(now, left_out=form.left_out, chosen=chosen)
    return _draft_response(request, now, view, told=told)


def _draft_response(
    request: HttpRequest, draft: Draft, view: desk.DraftView, *, told: str = ""
) -> HttpResponse:
    editor = _editor(request)
    is_open = draft.state == Draft.State.OPEN
    context = {
        "view": view,
        "told": told,
        "is_rejecting": request.POST.get("verdict") == "reject",
        "is_open": is_open,
        "reasons": VerdictForm.REASONS,
        "position": queue.position(draft) if is_open else None,
        "queue": summaries.waiting_drafts(),
        "other": queue.other_reader(draft, editor, timezone.now()),
        "decision": None if is_open else queue.standing_decision(draft),
        "last": _last_decision(editor),
    }
    return render(request, "review/draft.html", context, status=409 if told else 200)


def _last_decision(editor: User) -> Decision | None:
    """Return the editor's decision of a moment ago that can still be undone, for the strip."""
    return queue.last_decision(editor, since=timezone.now() - _STRIP)


def _editor(request: HttpRequest) -> User:
    # `login_required` let nobody else through.
    assert isinstance(request.user, User)  # noqa: S101  narrows the type
    return request.user
