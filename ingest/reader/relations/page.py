"""Hold what was found in an article, to be asked sentence by sentence."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain

from ingest.reader.mentions import instruments, parties, people
from ingest.reader.mentions.mention import InstrumentMention
from ingest.reader.mentions.parties import PartyMention
from ingest.reader.relations import groups, pairs, setting, topics
from ingest.reader.relations.binding import PAIR, sorted_pair
from ingest.reader.relations.groups import Group
from ingest.reader.text.prose import LEAD, Prose, Sentence
from ingest.reader.text.vocabulary import Topic, pattern, words

LEADING = 1.5
"""How many times as often as the next a party is named whom an article is about."""
MOSTLY = 0.75
"""Share of the parties named that makes an article one of two parties."""
REACH_TWO = 2
"""Sentences in which "the two countries" are looked for."""
REACH_SIGNER = 90
"""Characters before an instrument in which a company that signs it is looked for."""

_GUARANTEED = frozenset({"mutual_defence", "non_aggression"})
_OWED = frozenset({"mutual_defence", "military_aid", "force_presence"})


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of an article beside its text."""

    published: date | None
    title: str | None
    publisher: str | None


class Page:
    """An article with its parties and instruments; groups are made on the first question."""

    def __init__(self, prose: Prose, hints: Hints) -> None:
        """Find the mentions of parties and instruments."""
        self.prose = prose
        self.instruments = instruments.find(prose)
        self._hints = hints
        self._headline = parties.in_line(hints.title or "", hints.published)
        found = people.find(prose, parties.find(prose, hints.published))
        self._parties_by_sentence = parties.by_sentence(prose, found)
        self._parties = tuple(chain.from_iterable(self._parties_by_sentence.values()))
        self.instruments = _known_here(self.instruments, self._codes())
        self._groups: dict[int, tuple[Group, ...]] = {}

    def _codes(self) -> set[str]:
        """Give all parties that the article or its headline names."""
        return {one.code for one in (*self._parties, *self._headline)} | {self.home}

    @cached_property
    def _title(self) -> str:
        return (self._hints.title or "").lower()

    @cached_property
    def home(self) -> str:
        """The party whose government publishes the text, or nothing."""
        return setting.home_of(self._hints.publisher)

    @property
    def published(self) -> date | None:
        """The day of publication."""
        return self._hints.published

    @property
    def year(self) -> int | None:
        """The year of publication."""
        return self._hints.published.year if self._hints.published else None

    @cached_property
    def is_titled_security(self) -> bool:
        """Tell whether the headline speaks of security, and of nothing else."""
        told = topics.of_title(self._title)
        other = any(topic.kind == "not" for topic in told)
        return not other and topics.are_of_security(told)

    def speaks_of_defence(self, number: int) -> bool:
        """Tell whether a sentence speaks of security, or has ministers of defence act."""
        return topics.are_of_security(self._topics(number))

    def is_of_other_topic(self, number: int) -> bool:
        """Tell whether a sentence, or the headline, speaks of trade, prisoners or the like."""
        if any(topic.kind == "not" and not topic.title_only for topic in self._topics(number)):
            return True
        headline = topics.of_title(self._title)
        return any(
            topic.kind == "not" and topic.form not in words("page.arms") for topic in headline
        ) and not any(topic.kind not in {"", "not"} for topic in headline)

    @cached_property
    def main_pair(self) -> tuple[str, str] | None:
        """The two parties that the article is about."""
        return setting.main_pair(
            self.prose, self._parties, self._hints.title, self.home, self._hints.published
        )

    @cached_property
    def of_each(self) -> dict[int, str]:
        """What is said of each of several, "both pacts cover", by the number of its sentence."""
        search, spans = self.prose.marks.search, (one.span for one in self.prose.sentences)
        told = (search("assembly.of_each", one.start, one.end) for one in spans)
        return {number: match.group() for number, match in enumerate(told) if match}

    def sentence(self, number: int) -> Sentence:
        """Give a sentence by its number."""
        return self.prose.sentences[number]

    def has(self, name: str, number: int) -> bool:
        """Tell whether a sentence has an entry of the patterns that `needs` letters."""
        span = self.sentence(number).span
        return self.prose.marks.search(name, span.start, span.end) is not None

    def may_have(self, name: str, number: int) -> bool:
        """Tell whether a sentence has any of the letters that an entry `needs`."""
        span = self.sentence(number).span
        return self.prose.marks.may_have(name, span.start, span.end)

    def parties_of(self, number: int) -> tuple[PartyMention, ...]:
        """Give the mentions of parties in a sentence, whatever part they play."""
        return self._parties_by_sentence.get(number, ())

    def groups_of(self, number: int) -> tuple[Group, ...]:
        """Give the parties of a sentence in groups."""
        if number not in self._groups:
            span = self.sentence(number).span
            self._groups[number] = groups.find(self.prose, span, self.parties_of(number))
        return self._groups[number]

    def two_meant(self, number: int, before: int) -> tuple[str, str] | None:
        """Name those whom "the two countries" means: the last two named, else the main pair."""
        main = set(self.main_pair or ())
        for back in range(number, max(-1, number - REACH_TWO), -1):
            named = [group for group in self.groups_of(back) if group.span.end <= before]
            codes = {code for group in named for code in group.codes}
            if len(codes) == PAIR and not codes <= main:
                return sorted_pair(*sorted(codes))
            if len(codes) == 1 and not codes <= main:
                actor = self._acting_before(back)
                return sorted_pair(actor, *codes) if actor else self.main_pair
            if codes:
                break
        return self.main_pair

    def is_of_two(self, number: int) -> bool:
        """Tell whether a sentence names no party, in an article that is nearly all of two."""
        return not any(group.codes for group in self.groups_of(number)) and self._names_two

    @cached_property
    def _names_two(self) -> bool:
        if self.main_pair is None:
            return False
        acting = [one.code for one in self._parties if one.role == "party" and one.code]
        own = sum(code in self.main_pair for code in acting)
        return own >= MOSTLY * len(acting)

    @cached_property
    def protagonist(self) -> str:
        """The party that the article names most, where none comes near it; else nothing."""
        acting = Counter(one.code for one in self._parties if one.code and one.role != "third")
        first = acting.most_common(2)
        if not first or (len(first) > 1 and first[0][1] < LEADING * first[1][1]):
            return ""
        return first[0][0]

    @cached_property
    def headliner(self) -> str:
        """The party that the first line has act: "Niger's junta ends cooperation with Benin"."""
        groups = self.groups_of(0) if self.prose.sentences else ()
        first = next((one for one in groups if one.codes and not one.link), None)
        return first.codes[0] if first and len(first.codes) == 1 else ""

    def host_of(self, number: int) -> str:
        """Name who signs with those that a sentence names: the protagonist, or who acted last."""
        named = {code for group in self.groups_of(number) for code in group.codes}
        hosts = (self._acting_before(number), self._dateline, self.protagonist)
        return next((code for code in hosts if code and code not in named), "")

    @cached_property
    def _dateline(self) -> str:
        """The one of the two of an article from whose town it is written: "APIA - Samoa …"."""
        places = [one for one in self._parties if one.role == "place"]
        start = self.prose.sentences[0].span.end if self.prose.sentences else 0
        near = (one.code for one in places if one.span.start < start + setting.DATELINE)
        return next((code for code in near if code in (self.main_pair or ())), "")

    def _acting_before(self, number: int) -> str:
        """Name who acted last, of the two that the article is about; else nothing."""
        for back in range(number - 1, max(-1, number - 1 - REACH_TWO), -1):
            groups = [one for one in self.groups_of(back) if one.codes]
            partners = {code for one in groups if one.link == "with" for code in one.codes}
            acting = [one for one in groups if one.link == ""]
            if acting and set(acting[0].codes) <= partners:
                # "Talks with Chile are due, said President Boric": Chile is the other one.
                continue
            if acting and len(acting[0].codes) == 1:
                code = acting[0].codes[0]
                return code if code in (self.main_pair or ()) else ""
        return ""

    def places_of(self, number: int) -> set[str]:
        """Give the parties whose capitals or lands a sentence names as a place."""
        return {one.code for one in self.parties_of(number) if one.role == "place"}

    def is_about_main(self, number: int) -> bool:
        """Tell whether a sentence speaks of the two parties that the article is about."""
        named = {code for group in self.groups_of(number) for code in group.codes}
        if self.main_pair is None or named - set(self.main_pair):
            return False
        low = self.sentence(number).low
        if named or number < LEAD or pairs.speaks_of_both(low):
            return True
        return bool(self.home) and setting.speaks_for_home(low)

    def is_of_companies(self, number: int, mention: InstrumentMention) -> bool:
        """Tell whether a company or a university signs, and not its state."""
        sentence = self.sentence(number)
        start = max(sentence.span.start, mention.span.start - REACH_SIGNER)
        search, end = self.prose.marks.search, sentence.span.end
        told = search("walk.by_company", mention.head.end, end)
        return (told or search("walk.company", start, mention.span.start)) is not None

    def is_heading(self, mention: InstrumentMention) -> bool:
        """Tell whether a name is only a heading before a colon."""
        return self.prose.plain.startswith(":", mention.span.end)

    def has_promise(self, number: int) -> bool:
        """Tell whether a sentence speaks of arms, troops or defence that one owes the other."""
        return self._promises(number, _OWED)

    def goes_on_of_defence(self, number: int) -> bool:
        """Tell whether the next sentences say "the accord" or "under it", and speak of defence."""
        following = range(number + 1, min(number + 3, len(self.prose.sentences)))
        if self._promises(number, _GUARANTEED):
            return True
        return any(
            (self._promises(one, words("page.of_defence")) or self.has_topic(one))
            and (
                any(mention.is_bare for mention in self.instruments.get(one, ()))
                or pattern("page.goes_on").match(self.sentence(one).low) is not None
            )
            for one in following
        )

    def _promises(self, number: int, types: frozenset[str]) -> bool:
        return not types.isdisjoint(topics.promised(self.prose.marks, self.sentence(number).span))

    def has_topic(self, number: int) -> bool:
        """Tell whether a sentence speaks of security or defence."""
        return any(topic.kind not in {"", "not"} for topic in self._topics(number))

    def _topics(self, number: int) -> tuple[Topic, ...]:
        return topics.of(self.prose.marks, self.sentence(number).span)


def _known_here(
    found: dict[int, tuple[InstrumentMention, ...]], codes: set[str]
) -> dict[int, tuple[InstrumentMention, ...]]:
    """Forget whose a treaty known by name is where the article names not both: it is another."""
    return {
        number: tuple(
            one if codes.issuperset(one.parties) else replace(one, parties=()) for one in mentions
        )
        for number, mentions in found.items()
    }
