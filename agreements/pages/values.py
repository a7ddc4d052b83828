"""Change the values of a draft from its page; every answer keeps what was chosen and typed."""

from collections.abc import Callable, Mapping
from typing import Final

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from agreements import curation
from agreements.models import Draft
from agreements.pages import desk, queue
from agreements.pages.forms import VerdictForm
from agreements.pages.in_place import answered_in_place
from agreements.pages.opened import opened_before, opened_now
from agreements.pages.review import asked_for, draft_response, sent_form
from agreements.pages.signed_in import editor_of

_Change = Callable[[Draft, str, User, QueryDict, desk.Choices], Draft]
_CHANGES: Final[Mapping[str, _Change]] = {
    "save": desk.save,
    "back": desk.put_back,
    "take": desk.take_later,
}


@answered_in_place
@login_required
def change(request: HttpRequest, draft: int) -> HttpResponse:
    """Open the editor of a value, save it, or put the machine's back; `do` says what, and where."""
    if request.method != "POST":
        return redirect("draft", draft)
    found = get_object_or_404(queue.all_drafts(), pk=draft)
    do, _, place = request.POST.get("do", "").partition(":")
    form = sent_form(request, found)
    form.is_valid()
    choices = form.choices
    editor = editor_of(request)
    if do not in _CHANGES:
        opened = desk.open_editor(found, place) if do == "open" else None
        before = opened_before(form, found)
        return draft_response(request, found, before, choices=choices, editing=opened)
    try:
        changed = _CHANGES[do](found, place, editor, request.POST, choices)
    except desk.EditingError as error:
        return _refused(request, form, found, str(error), error.editing)
    except curation.CurationError as error:
        typed = desk.typed_editor(found, place, request.POST) if do == "save" else None
        return _refused(request, form, found, str(error), typed, is_stale=_is_stale(error))
    if place.startswith("new-"):
        place = str(desk.layers(changed).places[-1])
    onward = asked_for(request).suffix().replace("?", "&", 1)
    return redirect(f"{reverse('draft', args=[draft])}?{choices.query()}{onward}#v{place}")


def _is_stale(error: curation.CurationError) -> bool:
    return isinstance(error, curation.StaleDraftError)


def _refused(
    request: HttpRequest,
    form: VerdictForm,
    draft: Draft,
    told: str,
    editing: desk.Editing | None,
    *,
    is_stale: bool = False,
) -> HttpResponse:
    """Show the draft as it is now, with the editor still open and what was typed in it."""
    now = queue.all_drafts().get(pk=draft.pk)
    opened = opened_now(now) if is_stale else opened_before(form, now)
    return draft_response(request, now, opened, told=told, choices=form.choices, editing=editing)
