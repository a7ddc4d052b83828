"""What contradicts what a draft says, so that whoever approves it must rule on it."""

from collections.abc import Iterator
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

    `proposal` is the draft with its editor's layer, all places counted. Mere names are left out:
    news gives one agreement many. Nothing is found where a date is none; approving tells that.
    """
    today = timezone.now().date()
    try:
        found = set(_against_record(draft, proposal, agreement, today))
        for other in _behind(draft):
            found |= set(_against_text(proposal, other, today))
    except EdtfError:
        return frozenset()
    return frozenset(place for place in found if not _is_title(proposal.statements[place]))


def _against_record(
    draft: Draft, proposal: Proposal, agreement: Agreement | None, today: date
) -> Iterator[int]:
    if agreement is None or not agreement.is_between(*proposal.parties):
        return
    for held in holdings([agreement.pk]):
        foreseen = effects(held, proposal, draft.document, today)
        yield from (p for p, effect in enumerate(foreseen) if effect == Effect.CONTESTS)


def _behind(draft: Draft) -> list[Draft]:
    waiting = Draft.objects.filter(head=draft.pk, state=Draft.State.OPEN)
    others = waiting.exclude(document=draft.document_id).select_related("document")
    return list(others.defer("document__text").order_by("pk"))


def _against_text(proposal: Proposal, other: Draft, today: date) -> Iterator[int]:
    told = Proposal.from_json(other.proposed)
    held = as_if_held(proposal, other.document, today)
    found = effects(held, told, other.document, today)
    for statement, effect in zip(told.statements, found, strict=True):
        if effect == Effect.CONTESTS and not _is_title(statement):
            row = as_statement(statement, _NEVER)
            for place, own in enumerate(proposal.statements):
                if is_rival(as_statement(own, _NEVER), row):
                    yield place


def _is_title(statement: ProposedStatement) -> bool:
    return isinstance(statement, ProposedTerm) and statement.name == TermName.TITLE
