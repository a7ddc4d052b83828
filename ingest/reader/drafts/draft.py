"""Hold all that an article tells of one instrument."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.reader.mentions.mention import InstrumentMention
from ingest.reader.records import Span
from ingest.reader.relations.events import Event
from ingest.reader.relations.families import MADE

Pair = tuple[str, str]

SPECIFIC = frozenset({"status_of_forces", "reciprocal_access", "logistics", "information_security"})
"""Kinds that cannot be another's name; a "defence pact" may turn out to be any of them."""
MOST_MENTIONS = 150
"""Mentions of one instrument that are weighed; an article has a dozen."""
SPOKEN_OF = frozenset({"proposed", "negotiating"})
"""Status of what is not there yet."""
PENDING = SPOKEN_OF | {"agreed"}
TELLING = frozenset({"force", "expire", "end"})
OLD = frozenset({"in_force", "expired", "terminated"})


@dataclass(slots=True)
class Draft:
    """One instrument in the making; the only value of the reader that changes.

    `is_tentative`: no word says that it is of security, only what it holds can show it.
    """

    pair: Pair
    bound: Span
    confidence: float
    family: str
    kind: str
    year: int | None
    debtor: str
    is_list: bool
    is_named: bool
    first: int
    title: InstrumentMention
    partner: str = ""
    is_tentative: bool = False
    holds: dict[str, Span] = field(default_factory=dict)
    excludes: dict[str, Span] = field(default_factory=dict)
    mentions: list[tuple[int, InstrumentMention]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def add(self, number: int, mention: InstrumentMention, events: Iterable[Event]) -> None:
        """Add one more mention, with what its sentence (of that number) tells."""
        if self.mentions and self.is_headline and mention.kind:
            self.family, self.title = mention.family, mention
        if len(self.mentions) >= MOST_MENTIONS:
            return
        self.mentions.append((number, mention))
        self.events.extend(events)
        self.year = self.year or mention.year
        self.is_tentative = self.is_tentative and not mention.kind
        if mention.kind and (not self.kind or self._is_made_clear_by(mention)):
            self.kind = mention.kind
        for code in () if mention.many and not self.is_list else mention.holds:
            self.holds.setdefault(code, mention.proof)
        if _is_better_title(mention, self.title):
            self.title = mention

    def _is_made_clear_by(self, mention: InstrumentMention) -> bool:
        return mention.kind in SPECIFIC and self.kind not in SPECIFIC

    @property
    def is_headline(self) -> bool:
        """Tell whether only a headline has spoken of it: "Egypt, Somalia sign military pact"."""
        return not self.title.determiner and all(number == 0 for number, _ in self.mentions)

    @property
    def is_recent(self) -> bool:
        """Tell whether the instrument is told as new: signed on a day of no named year.

        So is "an accompanying agreement" of which nothing more is told.
        """
        if not self.events:
            return self.title.determiner == "another" and self.year is None
        return any(
            event.family in {"sign", "agree", "propose", "negotiate", "ratify"}
            and event.status in {"signed", "ratified", *PENDING}
            and (event.date is None or event.date.year is None)
            for event in self.events
        ) and not any(one.year for _, one in self.mentions)

    @property
    def is_told(self) -> bool:
        """Tell whether something has been told of the instrument."""
        return any(event.family in MADE for event in self.events)

    @property
    def is_signed(self) -> bool:
        """Tell whether its signing has been told."""
        return any(event.family == "sign" and event.status == "signed" for event in self.events)

    @property
    def is_old(self) -> bool:
        """Tell whether the instrument is of the past, so that a new one is another."""
        return self.year is not None or any(
            event.status in OLD and event.family in TELLING for event in self.events
        )


def _is_better_title(mention: InstrumentMention, title: InstrumentMention) -> bool:
    def worth(one: InstrumentMention) -> tuple[bool, bool, bool]:
        named = one.is_proper and bool(one.words)
        return (one.kind != "" or named, one.is_proper, one.kind in SPECIFIC)

    return worth(mention) > worth(title)
