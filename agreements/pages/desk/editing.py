"""The editor of one value on a draft's page: opened, filled in, saved into the editor's layer."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict

from agreements import curation, summaries
from agreements.models import Draft
from agreements.pages.desk import codebook
from agreements.pages.desk.beside import later_statement
from agreements.pages.desk.choices import Choices, number
from agreements.pages.desk.layers import Layers, layers
from agreements.pages.desk.value_forms import FORMS, PREFIX, PartiesForm, ValueForm
from agreements.proposal import ProposedStatement
from agreements.revision import Revision

PARTIES: Final = "parties"
_NEW: Final = "new-"
_NOTHING_THERE: Final = "The draft has no such value: look at it again."


class EditingError(Exception):
    """A value that can't be saved as it was sent; `editing` shows it with what is wrong."""

    def __init__(self, editing: "Editing") -> None:
        """Keep what was typed."""
        self.editing = editing
        super().__init__("Not saved: see what is said at the fields.")


@dataclass(frozen=True, slots=True)
class Editing:
    """An open editor: of the value at a place, of a new one ("new-term"), or of the parties."""

    place: str | int
    title: str
    form: Any

    @property
    def is_new(self) -> bool:
        """Tell whether it is of a value that the draft does not have yet."""
        return isinstance(self.place, str) and self.place.startswith(_NEW)

    @property
    def has_evidence(self) -> bool:
        """Tell whether it is of a value, which needs evidence."""
        return isinstance(self.form, ValueForm)

    @property
    def values(self) -> list[tuple[forms.BoundField, str, codebook.Meanings]]:
        """The fields of the value, each with what the chosen means and what all choices mean.

        The first of them that is wrong, else the first, takes the focus.
        """
        names = self.form.NAMES if isinstance(self.form, ValueForm) else list(self.form.fields)
        wrong = [name for name in self.form.fields if self.form.is_bound and self.form[name].errors]
        self.form.fields[[*wrong, *names][0]].widget.attrs["autofocus"] = True
        return [(self.form[n], self._meaning(n), self._meanings(n)) for n in names]

    def _meaning(self, name: str) -> str:
        meant: Mapping[str, str] = self.form.MEANINGS.get(name, {})
        return meant.get(str(self.form[name].value()), "")

    def _meanings(self, name: str) -> codebook.Meanings:
        meant = self.form.MEANINGS.get(name, {})
        return codebook.meanings(self.form.fields[name].choices, meant) if meant else []


def open_editor(draft: Draft, place: str) -> Editing | None:
    """Return the editor of a value of an open draft; None where there is no such place."""
    if not place or draft.state not in Draft.UNDECIDED:
        return None
    return _editing(layers(draft), place, None)


def typed_editor(draft: Draft, place: str, form: QueryDict) -> Editing | None:
    """Return the editor with what was typed, for a draft that could not be changed just now."""
    return _editing(layers(draft), place, form)


def is_unsaved(draft: Draft, form: QueryDict) -> bool:
    """Tell whether an editor is open on the page in which something was typed and not saved."""
    place = form.get("editing")
    editing = typed_editor(draft, place, form) if place else None
    return editing is not None and bool(editing.form.has_changed())


def save(
    draft: Draft,
    place: str,
    editor: User,
    form: QueryDict,
    choices: Choices,
    *,
    seen: Revision | None = None,
) -> Draft:
    """Save what was sent into the editor's layer.

    `seen` is the layer as it was when the editor was opened, the draft's own where that is not
    known: evidence that is to stay "as it is" is that one's.

    Raises:
        EditingError: what was sent makes no sound value.
        CurationError: the draft can't be changed.
    """
    told = layers(draft)
    editing, said = _said(draft, place, editor, form, seen)
    revision = told.revision.leaving_out(choices.left_out or ())
    if isinstance(said, tuple):
        return _revise(draft, editor, form, revision.between(said, told.machine), editing)
    at = editing.place if isinstance(editing.place, int) else len(told.places)
    return _revise(draft, editor, form, revision.saying(at, said, told.machine), editing)


def said(
    draft: Draft, place: str, editor: User, form: QueryDict, seen: Revision
) -> ProposedStatement | tuple[str, str]:
    """Return the value, or the parties, as they were typed.

    Raises:
        EditingError: what was sent makes no sound value.
        CurationError: there is no such value.
    """
    return _said(draft, place, editor, form, seen)[1]


def save_as_was(
    draft: Draft, place: str, editor: User, form: QueryDict, choices: Choices, *, seen: Revision
) -> Draft:
    """Save the value, or the parties, as they were when the editor was opened.

    Raises:
        CurationError: the draft can't be changed.
    """
    told = layers(draft)
    was = seen.all_of(told.machine)
    revision = told.revision.leaving_out(choices.left_out or ())
    if place == PARTIES:
        revised = revision.between(was.parties, told.machine)
    else:
        at = _known(told, place)
        revised = revision.saying(at, was.statements[at], told.machine)
    return curation.revise(draft.pk, editor, _version(form), revised)


def put_back(draft: Draft, place: str, editor: User, form: QueryDict, choices: Choices) -> Draft:
    """Put the machine's value back at a place, or take out what was added there.

    Raises:
        CurationError: the draft can't be changed.
    """
    told = layers(draft)
    revision = told.revision.leaving_out(choices.left_out or ())
    if place == PARTIES:
        revised = revision.between(told.machine.parties, told.machine)
    else:
        revised = revision.putting_back(_known(told, place), told.machine)
    return curation.revise(draft.pk, editor, _version(form), revised)


def take_later(draft: Draft, place: str, editor: User, form: QueryDict, choices: Choices) -> Draft:
    """Take at a place what a later reading of the same text says.

    Raises:
        CurationError: it says nothing there, or the draft can't be changed.
    """
    told = layers(draft)
    at = _known(told, place)
    later = later_statement(draft, told.all, at)
    if later is None:
        raise curation.CurationError("No later reading says anything of that.")
    revision = told.revision.leaving_out(choices.left_out or ())
    revised = revision.saying(at, later, told.machine)
    return curation.revise(draft.pk, editor, _version(form), revised)


def _said(
    draft: Draft, place: str, editor: User, form: QueryDict, seen: Revision | None
) -> tuple[Editing, ProposedStatement | tuple[str, str]]:
    told = layers(draft)
    editing = _editing(told, place, form)
    if editing is None or str(editing.place) != place:
        raise curation.CurationError(_NOTHING_THERE)
    if isinstance(editing.form, PartiesForm):
        if not editing.form.is_valid():
            raise EditingError(editing)
        return editing, (editing.form.cleaned_data["first"], editing.form.cleaned_data["second"])
    before = _before(told, editing, seen)
    _complete(editing.form, before)
    if not editing.form.is_valid():
        raise EditingError(editing)
    statement = editing.form.statement(before, draft.document.text, editor.pk)
    if statement is None:
        raise EditingError(editing)
    return editing, statement


def _before(told: Layers, editing: Editing, seen: Revision | None) -> ProposedStatement | None:
    """Return the value that the editor was opened on; None for a new one."""
    if not isinstance(editing.place, int):
        return None
    was = seen.all_of(told.machine).statements if seen else ()
    statements = was if editing.place < len(was) else told.all.statements
    return statements[editing.place]


def _revise(
    draft: Draft, editor: User, form: QueryDict, revised: Revision, editing: Editing
) -> Draft:
    try:
        return curation.revise(draft.pk, editor, _version(form), revised)
    except curation.RevisionError as error:
        place = editing.place if isinstance(editing.place, int) else len(layers(draft).places)
        for fault in error.faults:
            known = fault.place == place and fault.field in editing.form.fields
            editing.form.add_error(fault.field if known else None, fault.words)
        raise EditingError(editing) from error


def _editing(told: Layers, place: str, form: QueryDict | None) -> Editing | None:
    names = summaries.party_names()
    if place == PARTIES:
        said = [names.get(code, code) for code in told.all.parties]
        initial = dict(zip(("first", "second"), said, strict=True))
        return Editing(place, "The two parties", PartiesForm(names, form, initial=initial))
    pair = {code: names.get(code, code) for code in told.all.parties}
    if place.startswith(_NEW):
        kind = FORMS.get(place.removeprefix(_NEW))
        start = {"evidence": "quote"}
        return Editing(place, "A new value", kind(pair, form, initial=start)) if kind else None
    at = number(place)
    if at is not None and at not in told.places and form is not None:
        return _editing(told, _NEW + _kind(form), form)  # taken out meanwhile, and typed in
    if at is None or at not in told.places:
        return None
    statement = told.all.statements[at]
    bound = FORMS[statement.ABOUT](pair, form, initial=_initial(statement))
    return Editing(at, "Say it otherwise", bound)


def _kind(form: QueryDict) -> str:
    """Return of what kind a value is that was typed."""
    marks = {f"{PREFIX}-kind": "milestone", f"{PREFIX}-type": "commitment"}
    return next((kind for name, kind in marks.items() if name in form), "term")


def _initial(statement: ProposedStatement) -> dict[str, object]:
    said = {each.name: getattr(statement, each.name) for each in fields(statement)}
    return said | {"evidence": "keep" if statement.sources else "quote"}


def _complete(form: ValueForm, before: ProposedStatement | None) -> None:
    """Let what was not sent at all be as it is: one who gives new evidence sends nothing else."""
    if before is None or any(f"{PREFIX}-{name}" in form.data for name in form.NAMES):
        return
    data = {name: form.data.get(name) for name in form.data}
    for name in form.NAMES:
        value = getattr(before, name)
        if value not in (None, False):
            data[f"{PREFIX}-{name}"] = str(value)
    form.data = data


def _known(told: Layers, place: str) -> int:
    at = number(place)
    if at is None or at not in told.places:
        raise curation.CurationError(_NOTHING_THERE)
    return at


def _version(form: QueryDict) -> int:
    return number(form.get("version")) or 0
