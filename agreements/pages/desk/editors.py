"""The editors on a draft's page: of one value, or of all of them at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext

from agreements import summaries
from agreements.models import CommitmentType
from agreements.pages.desk import codebook
from agreements.pages.desk.choices import number
from agreements.pages.desk.layers import Layers
from agreements.pages.desk.value_forms import FORMS, PREFIX, Known, PartiesForm, ValueForm
from agreements.proposal import ProposedStatement

ALL: Final = "all"
PARTIES: Final = "parties"
_NEW: Final = "new-"


@dataclass(frozen=True, slots=True)
class Editor:
    """One value's editor: of the value at a place, of a new one ("new-term"), or of the parties."""

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
    def names(self) -> list[str]:
        """The names of the fields that say the value."""
        return list(self.form.NAMES if self.has_evidence else self.form.fields)

    @property
    def wrong(self) -> list[str]:
        """The names of the fields that are wrong as they were sent."""
        return [name for name in self.form.fields if self.form.is_bound and self.form[name].errors]

    @property
    def values(self) -> list["Field"]:
        """The fields of the value, with what the codebook says of them."""
        return [self._field(name) for name in self.names]

    def _field(self, name: str) -> "Field":
        bound, entries = self.form[name], self.form.MEANINGS.get(name)
        if entries is None:
            own = codebook.of("fields").get(name) if self.has_evidence else None
            return Field(bound, codebook.Meant(name, "", own) if own else None, [])
        found = codebook.meanings(self.form.fields[name].choices, entries)
        return Field(bound, codebook.meant(found, bound.value()), found)


@dataclass(frozen=True, slots=True)
class Field:
    """A field with what it, or what is chosen in it, means, and what all choices mean."""

    bound: forms.BoundField
    meant: codebook.Meant | None
    meanings: codebook.Meanings


@dataclass(frozen=True, slots=True)
class Editing:
    """What is open on a draft's page: `place` is that of the one value, or `ALL`."""

    place: str | int
    editors: tuple[Editor, ...]

    def __iter__(self) -> Iterator[Editor]:
        """Go through the editors in the order of the page."""
        return iter(self.editors)

    def aim(self) -> None:
        """Let the first field that is wrong take the focus, else the first of all."""
        wrong = [(editor, name) for editor in self for name in editor.wrong]
        first = [(editor, name) for editor in self for name in editor.names]
        for editor, name in (wrong or first)[:1]:
            editor.form.fields[name].widget.attrs["autofocus"] = True

    @property
    def is_all(self) -> bool:
        """Tell whether all values are open, to be saved together."""
        return self.place == ALL

    @property
    def filled(self) -> list[Editor]:
        """The editors in which something was typed; of one value, its own in any case."""
        return [editor for editor in self if editor.form.is_bound]

    @property
    def new(self) -> Editor | None:
        """The editor of a value that the draft does not have yet, if that is what is open."""
        return next((editor for editor in self if editor.is_new), None)

    @property
    def meanings(self) -> list[tuple[str, codebook.Meanings]]:
        """What there is to choose among in all of them, each once, with the field's label."""
        fields = (field for editor in self for field in editor.values if field.meanings)
        return list({str(f.bound.label): f.meanings for f in fields}.items())

    def at(self, place: str | int) -> Editor | None:
        """Return the editor of the value at a place."""
        return next((editor for editor in self if editor.place == place), None)


def editing(
    told: Layers, place: str, form: QueryDict | None, seen: Layers | None = None
) -> Editing | None:
    """Return what is to be open, filled with what was typed; None where there is no such place.

    Of all values, one that was not typed in shows what stands there now: `seen` is what stood
    when the page was opened. Two queries.
    """
    names = summaries.party_names()
    pair = {code: names.get(code, code) for code in told.all.parties}
    known = Known(pair, list(CommitmentType.objects.all()))
    if place == ALL:
        editors = (_parties(told, names, None, f"{PREFIX}{PARTIES}"), *_values(told, known))
        if form is not None:
            before = editing(seen or told, ALL, None)
            editors = tuple(
                _typed(e, before.at(e.place) if before else None, form) for e in editors
            )
        return Editing(ALL, editors)
    editor = _one(told, place, form, names, known)
    return Editing(editor.place, (editor,)) if editor else None


def _typed(now: Editor, before: Editor | None, form: QueryDict) -> Editor:
    """Return an editor filled with what was typed in it; the same editor where nothing was."""
    if before is None or not any(now.form.add_prefix(n) in form for n in now.names):
        return now
    if not _filled(before, form, before.form.initial).form.has_changed():
        return now
    return _filled(now, form, now.form.initial)


def _filled(editor: Editor, form: QueryDict, initial: Mapping[str, object]) -> Editor:
    made = type(editor.form)(editor.form.known, form, initial=initial, prefix=editor.form.prefix)
    return Editor(editor.place, editor.title, made)


def _values(told: Layers, known: Known) -> Iterator[Editor]:
    for place, statement in enumerate(told.all.statements):
        yield _of_value(place, statement, known, None, f"{PREFIX}{place}")


def _one(
    told: Layers, place: str, form: QueryDict | None, names: Mapping[str, str], known: Known
) -> Editor | None:
    if place == PARTIES:
        return _parties(told, names, form, PREFIX)
    if place.startswith(_NEW):
        kind = FORMS.get(place.removeprefix(_NEW))
        start = {"evidence": "quote"}
        return (
            Editor(place, gettext("A new value"), kind(known, form, initial=start))
            if kind
            else None
        )
    at = number(place)
    if at is not None and at not in told.places and form is not None:
        return _one(told, _NEW + _kind(form), form, names, known)  # taken out meanwhile
    if at is None or at not in told.places:
        return None
    return _of_value(at, told.all.statements[at], known, form, PREFIX)


def _kind(form: QueryDict) -> str:
    """Return of what kind a value is that was typed."""
    marks = {f"{PREFIX}-kind": "milestone", f"{PREFIX}-type": "commitment"}
    return next((kind for name, kind in marks.items() if name in form), "term")


def _parties(told: Layers, names: Mapping[str, str], form: QueryDict | None, prefix: str) -> Editor:
    said = [names.get(code, code) for code in told.all.parties]
    initial = dict(zip(("first", "second"), said, strict=True))
    made = PartiesForm(Known(names, []), form, initial=initial, prefix=prefix)
    return Editor(PARTIES, gettext("The two parties"), made)


def _of_value(
    place: int, statement: ProposedStatement, known: Known, form: QueryDict | None, prefix: str
) -> Editor:
    made = FORMS[statement.ABOUT](known, form, initial=_initial(statement), prefix=prefix)
    return Editor(place, gettext("Say it otherwise"), made)


def _initial(statement: ProposedStatement) -> dict[str, object]:
    said = {each.name: getattr(statement, each.name) for each in fields(statement)}
    return said | {"evidence": "keep" if statement.sources else "quote"}
