"""Gather all that an article tells of each instrument, mention by mention."""

from collections import Counter
from datetime import date

from ingest.reader.drafts import eras
from ingest.reader.drafts.apart import fits, is_told_anew, is_told_in_lead
from ingest.reader.drafts.draft import Draft, Pair
from ingest.reader.mentions.mention import OWN_FAMILIES, InstrumentMention
from ingest.reader.relations.binding import Binding
from ingest.reader.relations.events import Event
from ingest.reader.relations.families import MADE
from ingest.reader.text.prose import LEAD

USUAL_HUBS = ("UA", "EU", "US")
"""Parties with which many sign alike; taken where nothing in the article tells."""
POWERS = ("RU", "CN", "FR", "GB", "TR", "IN", "JP", "AU")
"""Powers that sign alike with many smaller states."""

MOST_OF_A_PAIR = 15
MOST_IN_ALL = 250
"""Instruments that are read from one text; a list of all that a great power has named 120."""


def _nearest(fitting: list[Draft], mention: InstrumentMention) -> Draft | None:
    """Choose, of the instruments that words could name, one of that name, or one that holds alike.

    Where there is none, the latest is meant.
    """

    def worth(draft: Draft) -> tuple[bool, bool, int]:
        since = mention.known_since
        named = since is not None and since == draft.title.known_since
        named = named or bool(draft.title.words & mention.words)
        return named, bool(set(draft.holds) & set(mention.holds)), draft.mentions[-1][0]

    return max(fitting, key=worth) if fitting else None


class Drafts:
    """All instruments that an article tells of, in the order of their first mention."""

    def __init__(self, published: date | None = None, announced: str = "") -> None:
        """Begin with none; `announced` is whose agreements with many the article says it tells."""
        self.published = published
        self._announced = announced
        self.all: list[Draft] = []
        self._codes: Counter[str] = Counter()
        self.last: Draft | None = None
        self.latest: Draft | None = None

    def tie(
        self, number: int, mention: InstrumentMention, binding: Binding, events: tuple[Event, ...]
    ) -> None:
        """Add a mention to the instruments of its pairs, new ones where none fits."""
        # The first instrument of a sentence is what it is about; one named later only adds.
        told_here = self.last is not None and self.last.mentions[-1][0] == number
        topic = self.last if told_here else None
        aside = binding.is_list or mention.stands_for_another
        aside = aside or (mention.is_passing and self._is_just_told(number))
        for order, pair in enumerate(binding.pairs):
            draft = self._fitting(pair, number, mention, events)
            if draft is None and not self._has_room(pair):
                continue
            draft = draft or self._new(number, pair, mention, binding)
            draft.is_list = draft.is_list and binding.is_list
            draft.add(number, mention, eras.own_dates(events, binding, order))
            self.latest = draft
            goes_on = topic is not None or (aside and self.last is not None)
            self.last = self.last if goes_on or binding.is_list else draft

    def _is_just_told(self, number: int) -> bool:
        return self.last is not None and number - self.last.mentions[-1][0] <= 1

    def go_on_from_headline(
        self,
        number: int,
        mention: InstrumentMention,
        events: tuple[Event, ...],
        named: Binding | None,
    ) -> bool:
        """Add "signed an agreement Monday" to the pact that the headline has named, and tell if so.

        Only once, and only within the story's lead; `named` is what the sentence itself binds the
        mention to, if anything.
        """
        last = self.last
        if last is None or number >= LEAD or (named and named.pairs != (last.pair,)):
            return False
        if any(told > 1 or told == number for told, _ in last.mentions):
            return False
        if named is None and (last.title.determiner or not mention.is_bare):
            return False
        signed = any(one.family == "sign" and one.status == "signed" for one in events)
        apart = eras.are_apart(last, mention, events, self.published)
        fitting = signed and not apart and is_told_in_lead(last, mention)
        if fitting:
            last.add(number, mention, events)
        return fitting

    def forget(self, draft: Draft) -> None:
        """Take an instrument back that turned out to be none of its own."""
        self.all.remove(draft)
        self._codes.subtract(draft.pair)

    def _has_room(self, pair: Pair) -> bool:
        """Tell whether one more instrument is to be believed: only a trap has so many."""
        of_pair = sum(draft.pair == pair for draft in self.all)
        return of_pair < MOST_OF_A_PAIR and len(self.all) < MOST_IN_ALL

    def try_out(
        self, number: int, mention: InstrumentMention, binding: Binding, events: tuple[Event, ...]
    ) -> bool:
        """Begin an instrument of a pair that has none, to be judged by what it holds."""
        same = [draft for draft in self.all if draft.pair == binding.pairs[0]]
        if len(same) == 1 and same[0].is_tentative and fits(same[0], mention, events):
            same[0].add(number, mention, events)
            self.last = self.latest = same[0]
            return True
        if same:
            return False
        if not self._has_room(binding.pairs[0]):
            return False
        self.tie(number, mention, binding, events)
        self.all[-1].is_tentative = True
        return True

    def tie_again(
        self,
        number: int,
        mention: InstrumentMention,
        events: tuple[Event, ...],
        pair: Pair | None = None,
    ) -> None:
        """Add "a 2015 pact" or "the current memorandum": one of a pair, else of the last."""
        last = self.last
        if last is not None:
            binding = Binding((pair or last.pair,), last.bound, last.confidence, is_explicit=False)
            self.tie(number, mention, binding, events)
            self.last = last

    def hub(self) -> str:
        """Name the party that most instruments share, else the one that others sign with."""
        if not self.all:
            return self._announced
        if len(self.all) > 1:
            counted = self._codes.most_common(2)
            if counted[0][1] > counted[1][1]:
                return counted[0][0]
        partners = [draft.partner for draft in self.all if draft.partner]
        usual = [code for draft in self.all for code in USUAL_HUBS if code in draft.pair]
        return next(iter((*(one for one in partners if one in usual), *usual, *partners)), "")

    def topic(self) -> Draft | None:
        """Give the instrument that the article has spoken of most."""
        told = [draft for draft in self.all if not draft.is_list]
        return max(told, key=lambda draft: len(draft.mentions), default=None)

    def power(self) -> str:
        """Name the power that the first instrument is of: "one more" is likely one of its own."""
        first = self.all[0].pair if self.all else ()
        return next((code for code in POWERS if code in first), "")

    def host(self) -> str:
        """Name who signs with others, in an article of one party's agreements."""
        return self.host_for(self.hub())

    def host_for(self, hub: str) -> str:
        """Name who signs with others, where `hub` may only be the one last signed with."""
        last = self.all[-1] if self.all else None
        if last is None or not hub or last.partner != hub or hub in USUAL_HUBS:
            return hub
        return next(code for code in last.pair if code != hub)

    def point_back(
        self, number: int, mention: InstrumentMention, events: tuple[Event, ...], reach: int
    ) -> bool:
        """Add a mention like "the pact" to the instrument spoken of last; reach in sentences."""
        draft = self.latest if mention.determiner == "that" else self.last
        if draft is not None and mention.family in OWN_FAMILIES and mention.family != draft.family:
            own = [
                one for one in self.all if one.family == mention.family and one.pair == draft.pair
            ]
            draft = max(own, key=lambda one: one.mentions[-1][0], default=draft)
        if draft is None or number - draft.mentions[-1][0] > reach:
            return False
        if not self._fits(draft, number, mention, events):
            # "The text is being worked on" is not of the pact of 1991 told in passing.
            recent = [one for one in self.all if one.pair == draft.pair and one.is_recent]
            draft = next((one for one in recent if self._fits(one, number, mention, events)), None)
        if draft is not None:
            draft.add(number, mention, events)
        return draft is not None

    def add_to_pair(
        self, number: int, mention: InstrumentMention, binding: Binding, events: tuple[Event, ...]
    ) -> bool:
        """Add "the agreement with Spain" to the one of that pair; tell whether it could be done.

        Where the article is of one party's agreements with many, one more of them is begun.
        """
        if len(binding.pairs) != 1 or mention.determiner not in {"the", "this", "that"}:
            return False
        known = self._fitting(binding.pairs[0], number, mention, events)
        if known is not None:
            known.add(number, mention, events)
            self.last = self.latest = known
            return True
        hub = self.hub()
        like = [draft for draft in self.all if hub and hub in draft.pair and draft.kind]
        one_more = len(like) > 1 and hub in binding.pairs[0] and mention.is_bare and events
        new = all(draft.pair != binding.pairs[0] for draft in self.all)
        if one_more and new:
            self.tie(number, mention, binding, events)
        return bool(one_more and new)

    def of_companion(self, mention: InstrumentMention) -> tuple[Event, ...]:
        """Give what was told of the pact that "an accompanying agreement" goes with."""
        last = self.last if mention.determiner == "another" else None
        told = last.events if last is not None and mention.year is None else ()
        return tuple(event for event in told if event.family in MADE)

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
        beside = mention.is_beside and not mention.is_bare and draft.mentions[-1][0] == number
        if beside or eras.are_apart(draft, mention, events, self.published):
            return False
        told_anew = draft.is_headline and number < LEAD and is_told_anew(draft, mention)
        return told_anew or fits(draft, mention, events)

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
        self._codes.update(pair)
        return draft
