"""Find what is wrong with a proposal before anybody decides on it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError

from agreements.comparing import as_statement
from agreements.edtf import EdtfError
from agreements.models import AgreementKind, Commitment, CommitmentType, Party, TermName
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


@dataclass(frozen=True, slots=True)
class _Codebook:
    parties: Collection[str]
    types: Collection[str]


def problems(proposal: Proposal, text: str) -> list[str]:
    """Return what keeps the proposal out of the record, in words for an editor; two queries.

    `text` is the document that its quotes are of.
    """
    one, other = proposal.parties
    unknown = {one, other} - set(Party.objects.values_list("code", flat=True))
    if unknown:
        return [f"{' and '.join(sorted(unknown))} is no party that the record knows."]
    if one == other:
        return [f"An agreement has two different parties; this one names {one} twice."]
    codebook = _Codebook((one, other), set(CommitmentType.objects.values_list("code", flat=True)))
    return [
        f"{_name(statement)}: {problem}"
        for statement in proposal.statements
        for problem in (*_unsourced(statement, text), *_wrong(statement, codebook))
    ]


def _name(statement: ProposedStatement) -> str:
    if isinstance(statement, ProposedMilestone):
        return f"Milestone {statement.kind}"
    if isinstance(statement, ProposedCommitment):
        return f"Commitment {statement.type}"
    return f"Term {statement.name}"


def _unsourced(statement: ProposedStatement, text: str) -> Iterator[str]:
    if not statement.sources:
        yield "nothing is quoted for it."
    for source in statement.sources:
        if isinstance(source, Quote) and not _is_said(source, text):
            yield f"{source.words[:60]!r} is not what the document says there."


def _is_said(quote: Quote, text: str) -> bool:
    return 0 <= quote.start < quote.end and text[quote.start : quote.end] == quote.words


def _wrong(statement: ProposedStatement, codebook: _Codebook) -> Iterator[str]:
    try:
        as_statement(statement, date.max).clean_fields(exclude=_NOT_YET)
    except EdtfError as error:
        yield str(error)
    except ValidationError as error:
        for field, messages in error.message_dict.items():
            yield f"{field}: {' '.join(messages)}"
    if isinstance(statement, ProposedMilestone):
        yield from _wrong_milestone(statement, codebook)
    elif isinstance(statement, ProposedCommitment):
        yield from _wrong_commitment(statement, codebook)
    else:
        yield from _wrong_term(statement)


def _wrong_milestone(milestone: ProposedMilestone, codebook: _Codebook) -> Iterator[str]:
    if milestone.party not in (None, *codebook.parties):
        yield f"{milestone.party} is none of the two parties."


def _wrong_commitment(commitment: ProposedCommitment, codebook: _Codebook) -> Iterator[str]:
    if commitment.type not in codebook.types:
        yield "is no type of the codebook."
    sides = {commitment.debtor, commitment.creditor}
    is_one_way = commitment.direction == Commitment.Direction.ONE_WAY
    if sides != (set(codebook.parties) if is_one_way else {None}):
        yield "one party owes it to the other, or both do and none is named."
    if (commitment.amount is None) == bool(commitment.currency):
        yield "an amount needs a currency, and a currency an amount."
    if commitment.amount is not None and commitment.amount.is_finite() and commitment.amount < 0:
        yield "an amount is never less than nothing."


def _wrong_term(term: ProposedTerm) -> Iterator[str]:
    value = term.value
    if term.name == TermName.KIND and value not in AgreementKind.values:
        yield f"{value!r} is no form of an agreement."
    if term.name == TermName.LEGALLY_BINDING and value not in ("true", "false"):
        yield f"{value!r} is neither true nor false."
    if term.name == TermName.DURATION_YEARS and not _is_duration(value):
        yield f"{value!r} is no number of years from 1 to {_LONGEST_DURATION}."


def _is_duration(value: str) -> bool:
    is_number = value.isascii() and value.isdecimal() and len(value) <= len(str(_LONGEST_DURATION))
    return is_number and int(value) > 0
