"""Walk through an article and tie each mention of an instrument to the one it is of."""

import re
from collections import Counter
from dataclasses import dataclass

from ingest.reader import events, pairs
from ingest.reader.drafting import Draft, Drafts
from ingest.reader.events import Event, Scene
from ingest.reader.instruments import InstrumentMention
from ingest.reader.page import Page
from ingest.reader.pairs import Binding
from ingest.reader.records import Span
from ingest.reader.vocabulary import pattern

REACH_BACK = 6
"""Sentences over which "the pact" still points to the instrument spoken of last."""
NAMED_WITHIN = 3
"""Sentences after "signed a treaty" within which the treaty's name may follow."""

_PRONOUN = re.compile(r"(?:it|this|which)\s")
_TOO_PLAIN = frozenset({"deal", "text", "document"})


@dataclass(frozen=True, slots=True)
class Telling:
    """What one sentence tells by one mention of an instrument."""

    number: int
    mention: InstrumentMention
    binding: Binding | None
    events: tuple[Event, ...]

    @property
    def explicit(self) -> Binding | None:
        """The binding, where the words themselves name two parties."""
        named = self.binding is not None and self.binding.is_explicit
        return self.binding if named and self.binding and not self.binding.is_blocked else None

    def strong(self) -> tuple[Event, ...]:
        """Give the events that tell more than that something is there."""
        return tuple(event for event in self.events if event.family != "working")

    def is_of_other(self, draft: Draft) -> bool:
        """Tell whether the words name other parties than those of a draft."""
        if self.binding is None or not self.binding.is_explicit:
            return False
        return draft.pair not in self.binding.pairs


class Walk:
    """One pass over the sentences of an article, and a second for what is said by likeness."""

    def __init__(self, page: Page) -> None:
        """Walk; `drafts` holds what came of it."""
        self.page = page
        self.drafts = Drafts()
        self._unnamed: dict[tuple[str, str], Telling] = {}
        for number in range(len(page.prose.sentences)):
            if number in page.instruments:
                self._read(number)
            else:
                self._read_pronoun(number)
        self._read_again()

    def others_in(self, number: int, draft: Draft) -> tuple[Span, ...]:
        """Give the names of the instruments of a sentence that are not this one."""
        own = {mention.head for _, mention in draft.mentions}
        mentions = self.page.instruments.get(number, ())
        return tuple(one.span for one in mentions if one.head not in own)

    def _read(self, number: int) -> None:
        here = self._scene(number, self.page.instruments[number])
        hub = self._hub(number) if _PRONOUN.match(self.page.sentence(number).low) else ""
        for mention in here.mentions:
            told = events.of_mention(here, mention)
            if mention.kind and told and not any(event.status for event in told):
                self._exclude(mention, told[0])
            elif not self.page.is_of_companies(number, mention):
                self._tie(self._telling(number, here, mention, hub=hub))

    def _scene(self, number: int, mentions: tuple[InstrumentMention, ...]) -> Scene:
        return events.scene(self.page.prose, self.page.sentence(number).span, mentions)

    def _telling(
        self, number: int, here: Scene, mention: InstrumentMention, *, hub: str
    ) -> Telling:
        before = [one for one in here.cues if one.span.end <= mention.span.start]
        verb = next((one.span for one in reversed(before) if one.family != "working"), None)
        groups = self.page.groups_of(number)
        binding = pairs.bind(self.page.prose, mention, groups, verb, hub=hub)
        told = tuple(event for event in events.of_mention(here, mention) if event.status)
        return Telling(number, mention, binding, told)

    def _exclude(self, mention: InstrumentMention, event: Event) -> None:
        """Note what "a mutual defence treaty will not be signed" says of the one before."""
        if self.drafts.last is not None and mention.determiner in {"a", "an", "no", "any", ""}:
            start = min(mention.span.start, event.span.start)
            span = Span(start, max(mention.span.end, event.span.end))
            for code in mention.holds:
                self.drafts.last.excludes.setdefault(code, span)

    def _tie(self, telling: Telling) -> None:
        mention, binding = telling.mention, telling.binding
        if mention.determiner in {"no", "any"}:
            return
        if mention.is_barred or (mention.kind and binding is not None and binding.is_blocked):
            self._lose_sight(telling.number)
        elif not mention.kind:
            self._point_back(telling)
        elif telling.explicit:
            self.drafts.tie(telling.number, mention, telling.explicit, telling.events)
            self._recall(telling)
        else:
            self._tie_loosely(telling)

    def _lose_sight(self, number: int) -> None:
        """Let "the pact" no longer mean what was spoken of before this sentence."""
        last = self.drafts.last
        if last is not None and last.mentions[-1][0] != number:
            self.drafts.last = None

    def _point_back(self, telling: Telling) -> None:
        """Take "the pact" for the instrument spoken of last, unless its parties are others."""
        mention, last = telling.mention, self.drafts.last
        if telling.explicit and telling.events and not mention.many:
            self._unnamed[telling.explicit.pairs[0]] = telling
        if last is None or telling.is_of_other(last) or not _can_point_back(mention, last):
            return
        self.drafts.point_back(telling.number, mention, telling.events, REACH_BACK)

    def _recall(self, telling: Telling) -> None:
        """Add what was told of "a treaty" before its name made clear that it is of security."""
        last = self.drafts.last
        if last is None or not telling.mention.is_proper:
            return
        before = self._unnamed.pop(last.pair, None)
        if before is not None and telling.number - before.number <= NAMED_WITHIN:
            last.add(before.number, before.mention, before.events)
            last.first = min(last.first, before.number)

    def _tie_loosely(self, telling: Telling) -> None:
        """Tie an instrument of security whose own words do not name its parties."""
        mention = telling.mention
        if mention.family == "partnership" or (mention.many and mention.family != "guarantee"):
            return
        if mention.determiner in {"a", "an"} and not telling.events and telling.binding is None:
            return
        known = self.drafts.of_kind(mention, telling.events)
        if known is not None and not telling.is_of_other(known):
            if not mention.many or mention.determiner or known.kind == mention.kind:
                known.add(telling.number, mention, telling.events)
                self.drafts.last = known
            return
        self._tie_by_guess(telling)

    def _tie_by_guess(self, telling: Telling) -> None:
        mention = telling.mention
        guess = telling.binding or self._guess(telling)
        named = mention.is_proper and not self.page.is_heading(mention)
        told = telling.events if mention.determiner == "the" else telling.strong()
        if guess is not None and not guess.is_blocked and not mention.many and (told or named):
            self.drafts.tie(telling.number, mention, guess, telling.events)

    def _guess(self, telling: Telling) -> Binding | None:
        """Take the pair that the article is about, where the sentence speaks of it."""
        pair = self.page.main_pair
        if pair is None or not self.page.is_about_main(telling.number):
            return None
        return Binding((pair,), telling.mention.span, 0.6, is_explicit=False)

    def _read_pronoun(self, number: int) -> None:
        """Read "It entered into force in 2021" after a sentence on an instrument."""
        last, low = self.drafts.last, self.page.sentence(number).low
        near = last is not None and number - last.mentions[-1][0] == 1
        if last is not None and near and _PRONOUN.match(low):
            last.events.extend(events.of_pronoun(self._scene(number, ())))
        elif last is not None and near and pattern("walk.the_signing").match(low):
            last.events.extend(events.of_signing(self._scene(number, ())))

    def _read_again(self) -> None:
        """Read "similar agreements with …", now that their like is known."""
        for number, mentions in self.page.instruments.items():
            fitting = tuple(one for one in mentions if not one.kind and not one.is_barred)
            similar = tuple(one for one in fitting if one.many or one.is_similar)
            if self.drafts.all and similar:
                here = self._scene(number, mentions)
                for mention in similar:
                    self._tie_similar(self._telling(number, here, mention, hub=self._hub(number)))
            elif fitting:
                self._read_untitled(number, fitting)

    def _tie_similar(self, telling: Telling) -> None:
        mention, binding = telling.mention, telling.explicit
        told = telling.events if mention.is_similar else telling.strong()
        if binding is None or self.page.is_of_companies(telling.number, mention):
            return
        if (told or mention.is_similar) and self._is_of_security(telling, binding):
            self.drafts.tie(telling.number, mention, binding, told)

    def _is_of_security(self, telling: Telling, binding: Binding) -> bool:
        anchors = {code for draft in self.drafts.all for code in draft.pair}
        if not all(anchors & set(pair) for pair in binding.pairs):
            return False
        mention = telling.mention
        return mention.is_similar or mention.is_bare or self.page.has_topic(telling.number)

    def _read_untitled(self, number: int, mentions: tuple[InstrumentMention, ...]) -> None:
        """Read "under a 10-year memorandum" that is of security by what it is said to hold."""
        alone = [one for one in mentions if one.determiner in {"a", "an"} and not one.many]
        if len(alone) != 1 or self._is_tied(alone[0]) or not self.page.has_promise(number):
            return
        head = alone[0].head
        if self.page.prose.low[head.start : head.end] in _TOO_PLAIN:
            return
        telling = self._telling(number, self._scene(number, mentions), alone[0], hub="")
        works = any(event.family == "working" for event in telling.events)
        if telling.binding is not None and not telling.binding.is_blocked and works:
            self.drafts.tie(number, alone[0], telling.binding, telling.events)

    def _is_tied(self, mention: InstrumentMention) -> bool:
        return any(one is mention for draft in self.drafts.all for _, one in draft.mentions)

    def _hub(self, number: int) -> str:
        """Name the party that a sentence's "it" means, or that most instruments share."""
        if _PRONOUN.match(self.page.sentence(number).low) and number:
            before = [one for one in self.page.groups_of(number - 1) if one.codes]
            if before and before[0].link == "" and len(before[0].codes) == 1:
                return before[0].codes[0]
        counted = Counter(code for draft in self.drafts.all for code in draft.pair).most_common(2)
        alone = len(counted) > 1 and counted[0][1] > counted[1][1]
        return counted[0][0] if alone else ""


def _can_point_back(mention: InstrumentMention, last: Draft) -> bool:
    if mention.is_similar or (mention.many and mention.family != "guarantee"):
        return False
    if mention.family == "partnership" != last.family:
        return False
    return not mention.is_bare or mention.is_proper or mention.determiner not in {"a", "an", ""}
