"""A decided draft dealt again: its page shows the text and the reader's values, and no verdict.

What an editor says otherwise there is a layer of its own, carried by the page and kept in the
editor's session until they have said what they would do; the draft knows nothing of it.
"""

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from agreements import curation, summaries
from agreements.models import Draft, Opinion
from agreements.pages import desk, queue
from agreements.pages.desk.layers import seen_layer, signed_layer
from agreements.pages.forms import VerdictForm
from agreements.pages.in_place import answered_in_place
from agreements.pages.signed_in import editor_of, last_decision
from agreements.revision import Revision

_LAYERS: Final = "dealt_again"
_CHANGES: Final = ("save", "back")


def again_page(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Show a draft as the reader made it, with what this editor has said otherwise so far.

    What the record says of it by now is not shown.
    """
    blank = _blank(request, draft)
    return _response(request, blank, editing=desk.open_editor(blank, request.GET.get("edit", "")))


@answered_in_place
@login_required
def say(request: HttpRequest, draft: int) -> HttpResponse:
    """Keep what this editor says of the draft, then go on to the next one."""
    found = _dealt(request, draft)
    if isinstance(found, HttpResponse):
        return found
    blank, editor = _blank(request, found), editor_of(request)
    form = VerdictForm(request.POST, places=desk.layers(blank).places)
    try:
        _keep(blank, editor, form)
    except curation.CurationError as error:
        editing = desk.typed_editor(blank, request.POST.get("editing", ""), request.POST)
        return _response(request, blank, told=str(error), choices=form.choices, editing=editing)
    _remember(request, found, None)
    asked = queue.read_query(request.GET, summaries.party_names())
    following = queue.next_draft(found, editor, asked)
    address = reverse("draft", args=[following]) if following else reverse("review")
    return redirect(address + asked.suffix())


@answered_in_place
@login_required
def change(request: HttpRequest, draft: int) -> HttpResponse:
    """Open the editor of a value, save it, or put the machine's back; the draft stays as it is."""
    found = _dealt(request, draft)
    if isinstance(found, HttpResponse):
        return found
    blank = _blank(request, found)
    choices = VerdictForm(request.POST, places=desk.layers(blank).places).choices
    do, _, place = request.POST.get("do", "").partition(":")
    if do not in _CHANGES:
        opened = desk.open_editor(blank, place) if do == "open" else None
        return _response(request, blank, choices=choices, editing=opened)
    try:
        changed = _changed(blank, do, place, request)
    except (desk.EditingError, curation.CurationError) as error:
        typed = desk.typed_editor(blank, place, request.POST) if do == "save" else None
        typed = error.editing if isinstance(error, desk.EditingError) else typed
        return _response(request, blank, told=str(error), choices=choices, editing=typed)
    _remember(request, found, changed.revised)
    if place.startswith("new-"):
        place = str(desk.layers(changed).places[-1])
    asked = queue.read_query(request.GET, summaries.party_names())
    row = "" if place == desk.ALL else f"#v{place}"
    return redirect(f"{reverse('draft', args=[draft])}{asked.suffix()}{row}")


def _changed(blank: Draft, do: str, place: str, request: HttpRequest) -> Draft:
    editor, store = editor_of(request), curation.revise_again
    if do == "save":
        return desk.save(blank, place, editor, request.POST, store=store)
    return desk.put_back(blank, place, editor, request.POST, store)


def _response(
    request: HttpRequest,
    blank: Draft,
    *,
    told: str = "",
    choices: desk.Choices | None = None,
    editing: desk.Editing | None = None,
) -> HttpResponse:
    asked = queue.read_query(request.GET, summaries.party_names())
    editor = editor_of(request)
    # Neither a record nor other texts: what the first editor had before them can't be had again.
    view = desk.read_draft(blank, replace(choices or desk.Choices(), agreement="", seen=0))
    context = {
        "view": view,
        "told": told,
        "editing": editing,
        "is_open": True,
        "layer": signed_layer(blank),
        "standing": queue.standing(blank, asked, editor),
        "kept": asked.suffix(),
        "is_rejecting": request.POST.get("verdict") == "reject",
        "reasons": VerdictForm.REASONS,
        "last": last_decision(editor),
    }
    return render(request, "review/again.html", context, status=409 if told else 200)


def _keep(blank: Draft, editor: User, form: VerdictForm) -> Opinion:
    if not form.is_valid():
        raise curation.CurationError(gettext("This form is not complete: look at it again."))
    if form.cleaned_data["verdict"] == "reject":
        return curation.reject_again(
            blank.pk, editor, reason=form.full_reason, seconds=form.seconds
        )
    if desk.is_unsaved(blank, form.data):
        raise curation.CurationError(
            gettext("You are changing a value and have not saved it: save it, or close its editor.")
        )
    verdict = curation.Verdict(
        form.cleaned_data["version"], left_out=form.left_out, seconds=form.seconds
    )
    return curation.approve_again(blank.pk, editor, verdict, Revision.from_json(blank.revised))


def _dealt(request: HttpRequest, draft: int) -> Draft | HttpResponse:
    """Return the draft that this editor is asked about again, or what to answer instead."""
    if request.method != "POST":
        return redirect("draft", draft)
    found = get_object_or_404(queue.all_drafts(), pk=draft)
    return found if curation.is_dealt_to(found, editor_of(request)) else _not_asked(request)


def _not_asked(request: HttpRequest) -> HttpResponse:
    messages.info(request, gettext("Nobody asks you about this draft any more."))
    return redirect("review")


def _blank(request: HttpRequest, draft: Draft) -> Draft:
    """Return the draft without what others did to it, in this editor's layer; never to be saved."""
    blank = copy(draft)
    blank.state, blank.match, blank.revised_by = Draft.State.OPEN, None, editor_of(request)
    blank.revised = _remembered(request).get(str(draft.pk))
    blank.revised = seen_layer(request.POST, blank).to_json()
    return blank


def _remembered(request: HttpRequest) -> Mapping[str, Any]:
    found: Mapping[str, Any] = request.session.get(_LAYERS, {})
    return found


def _remember(request: HttpRequest, draft: Draft, layer: dict[str, Any] | None) -> None:
    kept = {key: told for key, told in _remembered(request).items() if key != str(draft.pk)}
    request.session[_LAYERS] = kept | ({str(draft.pk): layer} if layer else {})
