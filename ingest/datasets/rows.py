"""A row of a data set as a text whose every column is a line, and statements that quote lines."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from agreements.intake import (
    ProposedCommitment,
    ProposedMilestone,
    ProposedStatement,
    ProposedTerm,
    Quote,
)

# What data sets write where they know nothing.
UNKNOWN = frozenset({"", "NA", ".", "-9", "-8", "-7"})
# Numbers that the Correlates of War give to states which one party of ours continues.
SUCCESSORS = {260: 255, 678: 679}


class NotFittingError(ValueError):
    """A row that makes no draft; `reason` is one word of those that the report counts."""

    def __init__(self, reason: str, why: str) -> None:
        """Name the reason and say what it is here."""
        self.reason = reason
        super().__init__(why)


@dataclass(slots=True)
class RowStory:
    """A row on its way to a draft: its text, what was taken from it, what was not understood.

    `used` are the columns that something was made of.
    """

    cells: Mapping[str, str]
    head: str
    text: str = ""
    statements: list[ProposedStatement] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    lost: list[str] = field(default_factory=list)
    _lines: dict[str, Quote] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Write the text: a heading, then a line for each column that says something."""
        self.text = self.head
        for name, value in self.cells.items():
            if value not in UNKNOWN:
                line = f"{name}: {value}"
                start = len(self.text) + 1
                self._lines[name] = Quote(start, start + len(line), line)
                self.text += f"\n{line}"

    def value(self, name: str) -> str:
        """Return what a column says, "" where that is nothing; the column counts as used."""
        self.used.add(name)
        told = self.cells.get(name, "").strip()
        return "" if told in UNKNOWN else told

    def number(self, name: str) -> int:
        """Return a column's number, 0 where there is none."""
        told = self.value(name).removesuffix(".0")
        return int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else 0  # noqa: PLR2004

    def date(self, year: str, month: str, day: str) -> str:
        """Return a date as EDTF: what is missing is left out; "" without a year."""
        parts = [self.number(name) for name in (year, month, day)]
        known = parts[: parts.index(0)] if 0 in parts else parts
        return "-".join(f"{part:0{4 if place == 0 else 2}}" for place, part in enumerate(known))

    def quotes(self, *names: str) -> tuple[Quote, ...]:
        """Return the lines of these columns, of those that say something."""
        return tuple(self._lines[name] for name in names if name in self._lines)

    def milestone(self, kind: str, date: str, *names: str) -> None:
        """Propose that something happened."""
        self.statements.append(ProposedMilestone(kind=kind, date=date, sources=self.quotes(*names)))

    def commitment(self, code: str, direction: str, *names: str) -> None:
        """Propose a commitment; data sets code duties, not words."""
        self.statements.append(
            ProposedCommitment(
                type=code, direction=direction, strength="duty", sources=self.quotes(*names)
            )
        )

    def term(self, name: str, value: str, *names: str) -> None:
        """Propose a property."""
        self.statements.append(ProposedTerm(name=name, value=value, sources=self.quotes(*names)))
