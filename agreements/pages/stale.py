"""What to choose between when somebody was quicker: published now, mine, the draft's."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext

from agreements import summaries
from agreements.comparing import as_statement, is_rival
from agreements.edtf import EdtfError
from agreements.folding import histories
from agreements.holding import Holding
from agreements.joining import told_on
from agreements.models import Agreement, Card, Draft, Rank
from agreements.pages.desk.choices import EMPTY, SPEAK, number, sent
from agreements.pages.desk.editors import PARTIES
from agreements.pages.desk.layers import seen_layer
from agreements.pages.desk.saving import DRAFTS, MINE
from agreements.pages.desk.told import Value, as_proposed, value
from agreements.pages.desk.words import label
from agreements.proposal import Proposal, ProposedStatement
from agreements.revision import Revision

PUBLISHED: Final = "published"
CHOICE: Final = "choose-"
# What belongs to the page that was open, and is not to be sent again from the next one.
_OF_THE_PAGE: Final = frozenset(
    {
        *("csrfmiddlewaretoken", "version", "record", "key", "layer", "lease"),
        *("verdict", "held_by", "do"),
    }
)
_ByPlace = Mapping[int, ProposedStatement | None]


@dataclass(frozen=True, slots=True)
class Side:
    """What one of three has of a value; None for nothing. `name` None can't be chosen."""

    name: str | None
    column: str
    said: Value | None
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """One value, or the parties, that changed under the editor's hands, as each side has it."""

    place: int | str
    label: str
    sides: tuple[Side, Side, Side]


def differences(
    draft: Draft, form: QueryDict, agreement: Agreement | None, opened: int
) -> list[Difference]:
    """Return what changed while the editor was at it, value by value.

    `form` is what the editor sent, `opened` the number of the agreement's version that they looked
    at. Empty where nothing changed of what the draft tells. Fourteen queries.
    """
    mine, drafts = _mine(draft, form), _drafts(draft)
    before, now = _published(agreement, opened)
    names, types = summaries.party_names(), summaries.commitment_names()
    found = []
    for place, told in _all_told(mine, drafts):
        rival = _counterpart(now, told, draft)
        sides = (rival, mine.get(place), drafts.get(place))
        published, own, other = (value(s, names) if s else None for s in sides)
        was = _counterpart(before, told, draft)
        is_moved = published != (value(was, names) if was else None)
        if (is_moved or own != other) and len({published, own, other}) > 1:
            three = (
                Side(PUBLISHED, gettext("Published now"), published, is_default=True),
                Side(MINE, gettext("Mine"), own),
                Side(DRAFTS, gettext("The draft\N{RIGHT SINGLE QUOTATION MARK}s"), other),
            )
            found.append(Difference(place, label(told, types), three))
    return [*_parties(draft, form, agreement, names), *found]


def has_own_parties(form: QueryDict) -> bool:
    """Tell whether the editor's parties were chosen, with which the draft is about another pair."""
    return form.get(f"{CHOICE}{PARTIES}") == MINE


def chosen(form: QueryDict, draft: Draft) -> QueryDict:
    """Return what was sent with the choices between three sides carried out in it.

    Where what is published is to stand, the draft's value is left out; elsewhere the value speaks.
    """
    choices = dict(_choices(form))
    if not choices:
        return form
    sides = {MINE: _mine(draft, form), DRAFTS: _drafts(draft)}
    result = form.copy()
    keep = {number(place) for place in result.getlist("keep")}
    for place, side in choices.items():
        is_kept = side in sides and sides[side].get(place) is not None
        keep = keep | {place} if is_kept else keep - {place}
        result[f"rule-{place}"] = SPEAK if is_kept else EMPTY
    result.setlist("keep", [str(place) for place in sorted(p for p in keep if p is not None)])
    return result


def layer_chosen(form: QueryDict, draft: Draft) -> Revision | None:
    """Return the draft's layer with the editor's own values where they were chosen.

    None where the draft says all of it already.
    """
    proposal = Proposal.from_json(draft.proposed)
    stored = Revision.from_json(draft.revised)
    mine, drafts, layer = _mine(draft, form), _drafts(draft), stored
    if has_own_parties(form):
        layer = layer.between(parties_of(seen_layer(form, draft), proposal), proposal)
    for place, side in sorted(_choices(form)):
        own = mine.get(place)
        if side == MINE and own is not None and own != drafts.get(place):
            layer = layer.saying(place, own, proposal)
    return None if layer == stored else layer


def typed(form: QueryDict) -> list[tuple[str, str]]:
    """Return all that the editor sent, name by name, to be kept on the page that answers."""
    return [
        (name, said)
        for name, values in form.lists()
        if name not in _OF_THE_PAGE and not name.startswith(CHOICE)
        for said in values
    ]


def parties_of(layer: Revision, proposal: Proposal) -> tuple[str, str]:
    """Return the two parties as an editor's layer has them."""
    return layer.parties or proposal.parties


def _parties(
    draft: Draft, form: QueryDict, agreement: Agreement | None, names: Mapping[str, str]
) -> Iterable[Difference]:
    """Return the parties where another editor has changed them; a record keeps its own."""
    proposal = Proposal.from_json(draft.proposed)
    own = parties_of(seen_layer(form, draft), proposal)
    other = parties_of(Revision.from_json(draft.revised), proposal)
    if own != other:
        held = (agreement.first_party_id, agreement.second_party_id) if agreement else None
        three = (
            Side(None, gettext("Published now"), pair_value(held, names) if held else None),
            Side(MINE, gettext("Mine"), pair_value(own, names)),
            Side(
                DRAFTS,
                gettext("The draft\N{RIGHT SINGLE QUOTATION MARK}s"),
                pair_value(other, names),
                is_default=True,
            ),
        )
        yield Difference(PARTIES, gettext("Parties"), three)


def pair_value(pair: tuple[str, str], names: Mapping[str, str]) -> Value:
    """Return two parties as a page shows them."""
    return Value("", " \N{EN DASH} ".join(names.get(code, code) for code in pair))


def _choices(form: QueryDict) -> Iterator[tuple[int, str]]:
    for name in form:
        place = number(name.removeprefix(CHOICE)) if name.startswith(CHOICE) else None
        if place is not None:
            yield place, form.get(name, "")


def _mine(draft: Draft, form: QueryDict) -> _ByPlace:
    """Return the values as the editor had them: the layer they opened, with what they ticked."""
    told = seen_layer(form, draft).all_of(Proposal.from_json(draft.proposed)).statements
    left_out = sent(form, range(len(told))).left_out or ()
    return {place: None if place in left_out else s for place, s in enumerate(told)}


def _drafts(draft: Draft) -> _ByPlace:
    layer = Revision.from_json(draft.revised)
    told = layer.all_of(Proposal.from_json(draft.proposed)).statements
    return {place: None if place in layer.left_out else s for place, s in enumerate(told)}


def _all_told(mine: _ByPlace, drafts: _ByPlace) -> Iterable[tuple[int, ProposedStatement]]:
    for place in sorted({*mine, *drafts}):
        told = mine.get(place) or drafts.get(place)
        if told is not None:
            yield place, told


def _published(agreement: Agreement | None, opened: int) -> tuple[Holding | None, Holding | None]:
    """Return what was held of the agreement when the draft was opened, and what is now."""
    if agreement is None:
        return None, None
    (history,) = histories([agreement.pk])
    card = Card.objects.filter(pk=opened, agreement=agreement).first()
    return (history.at(card.known_from) if card else None), history.at(timezone.now())


def _counterpart(
    held: Holding | None, told: ProposedStatement, draft: Draft
) -> ProposedStatement | None:
    """Return what is held in the place of the statement, said as a proposal says it."""
    if held is None:
        return None
    try:
        wanted = as_statement(told, told_on(draft.document, timezone.now().date()))
    except EdtfError:
        return None
    known = (*held.milestones, *held.commitments, *held.terms)
    rivals = (s for s in known if s.rank == Rank.PREFERRED and is_rival(s, wanted))
    return next((as_proposed(rival) for rival in rivals), None)
