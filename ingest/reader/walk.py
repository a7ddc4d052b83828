"""Walk through an article and tie each mention of an instrument to the one it is of."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ingest.reader import events, groups, instruments, pairs, parties, setting, vocabulary
from ingest.reader.cues import Cue
from ingest.reader.drafting import Draft, Drafts
from ingest.reader.events import Event
from ingest.reader.groups import Group
from ingest.reader.instruments import InstrumentMention
from ingest.reader.pairs import Binding
from ingest.reader.prose import Prose, Sentence
from ingest.reader.records import Span
from ingest.reader.vocabulary import pattern

REACH_BACK = 6
"""Sentences over which "the pact" still points to the instrument spoken of last."""
LEAD = 5
"""Sentences in which an instrument without named parties is taken for the article's own."""

_MILITARY = frozenset({"mutual_defence", "military_aid", "force_presence"})
_PRONOUN = re.compile(r"(?:it|this|which)\s")


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of an article beside its text."""

    published: date | None
    title: str | None
    publisher: str | None


class Walk:
    """One pass over the sentences of an article; `drafts` holds what came of it."""

    def __init__(self, prose: Prose, hints: Hints) -> None:
        """Find the mentions of parties and instruments, then walk."""
        self.prose = prose
        self.drafts = Drafts()
        self._hints = hints
        self._parties = parties.find(prose, hints.published)
        self._instruments = instruments.find(prose)
        self._groups: dict[int, tuple[Group, ...]] = {}
        self._last_blocked = False
        for number in range(len(prose.sentences)):
            if number in self._instruments:
                self._read(number, self._instruments[number], general=False)
            else:
                self._read_pronoun(number)
        self._read_general()

    @cached_property
    def home(self) -> str:
        """The party whose government publishes the text, or nothing."""
        return setting.home_of(self._hints.publisher)

    @cached_property
    def main_pair(self) -> tuple[str, str] | None:
        """The two parties that the article is about."""
        return setting.main_pair(
            self.prose, self._parties, self._hints.title, self.home, self._hints.published
        )

    def groups_of(self, number: int) -> tuple[Group, ...]:
        """Give the parties of a sentence in groups; found once, on the first question."""
        if number not in self._groups:
            span = self.prose.sentences[number].span
            here = parties.within(self._parties, span)
            self._groups[number] = groups.find(self.prose, span, here)
        return self._groups[number]

    def others_in(self, number: int, draft: Draft) -> tuple[Span, ...]:
        """Give the names of the instruments of a sentence that are not this one."""
        own = {mention.head for _, mention in draft.mentions}
        return tuple(one.span for one in self._instruments.get(number, ()) if one.head not in own)

    def names_instrument(self, number: int) -> bool:
        """Tell whether a sentence has an instrument of its own."""
        return number in self._instruments

    def _read(self, number: int, mentions: tuple[InstrumentMention, ...], *, general: bool) -> None:
        sentence = self.prose.sentences[number]
        here = events.scene(self.prose, sentence.span, mentions)
        for mention in mentions:
            bound = events.of_mention(here, mention)
            told = tuple(event for event in bound if event.status)
            if mention.kind and bound and not told:
                self._exclude(mention, bound[0])
                continue
            verb = _verb(here.cues, mention)
            binding = pairs.bind(
                self.prose,
                mention,
                self.groups_of(number),
                verb.span if verb else None,
                hub=self._hub() if general else "",
            )
            if general:
                self._tie_general(number, mention, binding, told)
            else:
                self._tie(number, mention, binding, told)

    def _exclude(self, mention: InstrumentMention, event: Event) -> None:
        """Note what "a mutual defence treaty will not be signed" says of the instrument before."""
        if self.drafts.last is not None and mention.determiner in {"a", "an", "no", "any", ""}:
            start = min(mention.span.start, event.span.start)
            span = Span(start, max(mention.span.end, event.span.end))
            for code in mention.holds:
                self.drafts.last.excludes.setdefault(code, span)

    def _is_of_companies(self, number: int, mention: InstrumentMention) -> bool:
        """Tell whether a company or a university signs, and not its state."""
        start = self.prose.sentences[number].span.start
        before = self.prose.low[max(start, mention.span.start - 90) : mention.span.start]
        return pattern("walk.company").search(before) is not None

    def _tie(
        self,
        number: int,
        mention: InstrumentMention,
        binding: Binding | None,
        told: tuple[Event, ...],
    ) -> None:
        if self._is_of_companies(number, mention):
            return
        if mention.is_barred or (binding and binding.is_blocked and mention.kind):
            self.drafts.last, self._last_blocked = None, True
        elif not mention.kind:
            self._point_back(number, mention, binding, told)
        elif binding and binding.is_explicit:
            self._last_blocked = False
            self.drafts.tie(number, mention, binding, told)
        else:
            self._tie_loosely(number, mention, binding, told)

    def _point_back(
        self,
        number: int,
        mention: InstrumentMention,
        binding: Binding | None,
        told: tuple[Event, ...],
    ) -> None:
        """Take "the pact" for the instrument spoken of last, unless its parties are others."""
        last = self.drafts.last
        if last is None or mention.is_similar or _is_other(binding, last):
            return
        if mention.many and mention.family != "guarantee":
            return
        if mention.family == "partnership" != last.family:
            return
        if mention.is_bare and mention.determiner in {"a", "an", ""} and not mention.is_proper:
            return
        self.drafts.point_back(number, mention, told, REACH_BACK)

    def _tie_loosely(
        self,
        number: int,
        mention: InstrumentMention,
        binding: Binding | None,
        told: tuple[Event, ...],
    ) -> None:
        """Tie an instrument of security whose own words do not name its parties."""
        if mention.family == "partnership" or (mention.many and mention.family != "guarantee"):
            return
        known = self.drafts.of_kind(mention, told)
        if mention.determiner in {"a", "an"} and not told and binding is None:
            return
        if (
            known is not None
            and mention.many
            and not mention.determiner
            and known.kind != mention.kind
        ):
            return
        if known is not None and not _is_other(binding, known):
            known.add(number, mention, told)
            self.drafts.last = known
            return
        guess = binding or self._guess(number, mention)
        strong = [event for event in told if event.family != "working"]
        if guess is not None and not mention.many and (strong or self._is_known(mention)):
            self.drafts.tie(number, mention, guess, told)

    def _is_known(self, mention: InstrumentMention) -> bool:
        """Tell whether a mention names something known, and is no heading before a colon."""
        return mention.is_proper and not self.prose.plain.startswith(":", mention.span.end)

    def _guess(self, number: int, mention: InstrumentMention) -> Binding | None:
        """Take the pair that the article is about, where the sentence speaks of it."""
        pair = self.main_pair
        if pair is None:
            return None
        sentence = self.prose.sentences[number]
        named = {code for group in self.groups_of(number) for code in group.codes}
        if named - set(pair) or not self._is_about_main(number, sentence, named):
            return None
        return Binding((pair,), mention.span, 0.6, is_explicit=False)

    def _is_about_main(self, number: int, sentence: Sentence, named: set[str]) -> bool:
        if named or number < LEAD or pairs.speaks_of_both(sentence.low):
            return True
        return bool(self.home) and setting.speaks_for_home(sentence.low)

    def _read_pronoun(self, number: int) -> None:
        """Read "It entered into force in 2021" after a sentence on an instrument."""
        last, sentence = self.drafts.last, self.prose.sentences[number]
        if last is None or number - last.mentions[-1][0] != 1 or not _PRONOUN.match(sentence.low):
            return
        last.events.extend(events.of_pronoun(events.scene(self.prose, sentence.span, ())))

    def _read_general(self) -> None:
        """Read again for "similar agreements with …", now that their like is known."""
        for number, mentions in self._instruments.items():
            fitting = tuple(one for one in mentions if not one.kind and not one.is_barred)
            similar = tuple(one for one in fitting if one.many or one.is_similar)
            if self.drafts.all and similar:
                self._read(number, similar, general=True)
            elif fitting:
                self._read_untitled(number, fitting)

    def _read_untitled(self, number: int, mentions: tuple[InstrumentMention, ...]) -> None:
        """Read "a 10-year memorandum" that is of security only by what it is said to hold."""
        sentence = self.prose.sentences[number]
        alone = [one for one in mentions if one.determiner in {"a", "an"} and not one.many]
        if len(alone) != 1 or not self._has_promise(sentence) or self._is_tied(alone[0]):
            return
        if self.prose.low[alone[0].head.start : alone[0].head.end] in {"deal", "text", "document"}:
            return
        here = events.scene(self.prose, sentence.span, mentions)
        told = events.of_mention(here, alone[0])
        verb = _verb(here.cues, alone[0])
        binding = pairs.bind(
            self.prose, alone[0], self.groups_of(number), verb.span if verb else None
        )
        works = any(event.family == "working" for event in told)
        if binding is not None and not binding.is_blocked and works:
            self.drafts.tie(number, alone[0], binding, told)

    def _is_tied(self, mention: InstrumentMention) -> bool:
        return any(one is mention for draft in self.drafts.all for _, one in draft.mentions)

    def _has_promise(self, sentence: Sentence) -> bool:
        return any(
            getattr(meaning, "type", "") in _MILITARY
            for hit in vocabulary.commitment_phrases().find(sentence.low)
            for meaning in hit.meanings
        )

    def _tie_general(
        self,
        number: int,
        mention: InstrumentMention,
        binding: Binding | None,
        told: tuple[Event, ...],
    ) -> None:
        strong = tuple(e for e in told if mention.is_similar or e.family != "working")
        if self._is_of_companies(number, mention):
            return
        if binding is None or not binding.is_explicit or binding.is_blocked:
            return
        if not (strong or mention.is_similar) or not self._is_of_security(number, mention, binding):
            return
        self.drafts.tie(number, mention, binding, strong)

    def _hub(self) -> str:
        """Name the party that most instruments of the article share, or nothing."""
        counted = Counter(code for draft in self.drafts.all for code in draft.pair).most_common(2)
        alone = len(counted) > 1 and counted[0][1] > counted[1][1]
        return counted[0][0] if alone else ""

    def _is_of_security(self, number: int, mention: InstrumentMention, binding: Binding) -> bool:
        anchors = {code for draft in self.drafts.all for code in draft.pair}
        if not all(anchors & set(pair) for pair in binding.pairs):
            return False
        return mention.is_similar or mention.is_bare or self._has_topic(number)

    def _has_topic(self, number: int) -> bool:
        low = self.prose.sentences[number].low
        return any(
            getattr(meaning, "kind", "") not in {"", "not"}
            for hit in vocabulary.topics().find(low)
            for meaning in hit.meanings
        )


def _verb(cues: tuple[Cue, ...], mention: InstrumentMention) -> Cue | None:
    before = [cue for cue in cues if cue.span.end <= mention.span.start and cue.family != "working"]
    return before[-1] if before else None


def _is_other(binding: Binding | None, draft: Draft) -> bool:
    if binding is None or not binding.is_explicit:
        return False
    return binding.is_blocked or draft.pair not in binding.pairs
