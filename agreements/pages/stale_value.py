"""Saving values of a draft that somebody else has changed: as it was, mine, the draft's."""

from dataclasses import replace

from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.translation import gettext

from agreements import summaries
from agreements.models import Draft
from agreements.pages import desk
from agreements.pages.desk.editors import PARTIES
from agreements.pages.desk.layers import seen_layer
from agreements.pages.desk.saving import DRAFTS, MINE, WAS
from agreements.pages.desk.told import Value, value
from agreements.pages.desk.words import label
from agreements.pages.stale import CHOICE, Difference, Side, pair_value, parties_of
from agreements.proposal import ProposedStatement
from agreements.revision import Revision


def merged(form: QueryDict, draft: Draft) -> desk.Choices:
    """Return the choices that were sent, with what another editor has unticked in the meantime.

    What the editor ticked otherwise than the page had it counts as theirs; the rest as it is now.
    """
    told, seen = desk.layers(draft), seen_layer(form, draft)
    places = range(len(seen.all_of(told.machine).statements))
    mine = desk.sent(form, places)
    own = (mine.left_out or frozenset()) ^ seen.left_out
    return replace(mine, left_out=frozenset(told.revision.left_out ^ own) & {*told.places})


def differences(draft: Draft, form: QueryDict, typed: desk.Typed) -> list[Difference]:
    """Return what to choose between: of what was typed, and the parties, what another changed too.

    Empty where nobody changed these.
    """
    names = summaries.party_names()
    told, seen = desk.layers(draft), seen_layer(form, draft)
    was, now = parties_of(seen, told.machine), told.all.parties
    own = next((pair for pair in typed.values() if isinstance(pair, tuple)), was)
    found = []
    if len({was, now}) > 1 and own != now:
        three = (pair_value(pair, names) for pair in (was, own, now))
        found.append(Difference(PARTIES, gettext("Parties"), _sides(*three)))
    types = summaries.commitment_names()
    for at, mine in typed.items():
        if isinstance(mine, tuple) or not isinstance(at, int):
            continue
        before, other = _at(seen, draft, at), _at(told.revision, draft, at)
        said = [value(s, names) if s else None for s in (before, mine, other)]
        if said[0] != said[2] and said[1] != said[2]:
            found.append(Difference(at, label(mine, types), _sides(*said)))
    return found


def settle(draft: Draft, place: str, editor: User, form: QueryDict) -> Draft:
    """Save what was chosen; what the draft says stands wherever nothing else was.

    All of it or nothing. Where there is nothing to choose, what was typed is saved.

    Raises:
        EditingError: what was typed makes no sound value.
        CurationError: the draft can't be changed.
    """
    sides = {
        name.removeprefix(CHOICE): form.get(name, DRAFTS)
        for name in form
        if name.startswith(CHOICE)
    }
    return desk.save(draft, place, editor, form, sides)


def _at(layer: Revision, draft: Draft, place: int) -> ProposedStatement | None:
    statements = layer.all_of(desk.layers(draft).machine).statements
    return statements[place] if place < len(statements) and place not in layer.left_out else None


def _sides(was: Value | None, mine: Value | None, now: Value | None) -> tuple[Side, Side, Side]:
    drafts = gettext("The draft\N{RIGHT SINGLE QUOTATION MARK}s now")
    return (
        Side(WAS, gettext("When you opened it"), was),
        Side(MINE, gettext("Mine"), mine),
        Side(DRAFTS, drafts, now, is_default=True),
    )
