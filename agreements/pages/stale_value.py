"""Saving one value of a draft that somebody else has changed: as it was, mine, the draft's."""

from dataclasses import replace
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.http import QueryDict

from agreements import curation, summaries
from agreements.models import Draft
from agreements.pages import desk
from agreements.pages.desk.choices import number
from agreements.pages.desk.editing import PARTIES
from agreements.pages.desk.told import Value, value
from agreements.pages.desk.words import label
from agreements.pages.opened import seen_layer
from agreements.pages.stale import CHOICE, DRAFTS, MINE, Difference, Side, pair_value, parties_of
from agreements.proposal import ProposedStatement
from agreements.revision import Revision

WAS: Final = "was"


def merged(form: QueryDict, draft: Draft) -> desk.Choices:
    """Return the choices that were sent, with what another editor has unticked in the meantime.

    What the editor ticked otherwise than the page had it counts as theirs; the rest as it is now.
    """
    told, seen = desk.layers(draft), seen_layer(form, draft)
    places = range(len(seen.all_of(told.machine).statements))
    mine = desk.sent(form, places)
    own = (mine.left_out or frozenset()) ^ seen.left_out
    return replace(mine, left_out=frozenset(told.revision.left_out ^ own) & {*told.places})


def differences(
    draft: Draft, place: str, form: QueryDict, mine: ProposedStatement | tuple[str, str]
) -> list[Difference]:
    """Return what to choose between: the value, and the parties, where another changed them.

    `mine` is what the editor typed: a value, or the parties. Empty where nobody changed these.
    """
    names = summaries.party_names()
    told, seen = desk.layers(draft), seen_layer(form, draft)
    was, now = parties_of(seen, told.machine), told.all.parties
    own = mine if isinstance(mine, tuple) else was
    found = []
    if len({was, now}) > 1 and own != now:
        three = (pair_value(pair, names) for pair in (was, own, now))
        found.append(Difference(PARTIES, "Parties", _sides(*three)))
    at = number(place)
    if at is None or isinstance(mine, tuple):
        return found
    before, other = _at(seen, draft, at), _at(told.revision, draft, at)
    said = [value(s, names) if s else None for s in (before, mine, other)]
    if said[0] != said[2] and said[1] != said[2]:
        title = label(mine, summaries.commitment_names())
        found.append(Difference(at, title, _sides(*said)))
    return found


def settle(draft: Draft, place: str, editor: User, form: QueryDict, choices: desk.Choices) -> Draft:
    """Save what was chosen; what the draft says stands wherever nothing else was.

    All of it or nothing. A form that chooses nothing saves what was typed.

    Raises:
        EditingError: what was typed makes no sound value.
        CurationError: the draft can't be changed.
    """
    with transaction.atomic():
        return _settle(draft, place, editor, form, choices)


def _settle(
    draft: Draft, place: str, editor: User, form: QueryDict, choices: desk.Choices
) -> Draft:
    seen = seen_layer(form, draft)
    chosen = form.get(f"{CHOICE}{place}")
    pair = form.get(f"{CHOICE}{PARTIES}", DRAFTS)
    if place != PARTIES and pair != DRAFTS:
        between = parties_of(seen, desk.layers(draft).machine)
        draft = _revised(draft, editor, form, between, choices)
        form = _of_version(form, draft.version)
    if chosen in (None, MINE):
        return desk.save(draft, place, editor, form, choices, seen=seen)
    if chosen == WAS:
        return desk.save_as_was(draft, place, editor, form, choices, seen=seen)
    return _revised(draft, editor, form, desk.layers(draft).all.parties, choices)


def _revised(
    draft: Draft, editor: User, form: QueryDict, pair: tuple[str, str], choices: desk.Choices
) -> Draft:
    told = desk.layers(draft)
    revision = told.revision.between(pair, told.machine).leaving_out(choices.left_out or ())
    version = number(form.get("version")) or 0
    return curation.revise(draft.pk, editor, version, revision)


def _of_version(form: QueryDict, version: int) -> QueryDict:
    later = form.copy()
    later["version"] = str(version)
    return later


def _at(layer: Revision, draft: Draft, place: int) -> ProposedStatement | None:
    statements = layer.all_of(desk.layers(draft).machine).statements
    return statements[place] if place < len(statements) and place not in layer.left_out else None


def _sides(was: Value | None, mine: Value | None, now: Value | None) -> tuple[Side, Side, Side]:
    return (
        Side(WAS, "When you opened it", was),
        Side(MINE, "Mine", mine),
        Side(DRAFTS, "The draft\N{RIGHT SINGLE QUOTATION MARK}s now", now, is_default=True),
    )
