"""Gather all that an article tells of one instrument, mention by mention."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ingest.reader.binding import Binding
from ingest.reader.events import Event
from ingest.reader.mention import InstrumentMention
from ingest.reader.records import Span

Pair = tuple[str, str]

SPECIFIC = frozenset({"status_of_forces", "reciprocal_access", "logistics", "information_security"})
"""Kinds that cannot be another's name; a "defence pact" may turn out to be any of them."""
APART = frozenset({"memorandum", "declaration", "protocol", "charter"})
"""Families that are an instrument of their own beside a treaty of the same pair."""
USUAL_HUBS = ("UA", "EU", "US")
"""Parties with which many sign alike; taken where nothing in the article tells."""
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
    partner: str = ""
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
    def is_recent(self) -> bool:
        """Tell whether the instrument is told as new: signed on a day of no named year."""
        return any(
            event.family in {"sign", "agree", "propose", "negotiate"}
            and event.status in {"signed", *PENDING}
            and (event.date is None or event.date.year is None)
            for event in self.events
        ) and not any(one.year for _, one in self.mentions)

    @property
    def is_told(self) -> bool:
        """Tell whether something has been told of the instrument."""
        return any(event.family in {"sign", "agree"} for event in self.events)

    @property
    def is_old(self) -> bool:
        """Tell whether the instrument is of the past, so that a new one is another."""
        return self.year is not None or any(
            event.status in OLD and event.family in TELLING for event in self.events
        )


def _nearest(fitting: list[Draft], mention: InstrumentMention) -> Draft | None:
    """Choose, of the instruments that words could name, one that holds alike, else the latest."""

    def worth(draft: Draft) -> tuple[bool, int]:
        return bool(set(draft.holds) & set(mention.holds)), draft.mentions[-1][0]

    return max(fitting, key=worth) if fitting else None


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
        named = one.is_proper and bool(one.words)
        return (one.kind != "" or named, one.is_proper, one.kind in SPECIFIC)

    return worth(mention) > worth(title)


class Drafts:
    """All instruments that an article tells of, in the order of their first mention."""

    def __init__(self, year: int | None = None) -> None:
        """Begin with none; `year` is that of publication."""
        self.year = year
        self.all: list[Draft] = []
        self.last: Draft | None = None

    def tie(
        self, number: int, mention: InstrumentMention, binding: Binding, events: tuple[Event, ...]
    ) -> None:
        """Add a mention to the instruments of its pairs, new ones where none fits."""
        # The first instrument of a sentence is what it is about; one named later only adds.
        told_here = self.last is not None and self.last.mentions[-1][0] == number
        topic = self.last if told_here else None
        for order, pair in enumerate(binding.pairs):
            draft = self._fitting(pair, number, mention, events) or self._new(
                number, pair, mention, binding
            )
            draft.is_list = draft.is_list and binding.is_list
            draft.add(number, mention, _own_dates(events, binding, order))
            self.last = self.last if binding.is_list or topic is not None else draft

    def tie_again(self, number: int, mention: InstrumentMention, events: tuple[Event, ...]) -> None:
        """Add "a 2015 pact" or "the current memorandum": one of the pair spoken of last."""
        last = self.last
        if last is not None:
            binding = Binding((last.pair,), last.bound, last.confidence, is_explicit=False)
            self.tie(number, mention, binding, events)
            self.last = last

    def hub(self) -> str:
        """Name the party that most instruments share, else the one that others sign with."""
        counted = Counter(code for draft in self.all for code in draft.pair).most_common(2)
        if len(counted) > 1 and counted[0][1] > counted[1][1]:
            return counted[0][0]
        partners = [draft.partner for draft in self.all if draft.partner]
        usual = [code for draft in self.all for code in USUAL_HUBS if code in draft.pair]
        return next(iter((*(one for one in partners if one in usual), *usual, *partners)), "")

    def point_back(
        self, number: int, mention: InstrumentMention, events: tuple[Event, ...], reach: int
    ) -> bool:
        """Add a mention like "the pact" to the instrument spoken of last; reach in sentences."""
        draft = self.last
        if (
            draft is None
            or number - draft.mentions[-1][0] > reach
            or not self._fits(draft, number, mention, events)
        ):
            return False
        draft.add(number, mention, events)
        return True

    def of_kind(
        self, number: int, mention: InstrumentMention, events: tuple[Event, ...]
    ) -> Draft | None:
        """Find the latest instrument that the words could name."""
        fitting = [
            draft
            for draft in self.all
            if not draft.is_list and self._fits(draft, number, mention, events)
        ]
        return _nearest(fitting, mention)

    def _fitting(
        self, pair: Pair, number: int, mention: InstrumentMention, events: tuple[Event, ...]
    ) -> Draft | None:
        fitting = [
            draft
            for draft in self.all
            if draft.pair == pair and self._fits(draft, number, mention, events)
        ]
        return _nearest(fitting, mention)

    def _fits(
        self, draft: Draft, number: int, mention: InstrumentMention, events: tuple[Event, ...]
    ) -> bool:
        if mention.is_beside and not mention.is_bare and draft.mentions[-1][0] == number:
            return False
        past = mention.year is not None and mention.year != self.year
        if past and draft.is_recent and draft.year != mention.year:
            return False
        return fits(draft, mention, events)

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
            partner=binding.partner,
        )
        self.all.append(draft)
        return draft


def fits(draft: Draft, mention: InstrumentMention, events: tuple[Event, ...]) -> bool:
    """Tell whether a mention can be of the same instrument as the draft."""
    introduced = mention.is_proper or (mention.determiner in {"a", "an"} and mention.kind)
    other_year = introduced and _are_of_other_years(draft, events)
    other = mention.determiner in {"another", "separate"} or _is_older(draft, mention)
    if other_year or other or _differs(draft, mention):
        return False
    if _are_apart(draft, mention) or _is_another_kind(draft.kind, mention.kind):
        return False
    if _is_another_name(draft, mention) or (mention.is_also and draft.is_told):
        return False
    if mention.year and not draft.year:
        same = mention.is_bare or mention.kind == draft.kind
        return same and all(event.status not in PENDING for event in draft.events)
    pending = any(event.status in PENDING for event in events)
    return not (mention.determiner in {"a", "an"} and draft.is_old and pending)


def _is_another_name(draft: Draft, mention: InstrumentMention) -> bool:
    """Tell "a Research Agreement" from "a Strategic Framework": each is brought in as new."""
    new = mention.determiner in {"a", "an"} and draft.title.determiner in {"a", "an"}
    both = mention.is_proper and draft.title.is_proper
    return new and both and mention.head_word != draft.title.head_word


def _is_older(draft: Draft, mention: InstrumentMention) -> bool:
    """Tell "a previous agreement" from the one that the article is about."""
    return mention.is_older and not draft.is_old


def _differs(draft: Draft, mention: InstrumentMention) -> bool:
    """Tell two instruments apart by their years, their names, or what they hold."""
    if draft.year and mention.year and draft.year != mention.year:
        return True
    if _are_of_other_words(draft.title, mention):
        return True
    if not mention.is_proper and mention.determiner not in {"a", "an"}:
        return False
    if mention.determiner == "the" and not draft.title.is_proper:
        return False
    shared = set(draft.holds) & set(mention.holds)
    return bool(draft.kind != mention.kind and draft.holds and mention.holds and not shared)


def _are_of_other_words(title: InstrumentMention, mention: InstrumentMention) -> bool:
    """Tell two names apart by words that they do not share."""
    if title.words and mention.words:
        return not title.words & mention.words
    both = title.is_proper and mention.is_proper and title.family == mention.family == "memorandum"
    return both and title.words != mention.words


def _are_of_other_years(draft: Draft, events: tuple[Event, ...]) -> bool:
    """Tell a signing "in 2006" from one on Thursday, and from entry into force of another kind."""
    old = {one.date.year for one in draft.events if one.family == "sign" and one.date}
    new = {one.date.year for one in events if one.family in {"sign", "force"} and one.date}
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
    if mention.determiner == "the" and not draft.title.is_proper and draft.kind == mention.kind:
        return False
    return mention.family in APART or draft.family in APART


def _is_any(mention: InstrumentMention) -> bool:
    return mention.family == "agreement" and not mention.is_proper


def _is_another_kind(one: str, other: str) -> bool:
    exclusive = SPECIFIC | {"mutual_defence_treaty"}
    return one != other and one in exclusive and other in exclusive
