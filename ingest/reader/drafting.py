"""Gather all that an article tells of one instrument, mention by mention."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ingest.reader.events import Event
from ingest.reader.instruments import InstrumentMention
from ingest.reader.pairs import Binding
from ingest.reader.records import Span

Pair = tuple[str, str]

SPECIFIC = frozenset({"status_of_forces", "reciprocal_access", "logistics", "information_security"})
"""Kinds that cannot be another's name; a "defence pact" may turn out to be any of them."""
APART = frozenset({"memorandum", "declaration", "protocol", "charter"})
"""Families that are an instrument of their own beside a treaty of the same pair."""
PENDING = frozenset({"proposed", "negotiating", "agreed"})
TELLING = frozenset({"force", "expire", "end"})
OLD = frozenset({"in_force", "expired", "terminated"})


@dataclass(slots=True)
class Draft:
    """One instrument in the making; the only value of the reader that changes."""

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
    holds: dict[str, Span] = field(default_factory=dict)
    excludes: dict[str, Span] = field(default_factory=dict)
    mentions: list[tuple[int, InstrumentMention]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def add(self, number: int, mention: InstrumentMention, events: Iterable[Event]) -> None:
        """Add one more mention, with what its sentence (of that number) tells."""
        self.mentions.append((number, mention))
        self.events.extend(events)
        self.year = self.year or mention.year
        if mention.kind and (not self.kind or self._is_made_clear_by(mention)):
            self.kind = mention.kind
        for code in mention.holds:
            self.holds.setdefault(code, mention.span)
        if _is_better_title(mention, self.title):
            self.title = mention

    def _is_made_clear_by(self, mention: InstrumentMention) -> bool:
        return mention.kind in SPECIFIC and self.kind not in SPECIFIC

    @property
    def is_old(self) -> bool:
        """Tell whether the instrument is of the past, so that a new one is another."""
        return self.year is not None or any(
            event.status in OLD and event.family in TELLING for event in self.events
        )


def _own_dates(events: tuple[Event, ...], binding: Binding, order: int) -> tuple[Event, ...]:
    """Read "with Australia in 2022 and Britain in 2023": each partner has its own date."""
    if not binding.places:
        return events
    start = binding.places[order].end
    limit = min((one.start for one in binding.places if one.start > start), default=start + 60)
    return tuple(
        replace(
            event,
            date=next((one for one in event.dates if start <= one.span.start < limit), event.date),
        )
        for event in events
    )


def _is_better_title(mention: InstrumentMention, title: InstrumentMention) -> bool:
    def worth(one: InstrumentMention) -> tuple[bool, bool, bool]:
        return (one.kind != "", one.is_proper, one.kind in SPECIFIC)

    return worth(mention) > worth(title)


class Drafts:
    """All instruments that an article tells of, in the order of their first mention."""

    def __init__(self) -> None:
        """Begin with none."""
        self.all: list[Draft] = []
        self.last: Draft | None = None

    def tie(
        self, number: int, mention: InstrumentMention, binding: Binding, events: tuple[Event, ...]
    ) -> None:
        """Add a mention to the instruments of its pairs, new ones where none fits."""
        for order, pair in enumerate(binding.pairs):
            draft = self._fitting(pair, mention, events) or self._new(
                number, pair, mention, binding
            )
            draft.is_list = draft.is_list and binding.is_list
            draft.add(number, mention, _own_dates(events, binding, order))
            self.last = self.last if binding.is_list else draft

    def point_back(
        self, number: int, mention: InstrumentMention, events: tuple[Event, ...], reach: int
    ) -> bool:
        """Add a mention like "the pact" to the instrument spoken of last; reach in sentences."""
        draft = self.last
        if (
            draft is None
            or number - draft.mentions[-1][0] > reach
            or not fits(draft, mention, events)
        ):
            return False
        draft.add(number, mention, events)
        return True

    def of_kind(self, mention: InstrumentMention, events: tuple[Event, ...]) -> Draft | None:
        """Find the latest instrument that the words could name."""
        fitting = [
            draft for draft in self.all if not draft.is_list and fits(draft, mention, events)
        ]
        return max(fitting, key=lambda draft: draft.mentions[-1][0]) if fitting else None

    def _fitting(
        self, pair: Pair, mention: InstrumentMention, events: tuple[Event, ...]
    ) -> Draft | None:
        fitting = [d for d in self.all if d.pair == pair and fits(d, mention, events)]
        return fitting[-1] if fitting else None

    def _new(self, number: int, pair: Pair, mention: InstrumentMention, binding: Binding) -> Draft:
        draft = Draft(
            pair=pair,
            bound=binding.span,
            confidence=binding.confidence,
            family=mention.family,
            kind=mention.kind,
            year=mention.year,
            debtor=binding.debtor,
            is_list=binding.is_list,
            is_named=bool(mention.parties),
            first=number,
            title=mention,
        )
        self.all.append(draft)
        return draft


def fits(draft: Draft, mention: InstrumentMention, events: tuple[Event, ...]) -> bool:
    """Tell whether a mention can be of the same instrument as the draft."""
    other_year = mention.is_proper and _are_of_other_years(draft, events)
    other = mention.determiner in {"another", "separate"} or _is_older(draft, mention)
    if other_year or other or _differs(draft, mention):
        return False
    if _are_apart(draft, mention) or _is_another_kind(draft.kind, mention.kind):
        return False
    if mention.year and not draft.year:
        same = mention.is_bare or mention.kind == draft.kind
        return same and all(event.status not in PENDING for event in draft.events)
    pending = any(event.status in PENDING for event in events)
    return not (mention.determiner in {"a", "an"} and draft.is_old and pending)


def _is_older(draft: Draft, mention: InstrumentMention) -> bool:
    """Tell "a previous agreement" from the one that the article is about."""
    return mention.is_older and not draft.is_old


def _differs(draft: Draft, mention: InstrumentMention) -> bool:
    """Tell two instruments apart by their years, their names, or what they hold."""
    if draft.year and mention.year and draft.year != mention.year:
        return True
    if draft.title.words and mention.words and not draft.title.words & mention.words:
        return True
    if not mention.is_proper and mention.determiner not in {"a", "an"}:
        return False
    if mention.determiner == "the" and not draft.title.is_proper:
        return False
    shared = set(draft.holds) & set(mention.holds)
    return bool(draft.kind != mention.kind and draft.holds and mention.holds and not shared)


def _are_of_other_years(draft: Draft, events: tuple[Event, ...]) -> bool:
    """Tell a signing "in 2006" from one on Thursday."""
    old = {event.date.year for event in draft.events if event.family == "sign" and event.date}
    new = {event.date.year for event in events if event.family == "sign" and event.date}
    return bool(old and new and not old & new)


def _are_apart(draft: Draft, mention: InstrumentMention) -> bool:
    """Tell a memorandum from a treaty; "the memorandum" may still mean what was called a pact."""
    if mention.is_bare:
        pointing = mention.determiner in {"the", "this"}
        return not pointing and draft.family != mention.family and mention.family in APART
    if draft.family == mention.family == "memorandum":
        return mention.kind != "" and set(draft.holds) != set(mention.holds)
    if draft.family == mention.family or _is_any(mention):
        return False
    return mention.family in APART or draft.family in APART


def _is_any(mention: InstrumentMention) -> bool:
    return mention.family == "agreement" and not mention.is_proper


def _is_another_kind(one: str, other: str) -> bool:
    exclusive = SPECIFIC | {"mutual_defence_treaty"}
    return one != other and one in exclusive and other in exclusive
