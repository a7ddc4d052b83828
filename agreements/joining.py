"""Hold what one text tells against what is held, or against what another text tells."""

from collections.abc import Iterable
from datetime import date

from agreements.checking import problems
from agreements.comparing import as_statement
from agreements.folding import Holding
from agreements.merging import Effect, foresee
from agreements.models import Agreement, Commitment, Document, Milestone, Term, TermName
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


def _titles(statements: Iterable[ProposedStatement]) -> Iterable[int]:
    for place, statement in enumerate(statements):
        if isinstance(statement, ProposedTerm) and statement.name == TermName.TITLE:
            yield place
