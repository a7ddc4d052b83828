"""What contradicts what a draft says, so that whoever approves it must rule on it.

The one rule of it, for the desk and for programs alike: `told_otherwise` and `places_to_rule_on`.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from django.utils import timezone

from agreements.comparing import as_statement, is_rival
from agreements.edtf import EdtfError
from agreements.folding import holdings
from agreements.joining import as_if_held, effects
from agreements.merging import Effect
from agreements.models import Agreement, Draft, TermName
from agreements.proposal import Proposal, ProposedStatement, ProposedTerm

_NEVER: Final = date.max


def must_rule(draft: Draft, proposal: Proposal, agreement: Agreement | None) -> frozenset[int]:
    """Return the places of a draft's values that the record, or a text behind it, contradicts.

    `proposal` is the draft with its editor's layer, all places counted. Nothing is found where a
    date is none; approving tells that.
    """
    today = timezone.now().date()
    try:
        foreseen = _foreseen(draft, proposal, agreement, today)
    except EdtfError:
        return frozenset()
    elsewhere = [place for other in _behind(draft) for place in _places(proposal, other, today)]
    return places_to_rule_on(proposal, foreseen, elsewhere)


def places_to_rule_on(
    proposal: Proposal, foreseen: Sequence[str], elsewhere: Iterable[int]
) -> frozenset[int]:
    """Return the places that somebody must rule on.

    `foreseen` is what each value would do to the record, empty for a new agreement; `elsewhere` the
    places that other texts contradict. Mere names are left out: news gives one agreement many.
    """
    found = {*contested(foreseen), *elsewhere}
    return frozenset(place for place in found if not _is_title(proposal.statements[place]))


def contested(foreseen: Sequence[str]) -> set[int]:
    """Return the places of values that contradict the record."""
    return {place for place, effect in enumerate(foreseen) if effect == Effect.CONTESTS}


def told_otherwise(
    proposal: Proposal, other: Draft, today: date
) -> Iterator[tuple[int, ProposedStatement]]:
    """Yield the places of values that another text contradicts, with what it says.

    Raises:
        EdtfError: a date of either is none.
    """
    told = Proposal.from_json(other.proposed)
    held = as_if_held(proposal, other.document, today)
    found = effects(held, told, other.document, today)
    for statement, effect in zip(told.statements, found, strict=True):
        if effect == Effect.CONTESTS and not _is_title(statement):
            row = as_statement(statement, _NEVER)
            for place, own in enumerate(proposal.statements):
                if is_rival(as_statement(own, _NEVER), row):
                    yield place, statement


def _foreseen(
    draft: Draft, proposal: Proposal, agreement: Agreement | None, today: date
) -> Sequence[str]:
    if agreement is None or not agreement.is_between(*proposal.parties):
        return ()
    held = next(iter(holdings([agreement.pk])), None)
    return effects(held, proposal, draft.document, today) if held else ()


def _behind(draft: Draft) -> list[Draft]:
    waiting = Draft.objects.filter(head=draft.pk, state=Draft.State.OPEN)
    others = waiting.exclude(document=draft.document_id).select_related("document")
    return list(others.defer("document__text").order_by("pk"))


def _places(proposal: Proposal, other: Draft, today: date) -> list[int]:
    """Return what a text contradicts: nothing, where a date of its own is none."""
    try:
        return [place for place, _ in told_otherwise(proposal, other, today)]
    except EdtfError:
        return []


def _is_title(statement: ProposedStatement) -> bool:
    return isinstance(statement, ProposedTerm) and statement.name == TermName.TITLE
