"""Walk through an article and tie each mention of an instrument to the one it is of."""

import re
from dataclasses import replace

from ingest.reader import alike, events, pairs, untitled
from ingest.reader.binding import Binding
from ingest.reader.drafting import Draft, Drafts
from ingest.reader.events import Scene
from ingest.reader.mention import InstrumentMention
from ingest.reader.page import Page
from ingest.reader.records import Span
from ingest.reader.telling import Telling, can_point_back
from ingest.reader.vocabulary import pattern, words

REACH_BACK = 6
"""Sentences over which "the pact" still points to the instrument spoken of last."""
NAMED_WITHIN = 3
"""Sentences after "signed a treaty" within which the treaty's name may follow."""
SHARED_WITHIN = 4
"""Sentences between "both agreements were signed" and the names of the two."""
BETWEEN_WITHIN = 90
"""Characters after a name in which "between the two countries" is looked for."""
DENIED_WITHIN = 60
"""Characters before a name in which "is not" or "falls short of" denies it."""

_PRONOUN = re.compile(r"(?:it|its|this|which)\s")
_OWN_VOICE = re.compile(r"\b(?:and i|i and|we|and me|with me)\b")


class Walk:
    """One pass over the sentences of an article, and a second for what is said by likeness."""

    def __init__(self, page: Page) -> None:
        """Walk; `drafts` holds what came of it."""
        self.page = page
        self.drafts = Drafts(page.year)
        self._unnamed: dict[tuple[str, str], Telling] = {}
        self._signings: list[Telling] = []
        for number in range(len(page.prose.sentences)):
            if number in page.instruments:
                self._read(number)
            else:
                self._read_pronoun(number)
        self._read_again()
        self._share_signings()

    def others_in(self, number: int, draft: Draft) -> tuple[Span, ...]:
        """Give the names of the instruments of a sentence that are not this one."""
        own = {mention.head for _, mention in draft.mentions}
        mentions = self.page.instruments.get(number, ())
        return tuple(one.span for one in mentions if one.head not in own)

    def _read(self, number: int) -> None:
        here = self._scene(number, self.page.instruments[number])
        hub = self._hub(number) if self._lacks_one(number) else ""
        for mention in here.mentions:
            told = events.of_mention(here, mention)
            denied = self._is_denied(number, mention)
            if mention.kind and denied is not None:
                self._exclude(mention, denied)
            elif mention.kind and told and not any(event.status for event in told):
                self._exclude(mention, told[0].span)
            elif not self.page.is_of_companies(number, mention):
                self._tie(self._telling(number, here, mention, hub=hub))

    def _lacks_one(self, number: int) -> bool:
        """Tell whether a sentence names one of its parties only as "it" or "we"."""
        low = self.page.sentence(number).low
        return _PRONOUN.match(low) is not None or _OWN_VOICE.search(low) is not None

    def _is_denied(self, number: int, mention: InstrumentMention) -> Span | None:
        """Find the words by which "it is not a mutual defence pact" denies a name."""
        start = max(self.page.sentence(number).span.start, mention.span.start - DENIED_WITHIN)
        low = self.page.prose.low
        match = pattern("walk.not_one").search(low[start : mention.span.start])
        return Span(start + match.start(), mention.span.start) if match else None

    def _scene(self, number: int, mentions: tuple[InstrumentMention, ...]) -> Scene:
        return events.scene(self.page.prose, self.page.sentence(number).span, mentions)

    def _telling(
        self, number: int, here: Scene, mention: InstrumentMention, *, hub: str
    ) -> Telling:
        before = [one for one in here.cues if one.span.end <= mention.span.start]
        verb = next((one.span for one in reversed(before) if one.family != "working"), None)
        groups = self.page.groups_of(number)
        if not hub and (mention.is_similar or mention.many):
            hub = self._hub(number)
        elif not hub and mention.kind and all(one.link == "with" for one in groups):
            hub = self.page.protagonist
        binding = pairs.bind(self.page.prose, mention, groups, verb, hub=hub)
        if binding is None and self.page.main_pair and self._is_between_two(mention):
            binding = Binding((self.page.main_pair,), mention.span, 0.8)
        told = tuple(event for event in events.of_mention(here, mention) if event.status)
        return Telling(number, mention, binding, told)

    def _is_between_two(self, mention: InstrumentMention) -> bool:
        """Read "an agreement between the two governments"."""
        low, end = self.page.prose.low, mention.head.end
        return pattern("walk.between_two").match(low[end : end + BETWEEN_WITHIN]) is not None

    def _exclude(self, mention: InstrumentMention, denial: Span) -> None:
        """Note what "a mutual defence treaty will not be signed" says of the one before."""
        if self.drafts.last is not None:
            start = min(mention.span.start, denial.start)
            span = Span(start, max(mention.span.end, denial.end))
            for code in mention.holds:
                self.drafts.last.excludes.setdefault(code, span)

    def _tie(self, telling: Telling) -> None:
        mention, binding = telling.mention, telling.binding
        if mention.determiner in {"no", "any"}:
            return
        if mention.is_compared:
            return
        if mention.is_barred or (mention.kind and binding is not None and binding.is_blocked):
            self._lose_sight(telling.number)
        elif not mention.kind:
            self._tie_untitled(telling)
        elif telling.explicit:
            self.drafts.tie(telling.number, mention, telling.explicit, telling.events)
            self._recall(telling)
        else:
            self._tie_loosely(telling)

    def _tie_untitled(self, telling: Telling) -> None:
        """Tie words that do not themselves say that the instrument is one of security."""
        if telling.mention.is_similar and self.drafts.all and telling.explicit:
            self._tie_similar(telling)
            return
        binding = untitled.at_hub(self.page, self.drafts, telling)
        if telling.is_new_untitled() and untitled.is_by_content(self.page, telling):
            binding = telling.explicit
        if binding is not None:
            self.drafts.tie(telling.number, telling.mention, binding, telling.events)
            return
        if telling.is_of_several():
            self._signings.append(telling)
        if telling.is_new_untitled() and telling.explicit:
            self._unnamed[telling.explicit.pairs[0]] = telling
        self._point_back(telling)

    def _recall(self, telling: Telling) -> None:
        """Add what was told of "a treaty" before its name made clear that it is of security."""
        last = self.drafts.last
        if last is None or not telling.mention.is_proper:
            return
        before = self._unnamed.pop(last.pair, None)
        if before is not None and telling.number - before.number <= NAMED_WITHIN:
            last.add(before.number, before.mention, before.events)
            last.first = min(last.first, before.number)

    def _share_signings(self) -> None:
        """Take "both agreements were signed today" for each that is named beside it."""
        for telling in self._signings:
            for draft in self.drafts.all:
                near = abs(draft.first - telling.number) <= SHARED_WITHIN
                told = any(event.family != "working" for event in draft.events)
                other = telling.is_of_other(draft) or draft.is_list or draft.year is not None
                if near and not told and not other:
                    draft.events.extend(telling.strong())

    def _lose_sight(self, number: int) -> None:
        """Let "the pact" no longer mean what was spoken of before this sentence."""
        last = self.drafts.last
        if last is not None and last.mentions[-1][0] != number:
            self.drafts.last = None

    def _point_back(self, telling: Telling) -> None:
        """Take "the pact" for the instrument spoken of last, unless its parties are others."""
        mention, last = telling.mention, self.drafts.last
        if last is None or telling.is_of_other(last):
            return
        other = mention.year or mention.is_older or telling.is_of_the_past(self.page.year)
        if other and telling.strong() and not mention.many:
            self.drafts.tie_again(telling.number, mention, telling.events)
        elif can_point_back(mention, last):
            self.drafts.point_back(telling.number, mention, telling.events, REACH_BACK)

    def _tie_loosely(self, telling: Telling) -> None:
        """Tie an instrument of security whose own words do not name its parties."""
        mention = telling.mention
        if mention.many and mention.family != "guarantee":
            return
        silent = not telling.events and telling.binding is None and not mention.year
        if mention.determiner in {"a", "an"} and silent:
            return
        last = self.drafts.last
        here = last is not None and last.mentions[-1][0] == telling.number
        if mention.is_beside and here and mention.determiner in {"a", "an"} and telling.strong():
            self.drafts.tie_again(telling.number, mention, telling.events)
            return
        known = self.drafts.of_kind(telling.number, mention, telling.events)
        if mention.family == "partnership" and (known is None or known.family != "partnership"):
            return
        if known is not None and not telling.is_of_other(known):
            if not mention.many or mention.determiner or known.kind == mention.kind:
                known.add(telling.number, mention, telling.events)
                self.drafts.last = known
            return
        self._tie_by_guess(telling)

    def _tie_by_guess(self, telling: Telling) -> None:
        mention = telling.mention
        if mention.is_older and telling.binding is None and self.drafts.last and telling.strong():
            self.drafts.tie_again(telling.number, mention, telling.events)
            return
        guess = telling.binding or self._guess(telling)
        named = mention.is_proper and not self.page.is_heading(mention)
        told = telling.events if mention.determiner == "the" else telling.strong()
        told_or_named = bool(told or mention.year or named)
        if guess is not None and not guess.is_blocked and not mention.many and told_or_named:
            self.drafts.tie(telling.number, mention, guess, telling.events)

    def _guess(self, telling: Telling) -> Binding | None:
        """Take the pair that the article is about, where the sentence speaks of it."""
        pair = self.page.main_pair
        about = self.page.is_about_main(telling.number) or (
            telling.mention.is_proper and self.page.is_of_two(telling.number)
        )
        if pair is None or not about:
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
            fitting = tuple(
                one
                for one in mentions
                if not one.kind and not one.is_barred and not self._is_tied(one)
            )
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
            self._tie_likewise(telling, binding)

    def _tie_likewise(self, telling: Telling, binding: Binding) -> None:
        """Read "the ninth to sign such an accord with Ukraine, after Britain and Germany"."""
        groups = self.page.groups_of(telling.number)
        likes = alike.likewise(self.page.prose, telling.mention, groups, binding)
        done = [event for event in telling.events if event.family == "sign"]
        if likes is not None and done:
            event = replace(done[0], status="signed", mood="done", date=None, dates=())
            self.drafts.tie(telling.number, telling.mention, likes, (event,))

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
        if alone[0].head_word in words("walk.too_plain"):
            return
        telling = self._telling(number, self._scene(number, mentions), alone[0], hub="")
        works = any(event.family == "working" for event in telling.events)
        if telling.binding is not None and not telling.binding.is_blocked and works:
            self.drafts.tie(number, alone[0], telling.binding, telling.events)

    def _is_tied(self, mention: InstrumentMention) -> bool:
        return any(one is mention for draft in self.drafts.all for _, one in draft.mentions)

    def _hub(self, number: int) -> str:
        """Name the party that a sentence's "it" or "we" means, or that most instruments share."""
        low = self.page.sentence(number).low
        if self.page.home and _OWN_VOICE.search(low):
            return self.page.home
        if _PRONOUN.match(low) and number:
            before = [one for one in self.page.groups_of(number - 1) if one.codes]
            if before and before[0].link == "" and len(before[0].codes) == 1:
                return before[0].codes[0]
        return self.drafts.hub() or self.page.protagonist
