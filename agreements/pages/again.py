"""A decided draft dealt again: its page shows the text and the reader's values, and no verdict."""

from copy import copy
from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from agreements import curation, summaries
from agreements.models import Draft, Opinion
from agreements.pages import desk, queue
from agreements.pages.forms import VerdictForm
from agreements.pages.signed_in import editor_of, last_decision


def again_page(
    request: HttpRequest, draft: Draft, *, told: str = "", choices: desk.Choices | None = None
) -> HttpResponse:
    """Show a draft as the reader made it; what the record says of it by now is not shown."""
    asked = queue.read_query(request.GET, summaries.party_names())
    blank = copy(draft)
    blank.state, blank.revised, blank.match = Draft.State.OPEN, None, None
    view = desk.read_draft(blank, replace(choices or desk.Choices(), agreement=""))
    context = {
        "view": view,
        "told": told,
        "standing": queue.standing(draft, asked, editor_of(request)),
        "kept": asked.suffix(),
        "is_rejecting": request.POST.get("verdict") == "reject",
        "reasons": VerdictForm.REASONS,
        "last": last_decision(editor_of(request)),
    }
    return render(request, "review/again.html", context, status=409 if told else 200)


@login_required
def say(request: HttpRequest, draft: int) -> HttpResponse:
    """Keep what this editor says of the draft, then go on to the next one."""
    if request.method != "POST":
        return redirect("draft", draft)
    found, editor = get_object_or_404(queue.all_drafts(), pk=draft), editor_of(request)
    form = VerdictForm(request.POST, places=range(len(found.proposed["statements"])))
    if not curation.is_dealt_to(found, editor):
        messages.info(request, "Nobody asks you about this draft any more.")
        return redirect("review")
    try:
        _keep(found, editor, form)
    except curation.CurationError as error:
        return again_page(request, found, told=str(error), choices=form.choices)
    asked = queue.read_query(request.GET, summaries.party_names())
    following = queue.next_draft(found, editor, asked)
    address = reverse("draft", args=[following]) if following else reverse("review")
    return redirect(address + asked.suffix())


def _keep(draft: Draft, editor: User, form: VerdictForm) -> Opinion:
    if not form.is_valid():
        raise curation.CurationError("This form is not complete: look at it again.")
    if form.cleaned_data["verdict"] == "reject":
        return curation.reject_again(draft.pk, editor, reason=form.full_reason)
    verdict = curation.Verdict(form.cleaned_data["version"], left_out=form.left_out)
    return curation.approve_again(draft.pk, editor, verdict)
