"""What is known of words that name an instrument."""

from dataclasses import dataclass

from ingest.reader.records import Span

OWN_FAMILIES = frozenset({"memorandum", "declaration", "protocol", "charter"})
"""Families of nouns for what is an instrument of its own beside a treaty of the same pair."""
ALONE = frozenset({"one", "another", "theirs"})
"""Words that stand for the name of one more."""


@dataclass(frozen=True, slots=True)
class InstrumentMention:
    """Words that name an instrument.

    `span` holds the whole name, `head` its noun alone. `kind` is empty where the words do not say
    that it is of security, `holds` are commitment types that the name tells, `parties` is filled
    for instruments known by name, `words` are those that tell it from others.
    `is_bare`: "the agreement", `is_barred`: not of security or only compared with, `is_fresh`:
    called new, `is_older`: called an earlier one, `is_current`: one that works, `is_beside`: named
    beside another, `is_also`: "also signed a", `is_compared`: only likened to,
    `is_passing`: "builds on the", "following the", `dated`: the day that is part of its name,
    as EDTF, `known_since`: the year by public record,
    `told`: the words that tell `kind` and `holds`, where they are more than `span`.
    """

    span: Span
    head: Span
    family: str
    many: bool
    determiner: str
    kind: str
    holds: tuple[str, ...]
    parties: tuple[str, ...]
    year: int | None
    is_proper: bool
    is_similar: bool
    is_bare: bool
    is_barred: bool
    is_fresh: bool
    is_older: bool = False
    is_current: bool = False
    is_beside: bool = False
    is_also: bool = False
    is_compared: bool = False
    is_passing: bool = False
    head_word: str = ""
    dated: str = ""
    known_since: int | None = None
    words: frozenset[str] = frozenset()
    told: Span | None = None

    @property
    def is_aside(self) -> bool:
        """Tell "replacing one of 1963", after which a sentence goes on about the new one."""
        return self.is_older and self.is_bare and self.is_similar and self.head_word == "one"

    @property
    def stands_for_another(self) -> bool:
        """Tell "one with Fiji" and "theirs", which are told of in passing."""
        return self.is_similar and self.head_word in ALONE

    @property
    def proof(self) -> Span:
        """The words that tell what it is of."""
        return self.told or self.span
