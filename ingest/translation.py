"""Turn what the reader found into what the record's door takes."""

import re
from collections.abc import Iterator
from typing import Final

from agreements.intake import (
    Proposal,
    ProposedCommitment,
    ProposedMilestone,
    ProposedStatement,
    ProposedTerm,
    Quote,
)
from ingest.reader.records import Record, Span, Value

# What has happened to an agreement that stands so: codebook status to milestone.
_HAPPENED: Final = {
    "proposed": "proposed",
    "negotiating": "negotiations_opened",
    "agreed": "agreed",
    "signed": "signed",
    "ratified": "ratified",
    "in_force": "entered_into_force",
    "suspended": "suspended",
    "terminated": "terminated",
    "expired": "expired",
    "rejected": "rejected",
}
# What instruments are called, written as in a name.
_NAME_NOUN: Final = re.compile(
    r"\b(Accords?|Act|Agreements?|Alliance|Arrangement|Charter|Communiqu\S|Compact|Convention|"
    r"Declaration|Framework|Guarantees?|Memorandum|Pact|Partnership|Plan|Protocol|Statement|Treaty|"
    r"Understanding)\b"
)
_NAME_WORD: Final = re.compile(r"\b[A-Z][\w'\u2019-]+")


def proposal(text: str, record: Record) -> Proposal:
    """Return the record as statements about one agreement, each with its words of `text`."""
    return Proposal(
        parties=record.parties.value,
        statements=(
            *_terms(text, record),
            *_milestones(text, record),
            *_commitments(text, record),
        ),
        parties_quote=_quote(text, record.parties.span),
        parties_confidence=record.parties.confidence,
        salience=record.salience,
    )


def score(record: Record) -> float:
    """Return how sure the reader is of the least certain of parties and status, 0 to 1."""
    return min(record.parties.confidence, record.status.confidence)


def _terms(text: str, record: Record) -> Iterator[ProposedStatement]:
    binding = record.legally_binding
    years = record.duration_years
    if _is_name(record.title.value):
        yield _term(text, "title", record.title)
    if record.kind is not None:
        yield _term(text, "kind", record.kind)
    if years is not None:
        yield _term(text, "duration_years", Value(str(years.value), years.span, years.confidence))
    if binding is not None:
        said = "true" if binding.value else "false"
        yield _term(text, "legally_binding", Value(said, binding.span, binding.confidence))
    for amount in record.amounts:
        yield ProposedTerm(
            name="amount",
            value=f"{amount.currency} {amount.value:f}",
            wording=amount.what,
            confidence=amount.confidence,
            sources=(_quote(text, amount.span),),
        )


def _is_name(words: str) -> bool:
    """Tell a name ("Reciprocal Access Agreement") from a description ("a new security pact")."""
    return len(_NAME_WORD.findall(words)) > 1 and _NAME_NOUN.search(words) is not None


def _term(text: str, name: str, value: Value[str]) -> ProposedTerm:
    return ProposedTerm(
        name=name,
        value=value.value,
        confidence=value.confidence,
        sources=(_quote(text, value.span),),
    )


def _milestones(text: str, record: Record) -> Iterator[ProposedStatement]:
    dated = {
        "signed": record.signed,
        "entered_into_force": record.in_force,
        "terminated": record.ended,
    }
    kind = _HAPPENED[record.status.value]
    if kind in ("expired", "terminated"):
        dated[kind] = dated.pop("terminated")
    if dated.get(kind) is None:
        yield _milestone(text, kind, record.status, record, has_date=False)
    for name, value in dated.items():
        if value is not None:
            yield _milestone(text, name, value, record)
    if record.expected_signing is not None:
        yield _milestone(text, "signed", record.expected_signing, record, is_expected=True)


def _milestone(
    text: str,
    kind: str,
    value: Value[str],
    record: Record,
    *,
    has_date: bool = True,
    is_expected: bool = False,
) -> ProposedMilestone:
    place = record.place if kind == "signed" else None
    spans = [value.span] + ([place.span] if place else [])
    return ProposedMilestone(
        kind=kind,
        date=value.value if has_date else "",
        is_expected=is_expected,
        place=place.value if place else "",
        confidence=value.confidence,
        sources=tuple(_quote(text, span) for span in dict.fromkeys(spans)),
    )


def _commitments(text: str, record: Record) -> Iterator[ProposedStatement]:
    for found in record.commitments:
        yield ProposedCommitment(
            type=found.type,
            held=found.held,
            direction=found.direction,
            debtor=found.debtor,
            creditor=found.creditor,
            strength=found.strength,
            confidence=found.confidence,
            sources=(_quote(text, found.span),),
        )


def _quote(text: str, span: Span) -> Quote:
    return Quote(span.start, span.end, text[span.start : span.end])
