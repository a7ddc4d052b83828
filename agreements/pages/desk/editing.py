"""The editors on a draft's page: opened, filled with what was typed, read."""

from collections.abc import Mapping
from typing import Final

from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from agreements import curation
from agreements.models import Draft
from agreements.pages.desk.editors import Editing, Editor, editing
from agreements.pages.desk.layers import Layers, layers, seen_layer
from agreements.pages.desk.value_forms import PartiesForm, ValueForm
from agreements.pages.desk.words import label, value_words
from agreements.proposal import ProposedStatement

NOTHING_THERE: Final = gettext_lazy("The draft has no such value: look at it again.")
# What was typed by its place: a value, or the two parties.
Typed = Mapping[str | int, ProposedStatement | tuple[str, str]]


class EditingError(Exception):
    """Values that can't be saved as they were sent; `editing` shows them with what is wrong."""

    def __init__(self, editing: Editing) -> None:
        """Keep what was typed."""
        self.editing = editing
        super().__init__("Not saved: see what is said at the fields.")


def open_editor(draft: Draft, place: str) -> Editing | None:
    """Return the editor of a value, or of all, of an open draft; None where nothing is there."""
    if not place or draft.state not in Draft.UNDECIDED:
        return None
    return editing(layers(draft), place, None)


def typed_editor(draft: Draft, place: str, form: QueryDict) -> Editing | None:
    """Return the editor with what was typed, for a draft that could not be changed just now."""
    told = layers(draft)
    return editing(told, place, form, told.under(seen_layer(form, draft)))


def is_unsaved(draft: Draft, form: QueryDict) -> bool:
    """Tell whether an editor is open on the page in which something was typed and not saved."""
    place = form.get("editing")
    typed = typed_editor(draft, place, form) if place else None
    return typed is not None and any(each.form.has_changed() for each in typed.filled)


def said(draft: Draft, place: str, editor: User, form: QueryDict) -> tuple[Editing, Typed]:
    """Return the editor that was sent and what was typed in it.

    Evidence that is to stay "as it is" is that of the value on which the editor was opened.

    Raises:
        EditingError: what was sent makes no sound value.
        CurationError: there is no such value.
    """
    told = layers(draft)
    seen = told.under(seen_layer(form, draft))
    typed = editing(told, place, form, seen)
    if typed is None or str(typed.place) != place:
        raise curation.CurationError(NOTHING_THERE)
    if typed.is_all:
        _check_gone(told, seen, form)
    read = {each.place: _said(each, seen, draft.document.text, editor) for each in typed.filled}
    found = {at: value for at, value in read.items() if value is not None}
    if len(found) < len(read):
        raise EditingError(typed)
    return typed, found


def _said(
    each: Editor, seen: Layers, text: str, editor: User
) -> ProposedStatement | tuple[str, str] | None:
    if isinstance(each.form, PartiesForm):
        pair = each.form.cleaned_data if each.form.is_valid() else {}
        return (pair["first"], pair["second"]) if pair else None
    form: ValueForm = each.form
    known = isinstance(each.place, int) and each.place in seen.places
    before = seen.all.statements[int(each.place)] if known else None
    form.complete(before)
    return form.statement(before, text, editor.pk) if form.is_valid() else None


def _check_gone(told: Layers, seen: Layers, form: QueryDict) -> None:
    """Refuse to save where a value that another editor took out meanwhile was on the page."""
    for place in seen.places[len(told.places) :]:
        statement = seen.all.statements[place]
        if any(name.startswith(f"v{place}-") for name in form):
            words = f"{label(statement, {})} {value_words(statement, {})}".strip()
            raise curation.CurationError(
                gettext(
                    "Another editor took out “%(words)s” meanwhile: add it again if it should stay."
                )
                % {"words": words}
            )
