"""Find what is wrong with a proposal before anybody decides on it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError

from agreements import codebook
from agreements.comparing import as_statement
from agreements.edtf import EdtfError
from agreements.models import AgreementKind, Commitment, TermName
from agreements.numbers import whole_number
from agreements.proposal import (
    Proposal,
    ProposedCommitment,
    ProposedMilestone,
    ProposedStatement,
    ProposedTerm,
    Quote,
)

# What a decision fills in, and the codes, which are looked up for all statements at once.
_NOT_YET: Final = ("agreement", "decision", "known_from", "type", "debtor", "creditor", "party")
_LONGEST_DURATION: Final = 999
# The field, and what is wrong with it.
_Wrong = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Codebook:
    parties: Collection[str]
    types: Collection[str]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the value at a place of a proposal (None: with its parties), and where.

    `field` is the field of the statement, "evidence" or "parties".
    """

    place: int | None
    field: str
    words: str


def faults(proposal: Proposal, text: str) -> list[Fault]:
    """Return what keeps the proposal out of the record, each with its field; two queries.

    `text` is the document that its quotes are of.
    """
    one, other = proposal.parties
    unknown = {one, other} - codebook.party_names().keys()
    if unknown:
        named = " and ".join(sorted(unknown))
        return [Fault(None, "parties", f"{named} is no party that the record knows.")]
    if one == other:
        told = f"An agreement has two different parties; this one names {one} twice."
        return [Fault(None, "parties", told)]
    known = _Codebook((one, other), codebook.commitment_groups().keys())
    return [
        Fault(place, field, words)
        for place, statement in enumerate(proposal.statements)
        for field, words in (*_unsourced(statement, text), *_wrong(statement, known))
    ]


def problems(proposal: Proposal, text: str) -> list[str]:
    """Return the same in words for an editor, each with the name of its value."""
    return [in_words(fault, proposal) for fault in faults(proposal, text)]


def in_words(fault: Fault, proposal: Proposal) -> str:
    """Return a fault of a proposal as a sentence that names the value."""
    if fault.place is None:
        return fault.words
    return f"{_name(proposal.statements[fault.place])}: {fault.words}"


def _name(statement: ProposedStatement) -> str:
    if isinstance(statement, ProposedMilestone):
        return f"Milestone {statement.kind}"
    if isinstance(statement, ProposedCommitment):
        return f"Commitment {statement.type}"
    return f"Term {statement.name}"


def _unsourced(statement: ProposedStatement, text: str) -> Iterator[_Wrong]:
    if not statement.sources:
        yield "evidence", "nothing is quoted for it."
    for source in statement.sources:
        if isinstance(source, Quote) and not _is_said(source, text):
            yield "evidence", f"{source.words[:60]!r} is not what the document says there."


def _is_said(quote: Quote, text: str) -> bool:
    return 0 <= quote.start < quote.end and text[quote.start : quote.end] == quote.words


def _wrong(statement: ProposedStatement, codebook: _Codebook) -> Iterator[_Wrong]:
    try:
        as_statement(statement, date.max).clean_fields(exclude=_NOT_YET)
    except EdtfError as error:
        yield "date", str(error)
    except ValidationError as error:
        for field, messages in error.message_dict.items():
            yield field, f"{field}: {' '.join(messages)}"
    if isinstance(statement, ProposedMilestone):
        yield from _wrong_milestone(statement, codebook)
    elif isinstance(statement, ProposedCommitment):
        yield from _wrong_commitment(statement, codebook)
    else:
        yield from _wrong_term(statement)


def _wrong_milestone(milestone: ProposedMilestone, codebook: _Codebook) -> Iterator[_Wrong]:
    if milestone.party not in (None, *codebook.parties):
        yield "party", f"{milestone.party} is none of the two parties."


def _wrong_commitment(commitment: ProposedCommitment, codebook: _Codebook) -> Iterator[_Wrong]:
    if commitment.type not in codebook.types:
        yield "type", "is no type of the codebook."
    sides = {commitment.debtor, commitment.creditor}
    is_one_way = commitment.direction == Commitment.Direction.ONE_WAY
    if sides != (set(codebook.parties) if is_one_way else {None}):
        yield "direction", "one party owes it to the other, or both do and none is named."
    if (commitment.amount is None) == bool(commitment.currency):
        yield "amount", "an amount needs a currency, and a currency an amount."
    if commitment.amount is not None and commitment.amount.is_finite() and commitment.amount < 0:
        yield "amount", "an amount is never less than nothing."


def _wrong_term(term: ProposedTerm) -> Iterator[_Wrong]:
    value = term.value
    if term.name == TermName.KIND and value not in AgreementKind.values:
        yield "value", f"{value!r} is no form of an agreement."
    if term.name == TermName.LEGALLY_BINDING and value not in ("true", "false"):
        yield "value", f"{value!r} is neither true nor false."
    if term.name == TermName.DURATION_YEARS and not _is_duration(value):
        yield "value", f"{value!r} is no number of years from 1 to {_LONGEST_DURATION}."


def _is_duration(value: str) -> bool:
    return bool(whole_number(value, digits=len(str(_LONGEST_DURATION))))
