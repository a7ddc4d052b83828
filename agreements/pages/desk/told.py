"""What a value says, for a page: of the draft, of the record, of another text."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from agreements.models import Commitment, Milestone, Statement, Term
from agreements.pages.desk.words import value_words
from agreements.proposal import (
    Proposal,
    ProposedCommitment,
    ProposedMilestone,
    ProposedStatement,
    ProposedTerm,
    Quote,
)


@dataclass(frozen=True, slots=True)
class Value:
    """A value as a page shows it: `edtf` is a date in EDTF, `words` the rest."""

    edtf: str
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody else says of the same thing: the record, or another text."""

    who: str
    url: str
    value: Value
    quote: str


def value(
    statement: ProposedStatement,
    names: Mapping[str, str],
    beside: ProposedStatement | None = None,
) -> Value:
    """Return what a statement says; that it is excluded only where the one beside it isn't."""
    words = value_words(statement, names)
    if isinstance(statement, ProposedCommitment) and isinstance(beside, ProposedCommitment):
        is_excluded = statement.held == Commitment.Holding.EXCLUDED
        if statement.held != beside.held:
            words = gettext("expressly excluded") if is_excluded else gettext("made: %s") % words
    return Value(statement.date if isinstance(statement, ProposedMilestone) else "", words)


def as_proposed(row: Statement) -> ProposedStatement:
    """Return a row of the record in the shape of a proposal, without its evidence.

    Raises:
        TypeError: it is a link, which nobody proposes.
    """
    if isinstance(row, Milestone):
        return ProposedMilestone(
            kind=row.kind,
            date=row.date,
            is_expected=row.is_expected,
            party=row.party_id,
            place=row.place,
        )
    if isinstance(row, Commitment):
        return ProposedCommitment(
            type=row.type_id,
            held=row.held,
            direction=row.direction,
            debtor=row.debtor_id,
            creditor=row.creditor_id,
            strength=row.strength,
            condition=row.condition,
            amount=row.amount,
            currency=row.currency,
            period=row.period,
        )
    if isinstance(row, Term):
        return ProposedTerm(name=row.name, value=row.value)
    raise TypeError(row)


def first_words(statement: ProposedStatement) -> str:
    """Return the first quote of a proposed statement; nothing where it has none."""
    return next((s.words for s in statement.sources if isinstance(s, Quote)), "")


def quotes(proposal: Proposal) -> list[Quote]:
    """Return all quotes of a proposal, that of its parties last."""
    found = [q for s in proposal.statements for q in s.sources if isinstance(q, Quote)]
    return [*found, proposal.parties_quote] if proposal.parties_quote else found
