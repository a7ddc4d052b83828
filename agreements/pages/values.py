"""Change the values of a draft from its page; every answer keeps what was chosen and typed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from agreements import curation, summaries
from agreements.models import Draft
from agreements.pages import desk, queue, stale, stale_value
from agreements.pages.forms import VerdictForm
from agreements.pages.in_place import answered_in_place
from agreements.pages.opened import opened_before, opened_now
from agreements.pages.review import asked_for, draft_response
from agreements.pages.signed_in import editor_of

_Change = Callable[[Draft, str, User, QueryDict], Draft]
_CHANGES: Final[Mapping[str, _Change]] = {
    "save": stale_value.settle,
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
    form = VerdictForm(request.POST, places=desk.layers(found).places)
    form.is_valid()
    choices = form.choices
    editor = editor_of(request)
    if do not in _CHANGES:
        opened = desk.open_editor(found, place) if do == "open" else None
        before = opened_before(form, found)
        return draft_response(request, found, before, choices=choices, editing=opened)
    try:
        changed = _CHANGES[do](found, place, editor, request.POST)
    except desk.EditingError as error:
        return _refused(request, form, found, str(error), error.editing)
    except curation.CurationError as error:
        return _overtaken(request, form, found, error)
    if place.startswith("new-"):
        place = str(desk.layers(changed).places[-1])
    onward = asked_for(request).suffix().replace("?", "&", 1)
    row = "" if place == desk.ALL else f"#v{place}"
    return redirect(f"{reverse('draft', args=[draft])}?{choices.query()}{onward}{row}")


def _is_stale(error: curation.CurationError) -> bool:
    return isinstance(error, curation.StaleDraftError)


def _overtaken(
    request: HttpRequest, form: VerdictForm, draft: Draft, error: curation.CurationError
) -> HttpResponse:
    """Answer who came too late to change a value: choose, where another changed the same."""
    do, _, place = request.POST.get("do", "").partition(":")
    now = queue.all_drafts().get(pk=draft.pk)
    is_stale = _is_stale(error) or form.cleaned_data.get("version") not in (None, now.version)
    if do == "save" and is_stale:
        rows = _rows(now, place, editor_of(request), request.POST)
        if rows:
            return _sides(request, now, rows, str(error))
    typed = desk.typed_editor(now, place, request.POST) if do == "save" else None
    return _refused(request, form, draft, str(error), typed, is_stale=is_stale)


def _rows(draft: Draft, place: str, editor: User, form: QueryDict) -> list[stale.Difference]:
    try:
        _, typed = desk.said(draft, place, editor, form)
    except (desk.EditingError, curation.CurationError):
        return []  # what was typed is shown in its editor, with what is wrong
    return stale_value.differences(draft, form, typed)


def _sides(
    request: HttpRequest, draft: Draft, rows: list[stale.Difference], told: str
) -> HttpResponse:
    form, editor = request.POST, editor_of(request)
    curation.take_lease(draft, editor)
    typed = [(name, said) for name, said in stale.typed(form) if name != "keep"]
    left_out = stale_value.merged(form, draft).left_out or ()
    kept = [("keep", str(p)) for p in desk.layers(draft).places if p not in left_out]
    context = {
        "draft": draft,
        "is_open": True,
        "lease": curation.lease_of(draft, editor),
        "parties": desk.pair_words(desk.layers(draft).all, summaries.party_names()),
        "told": told,
        "rows": rows,
        "columns": [side.column for side in rows[0].sides],
        "typed": [*typed, *kept],
        "opened": replace(opened_now(draft), layer=form.get("layer", "")),
        "marks": form.getlist("record"),
        "kept": asked_for(request).suffix(),
        "saving": form.get("do"),
    }
    return render(request, "review/stale.html", context, status=409)


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
    choices = stale_value.merged(request.POST, now) if is_stale else form.choices
    return draft_response(request, now, opened, told=told, choices=choices, editing=editing)
