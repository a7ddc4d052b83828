"""What to choose between when somebody was quicker: published now, mine, the draft's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.utils import timezone

from agreements import summaries
from agreements.comparing import as_statement, is_rival
from agreements.edtf import EdtfError
from agreements.folding import Holding, histories
from agreements.joining import told_on
from agreements.models import (
    Agreement,
    Card,
    Draft,
    Rank,
    Statement,
)
from agreements.pages.desk.choices import ruled
from agreements.pages.desk.told import as_proposed
from agreements.pages.desk.words import label, value_words
from agreements.proposal import (
    Proposal,
    ProposedMilestone,
    ProposedStatement,
)
from agreements.revision import Revision

PUBLISHED: Final = "published"
MINE: Final = "mine"
DRAFTS: Final = "draft"
_CHOICE: Final = "choose-"
# What belongs to the page that was open, and is not to be sent again from the next one.
_OF_THE_PAGE: Final = frozenset(
    {"csrfmiddlewaretoken", "version", "record", "key", "lease", "verdict"}
)


@dataclass(frozen=True, slots=True)
class Said:
    """What one side says of a value: a date in EDTF and other words, both empty for nothing."""

    edtf: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that changed under the editor's hands, as each of the three sides has it."""

    place: int
    label: str
    published: Said
    mine: Said
    drafts: Said


@dataclass(frozen=True, slots=True)
class _Words:
    """Names of parties and of commitment types, for saying statements in words."""

    parties: Mapping[str, str]
    types: Mapping[str, str]

    def said(self, statement: ProposedStatement | None) -> Said:
        if statement is None:
            return Said()
        edtf = statement.date if isinstance(statement, ProposedMilestone) else ""
        return Said(edtf, value_words(statement, self.parties))


def differences(
    draft: Draft, mine: Revision, agreement: Agreement | None, opened: int
) -> list[Difference]:
    """Return what changed while the editor was at it, value by value.

    `mine` is what the editor sent, `opened` the number of the agreement's version that they looked
    at. Empty where nothing changed of what the draft tells. Fourteen queries.
    """
    proposal = Proposal.from_json(draft.proposed)
    mine_by_place = _by_place(mine, proposal)
    drafts_by_place = _by_place(Revision.from_json(draft.revised), proposal)
    before, now = _published(agreement, opened)
    in_words = _Words(summaries.party_names(), summaries.commitment_names())
    found = []
    for place in sorted({*mine_by_place, *drafts_by_place}):
        own, other = mine_by_place.get(place), drafts_by_place.get(place)
        told = own or other
        if told is None:
            continue
        published = in_words.said(_counterpart(now, told, draft))
        was = in_words.said(_counterpart(before, told, draft))
        sides = (published, in_words.said(own), in_words.said(other))
        if (published != was or sides[1] != sides[2]) and len(set(sides)) > 1:
            found.append(Difference(place, label(told, in_words.types), *sides))
    return found


def chosen(sent: QueryDict, draft: Draft) -> QueryDict:
    """Return what was sent with the choices between three sides carried out in it.

    What is published stays where the draft's own value is left out; what the draft says stands
    where nothing that was typed says otherwise.
    """
    choices = {name: value for name, value in sent.items() if name.startswith(_CHOICE)}
    if not choices:
        return sent
    result = sent.copy()
    left_out = {str(place) for place in Revision.from_json(draft.revised).left_out}
    keep = set(result.getlist("keep"))
    for name, choice in choices.items():
        place = name.removeprefix(_CHOICE)
        del result[name]
        if choice == PUBLISHED or (choice == DRAFTS and place in left_out):
            keep.discard(place)
        elif choice == DRAFTS:
            keep.add(place)
        ruled(result, place, is_kept=place in keep)
    result.setlist("keep", sorted(keep))
    return result


def typed(sent: QueryDict) -> list[tuple[str, str]]:
    """Return all that the editor sent, name by name, to be kept on the page that answers."""
    return [
        (name, value)
        for name, values in sent.lists()
        if name not in _OF_THE_PAGE and not name.startswith(_CHOICE)
        for value in values
    ]


def _by_place(revision: Revision, proposal: Proposal) -> dict[int, ProposedStatement | None]:
    revised = enumerate(revision.all_of(proposal).statements)
    return {place: None if place in revision.left_out else s for place, s in revised}


def _published(agreement: Agreement | None, opened: int) -> tuple[Holding | None, Holding | None]:
    """Return what was held of the agreement when the draft was opened, and what is now."""
    if agreement is None:
        return None, None
    (history,) = histories([agreement.pk])
    now = history.at(timezone.now())
    card = Card.objects.filter(pk=opened, agreement=agreement).first()
    return (history.at(card.known_from) if card else None), now


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
    known: Sequence[Statement] = [*held.milestones, *held.commitments, *held.terms]
    rivals = (s for s in known if s.rank == Rank.PREFERRED and is_rival(s, wanted))
    return next((as_proposed(rival) for rival in rivals), None)
