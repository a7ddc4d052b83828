"""To whom an instrument belongs, and where in its sentence that is looked for."""

from dataclasses import dataclass

from ingest.reader.mentions.mention import InstrumentMention
from ingest.reader.records import Span
from ingest.reader.relations.groups import Group
from ingest.reader.text.prose import Prose

PAIR = 2
"""Parties of an agreement; with three or more there is no record."""


@dataclass(frozen=True, slots=True)
class Binding:
    """The pairs of parties that one mention of an instrument belongs to.

    `pairs` holds sorted codes, none where three or more parties share the instrument.
    `is_explicit`: the words themselves tie the parties to it; `is_list`: it is one of several;
    `places`: where the party stands that sets each pair of a list apart; `partner`: the one
    named after "with".
    """

    pairs: tuple[tuple[str, str], ...]
    span: Span
    confidence: float
    is_explicit: bool = True
    is_list: bool = False
    debtor: str = ""
    places: tuple[Span, ...] = ()
    partner: str = ""

    @property
    def is_blocked(self) -> bool:
        """Tell whether the instrument has more than two parties."""
        return not self.pairs


@dataclass(frozen=True, slots=True)
class Scope:
    """An instrument among the parties of its sentence.

    `owner` is the one party within its name ("Japan's …"), `verb` where its status word begins.
    """

    prose: Prose
    mention: InstrumentMention
    groups: tuple[Group, ...]
    owner: str
    verb: int

    def gap_after(self, group: Group) -> str | None:
        """Give the words between the instrument and a group after it; None if it is not after."""
        if group.span.start <= self.mention.head.end:
            return None
        return self.prose.low[self.mention.head.end : group.span.start]

    def gap_before(self, group: Group) -> str:
        """Give the words between a group and the instrument after it."""
        return self.prose.low[group.span.end : self.mention.span.start]


def one_pair(
    first: str, second: str, span: Span, confidence: float, *, debtor: str = ""
) -> Binding:
    """Bind two parties whom the words themselves name."""
    return Binding((sorted_pair(first, second),), span, confidence, debtor=debtor)


def blocked(span: Span) -> Binding:
    """Say that an instrument has more than two parties."""
    return Binding((), span, 0.0)


def sorted_pair(first: str, second: str) -> tuple[str, str]:
    """Put two codes into the order of a record."""
    return (first, second) if first < second else (second, first)


def spread(first: Span, second: Span, third: Span) -> Span:
    """Give the shortest span that covers three."""
    spans = (first, second, third)
    return Span(min(span.start for span in spans), max(span.end for span in spans))
