"""Hold what one text tells against what is held, or against what another text tells."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.utils import timezone

from agreements.checking import problems
from agreements.comparing import as_statement
from agreements.folding import holdings
from agreements.holding import Holding
from agreements.merging import Effect, foresee
from agreements.models import Agreement, Commitment, Document, Draft, Milestone, Term, TermName
from agreements.proposal import Proposal, ProposedStatement, ProposedTerm


def told_on(document: Document, today: date) -> date:
    """Return the day by which what a text tells had happened: its own, or today's."""
    return min(document.published or today, today)


def effects(held: Holding, proposal: Proposal, document: Document, today: date) -> list[Effect]:
    """Tell what each statement of a text would do to what is held; asks nothing of the database.

    Raises:
        EdtfError: a proposed date is none.
    """
    day = told_on(document, today)
    return foresee(held, proposal.statements, document_id=document.pk, told_on=day)


def as_if_held(proposal: Proposal, document: Document, today: date) -> Holding:
    """Return what would be held if this proposal alone were approved.

    Raises:
        EdtfError: a proposed date is none.
    """
    day = told_on(document, today)
    rows = [as_statement(statement, day) for statement in proposal.statements]
    return Holding(
        agreement=Agreement(),
        milestones=[row for row in rows if isinstance(row, Milestone)],
        commitments=[row for row in rows if isinstance(row, Commitment)],
        terms=[row for row in rows if isinstance(row, Term)],
        links=[],
    )


def differing_titles(
    held: Holding, proposal: Proposal, document: Document, today: date
) -> frozenset[int] | None:
    """Return the places of titles that differ; None where the text says more than that.

    News gives one agreement many names: a name alone is no news of it.
    """
    if problems(proposal, document.text):
        return None
    found = effects(held, proposal, document, today)
    other = {place for place, effect in enumerate(found) if effect != Effect.SUPPORTS}
    is_known = other <= set(_titles(proposal.statements)) and len(other) < len(found)
    return frozenset(other) if is_known else None


def counterpart(proposal: Proposal, drafts: Sequence[Draft]) -> Draft | None:
    """Return the draft of an earlier reading that is about the same agreement of the same text."""
    pair = [d for d in drafts if d.pair == Draft.pair_of(proposal.parties)]
    title = proposal.term(TermName.TITLE)
    pair.sort(key=lambda d: (not says_the_same(d, proposal), _title(d) != title))
    return pair[0] if pair else None


def says_the_same(draft: Draft, proposal: Proposal) -> bool:
    """Tell whether a later reading found the same values in the same places."""
    earlier = Proposal.from_json(draft.proposed)
    return _without_doubt(earlier.statements) == _without_doubt(proposal.statements)


def changes_the_record(draft: Draft, proposal: Proposal) -> bool:
    """Tell whether a later reading of an approved draft's text says more than is held."""
    if draft.match is None:
        return True
    (held,) = holdings([draft.match.pk])
    return differing_titles(held, proposal, draft.document, timezone.now().date()) is None


def _title(draft: Draft) -> str | None:
    return Proposal.from_json(draft.proposed).term(TermName.TITLE)


def _without_doubt(statements: Iterable[ProposedStatement]) -> list[ProposedStatement]:
    return [replace(statement, confidence=None) for statement in statements]


def _titles(statements: Iterable[ProposedStatement]) -> Iterable[int]:
    for place, statement in enumerate(statements):
        if isinstance(statement, ProposedTerm) and statement.name == TermName.TITLE:
            yield place
