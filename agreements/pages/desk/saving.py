"""Values saved into the editor's layer: one, or all that were typed, together or not at all."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.translation import gettext

from agreements import curation
from agreements.models import Draft
from agreements.pages.desk.beside import later_statement
from agreements.pages.desk.choices import number, sent
from agreements.pages.desk.editing import NOTHING_THERE, EditingError, Typed, said
from agreements.pages.desk.editors import PARTIES, Editing
from agreements.pages.desk.layers import Layers, layers, seen_layer
from agreements.revision import Revision

# How a layer is stored: `curation.revise`, or what a draft dealt again does instead.
Store = Callable[[int, User, int, Revision], Draft]
# Of what the editor opened, typed, and finds now: what is to stand where another was at it too.
WAS: Final = "was"
MINE: Final = "mine"
DRAFTS: Final = "draft"


def save(
    draft: Draft,
    place: str,
    editor: User,
    form: QueryDict,
    sides: Mapping[str, str] = MappingProxyType({}),
    store: Store = curation.revise,
) -> Draft:
    """Save what was typed into the editor's layer, as `store` does it: all of it, or nothing.

    `sides` says of a place which of three is to stand; what was typed, where it says nothing.

    Raises:
        EditingError: what was sent makes no sound value.
        CurationError: the draft can't be changed.
    """
    told = layers(draft)
    typed, values = said(draft, place, editor, form)
    revised = _settled(told, told.under(seen_layer(form, draft)), values, sides)
    revised = revised.leaving_out(_left_out(form, told))
    try:
        return store(draft.pk, editor, _version(form), revised)
    except curation.RevisionError as error:
        if not typed.filled:  # what is wrong was there before
            raise
        _tell(error, typed, len(told.places))
        raise EditingError(typed) from error


def put_back(
    draft: Draft, place: str, editor: User, form: QueryDict, store: Store = curation.revise
) -> Draft:
    """Put the machine's value back at a place, or take out what was added there.

    Raises:
        CurationError: the draft can't be changed.
    """
    told = layers(draft)
    revision = told.revision.leaving_out(_left_out(form, told))
    if place == PARTIES:
        revised = revision.between(told.machine.parties, told.machine)
    else:
        revised = revision.putting_back(_known(told, place), told.machine)
    return store(draft.pk, editor, _version(form), revised)


def take_later(draft: Draft, place: str, editor: User, form: QueryDict) -> Draft:
    """Take at a place what a later reading of the same text says.

    Raises:
        CurationError: it says nothing there, or the draft can't be changed.
    """
    told = layers(draft)
    at = _known(told, place)
    later = later_statement(draft, told.all, at)
    if later is None:
        raise curation.CurationError(gettext("No later reading says anything of that."))
    revision = told.revision.leaving_out(_left_out(form, told))
    revised = revision.saying(at, later, told.machine)
    return curation.revise(draft.pk, editor, _version(form), revised)


def _settled(told: Layers, seen: Layers, typed: Typed, sides: Mapping[str, str]) -> Revision:
    """Return the layer with what is to stand; own parties last, since they rename who owes what."""
    own = typed.get(PARTIES)
    pair = sides.get(PARTIES, MINE if own else DRAFTS)
    revised = told.revision
    if pair != DRAFTS:
        revised = revised.between(seen.all.parties, told.machine)
    for place, statement in typed.items():
        side = sides.get(str(place), MINE)
        if isinstance(statement, tuple) or side == DRAFTS:
            continue
        at = place if isinstance(place, int) else len(told.places)
        stands = seen.all.statements[at] if side == WAS else statement
        revised = revised.saying(at, stands, told.machine)
    if isinstance(own, tuple) and pair == MINE:
        revised = revised.between(own, told.machine)
    return revised


def _tell(error: curation.RevisionError, typed: Editing, places: int) -> None:
    """Say at each field what is wrong with it, elsewhere what is wrong with something else."""
    for fault in error.faults:
        place = PARTIES if fault.place is None else fault.place
        own = typed.new if fault.place == places else typed.at(place)
        form = own.form if own and own in typed.filled else typed.filled[0].form
        known = own is not None and form is own.form and fault.field in form.fields
        form.add_error(fault.field if known else None, fault.words)


def _left_out(form: QueryDict, told: Layers) -> Iterable[int]:
    return sent(form, told.places).left_out or ()


def _known(told: Layers, place: str) -> int:
    at = number(place)
    if at is None or at not in told.places:
        raise curation.CurationError(NOTHING_THERE)
    return at


def _version(form: QueryDict) -> int:
    return number(form.get("version")) or 0
