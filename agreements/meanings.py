"""The codebook: what the words of the record mean, what to mind with each, an example."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

SECTIONS: Final = (
    *("statuses", "milestones", "strengths", "holdings", "directions", "terms"),
    *("kinds", "fields", "commitments"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word means; `rule` where something is to be minded, `example` in invented words."""

    meaning: str
    rule: str
    example: str


@cache
def codebook() -> Mapping[str, Mapping[str, Entry]]:
    """Return the entries by section and code.

    Of `commitments` the meaning is empty here: it is a `CommitmentType`'s definition.
    """
    text = resources.files("agreements.reference").joinpath("codebook.toml").read_text("utf-8")
    read = tomllib.loads(text)
    return MappingProxyType({section: _entries(read[section]) for section in SECTIONS})


def commitments(types: Iterable[tuple[str, str]]) -> dict[str, Entry]:
    """Return the entries of these types, (code, definition) each; one that is not known too."""
    known, nothing = codebook()["commitments"], Entry("", "", "")
    return {
        code: Entry(definition, (own := known.get(code, nothing)).rule, own.example)
        for code, definition in types
    }


def _entries(read: Mapping[str, Mapping[str, str]]) -> Mapping[str, Entry]:
    return MappingProxyType(
        {
            code: Entry(told.get("meaning", ""), told.get("rule", ""), told.get("example", ""))
            for code, told in read.items()
        }
    )
