"""What the words that an editor chooses among mean, for the editors of values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from agreements.meanings import Entry, codebook, commitments
from agreements.models import CommitmentType


@dataclass(frozen=True, slots=True)
class Meant:
    """A word that can be chosen, or a field to be filled in, and what the codebook says of it."""

    code: str
    label: str
    entry: Entry


Meanings = list[Meant]


def of(section: str) -> Mapping[str, Entry]:
    """Return the entries of a section of the codebook."""
    return codebook()[section]


def of_types(types: Sequence[CommitmentType]) -> Mapping[str, Entry]:
    """Return the entries of commitment types."""
    return commitments((each.code, each.definition) for each in types)


def meanings(choices: Iterable[tuple[str, str]], entries: Mapping[str, Entry]) -> Meanings:
    """Return those of the choices that have a meaning."""
    return [Meant(code, label, entries[code]) for code, label in choices if code in entries]


def meant(found: Meanings, value: object) -> Meant | None:
    """Return what the chosen value means; None where it has no meaning."""
    return next((each for each in found if each.code == str(value)), None)
