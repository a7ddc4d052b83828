"""The words that a record may be made of, and what they mean: the record's own codebook."""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Codebook:
    """Party codes, and {code: meaning} of everything else that has codes."""

    parties: frozenset[str]
    statuses: Mapping[str, str]
    kinds: Mapping[str, str]
    commitment_types: Mapping[str, str]


@cache
def codebook() -> Codebook:
    """Load the codebook from the tables that the record itself is loaded from."""
    meanings = tomllib.loads(_text("codebook.toml"))
    return Codebook(
        parties=frozenset(row["code"] for row in _rows("parties.csv")),
        statuses=_meanings(meanings["statuses"]),
        kinds=_meanings(meanings["kinds"]),
        commitment_types={r["code"]: r["definition"] for r in _rows("commitment_types.csv")},
    )


def _meanings(entries: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {code: entry["meaning"] for code, entry in entries.items()}


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(_text(name).splitlines()))


def _text(name: str) -> str:
    return resources.files("agreements.reference").joinpath(name).read_text("utf-8")
