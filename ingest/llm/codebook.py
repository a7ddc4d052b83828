"""The words that a record may be made of: the record's own codebook, with meanings for a model."""

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
    file = resources.files("ingest.llm").joinpath("data", "meanings.toml")
    meanings = tomllib.loads(file.read_text("utf-8"))
    return Codebook(
        parties=frozenset(row["code"] for row in _rows("parties.csv")),
        statuses=meanings["statuses"],
        kinds=meanings["kinds"],
        commitment_types={r["code"]: r["definition"] for r in _rows("commitment_types.csv")},
    )


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("agreements.reference").joinpath(name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
