"""Commitments as a table, one row each: the long form of the agreements."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from agreements.exports.csvs import Cell
from agreements.exports.tables import FIRST_PARTY, PAGE, SECOND_PARTY, TITLE, Column, Table


def _commitment(line: bytes, site: str) -> Sequence[Cell]:
    told: dict[str, Any] = json.loads(line)
    of = told["agreement"]
    first, second = of["parties"]
    quote, source, address = _proof(told["evidence"][0] if told["evidence"] else {})
    return (
        of["key"],
        of["title"],
        of["status"],
        first["code"],
        second["code"],
        told["type"],
        told["held"],
        told["direction"],
        told["debtor"],
        told["creditor"],
        told["strength"],
        told["rank"],
        told["condition"],
        told["amount"],
        told["currency"],
        told["period"],
        told["wording"],
        told["known_from"],
        quote,
        source,
        address,
        len(told["evidence"]),
        f"{site}/agreements/{of['key']}",
    )


def _proof(evidence: Mapping[str, Any]) -> tuple[Cell, Cell, Cell]:
    """Return a piece of evidence as its words, where they stand, and the address of that."""
    if "quote" in evidence:
        document = evidence["document"]
        told = (document["publisher"], document["title"], document["published"])
        return evidence["quote"], ", ".join(part for part in told if part), document["url"]
    source = evidence.get("citation") or evidence.get("judgement")
    return None, source, evidence.get("url")


COMMITMENTS: Final = Table(
    name="commitments",
    title="Commitments of bilateral security agreements",
    description="One row for each commitment of an agreement that existed on the day of as_of.",
    columns=(
        Column("agreement", "string", "The agreement's key in this record; it never changes."),
        TITLE,
        Column("status", "string", "How the agreement stood on the day of as_of."),
        FIRST_PARTY,
        SECOND_PARTY,
        Column("type", "string", "The commitment type's code, see the codebook of types."),
        Column("held", "string", "made, or excluded: the text says that it does not hold this."),
        Column("direction", "string", "one_way, mutual, or not_stated: who owes it isn't said."),
        Column("debtor", "string", "Who owes it, where one owes the other: a party's code."),
        Column("creditor", "string", "To whom, where one owes the other: a party's code."),
        Column("strength", "string", "How firmly: mentioned, intent or duty."),
        Column("rank", "string", "preferred, contested (a source differs) or withdrawn."),
        Column("condition", "string", "When it applies; empty: not stated."),
        Column("amount", "string", "A sum, as a decimal number; empty: not stated."),
        Column("currency", "string", "The sum's currency (ISO 4217)."),
        Column("period", "string", "What time the sum is for."),
        Column("wording", "string", "The source's words, where they differ from the value."),
        Column("known_from", "string", "Since when this record has held it (UTC)."),
        Column("quote", "string", "The exact words of the first source, if they are archived."),
        Column("source", "string", "The first source: publisher, title and date, or a citation."),
        Column("source_url", "string", "Its address, if it has one."),
        Column("sources", "integer", "How many pieces of evidence there are."),
        PAGE,
    ),
    read=_commitment,
)
