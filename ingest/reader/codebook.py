"""Write records in the shape of the corpus: one line of JSON for each article."""

import re
from typing import Any

from ingest.reader.records import Commitment, Record, Span, Value

SOVIET = re.compile(r"\b(?:Soviet Union|USSR|U\.S\.S\.R\.|Union of Soviet Socialist Republics)")


def article(name: str, text: str, records: tuple[Record, ...]) -> dict[str, Any]:
    """Write all records of one article; `name` is its file name without ending."""
    return {"name": name, "agreements": [agreement(text, record) for record in records]}


def agreement(text: str, record: Record) -> dict[str, Any]:
    """Write one record as the codebook has it, each filled field with its quote."""
    return {
        "parties": _codes(text, record),
        "label": f"{'-'.join(record.parties.value)} {record.title.value}",
        "salience": record.salience,
        "kind": _plain(record.kind),
        "status": record.status.value,
        "signed": _plain(record.signed),
        "expected_signing": _plain(record.expected_signing),
        "in_force": _plain(record.in_force),
        "duration_years": _plain(record.duration_years),
        "legally_binding": _plain(record.legally_binding),
        "place": _plain(record.place),
        "commitments": [_commitment(one) for one in record.commitments if one.held == "made"],
        "excluded_commitments": [one.type for one in record.commitments if one.held == "excluded"],
        "amounts": [
            {"value": float(one.value), "currency": one.currency, "what": one.what}
            for one in record.amounts
        ],
        "evidence": _evidence(text, record),
    }


def _codes(text: str, record: Record) -> list[str]:
    """Give the codes of the parties; the USSR, kept with Russia in the record, has one here."""
    span = record.parties.span
    soviet = SOVIET.search(text, span.start, span.end)
    return sorted("SU" if soviet and code == "RU" else code for code in record.parties.value)


def _plain(value: "Value[Any] | None") -> Any:  # noqa: ANN401 - JSON leaves here
    return None if value is None else value.value


def _commitment(one: Commitment) -> dict[str, str]:
    return {"type": one.type, "from": one.debtor or "mutual", "to": one.creditor or "mutual"}


def _evidence(text: str, record: Record) -> dict[str, str]:
    spans: dict[str, Span] = {"parties": record.parties.span, "status": record.status.span}
    for field in (
        "signed",
        "expected_signing",
        "in_force",
        "duration_years",
        "legally_binding",
        "place",
    ):
        value = getattr(record, field)
        if value is not None:
            spans[field] = value.span
    for one in record.commitments:
        group = "commitments" if one.held == "made" else "excluded_commitments"
        spans[f"{group}.{one.type}"] = one.span
    if record.amounts:
        spans["amounts"] = record.amounts[0].span
    return {field: text[span.start : span.end] for field, span in spans.items()}
