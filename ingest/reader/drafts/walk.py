"""Walk through an article and tie each mention of an instrument to the one it is of."""

from dataclasses import replace
from functools import cached_property

from ingest.reader.drafts import (
    again,
    alike,
    both,
    denied,
    hubs,
    partners,
    pointing,
    series,
    shared,
    untitled,
)
from ingest.reader.drafts.draft import Draft
from ingest.reader.drafts.drafting import Drafts
from ingest.reader.drafts.telling import Telling
from ingest.reader.mentions.mention import ALONE, InstrumentMention
from ingest.reader.records import Span
from ingest.reader.relations import events, pairs, scenes
from ingest.reader.relations.binding import Binding, sorted_pair
from ingest.reader.relations.events import Event
from ingest.reader.relations.page import Page
from ingest.reader.relations.scenes import Scene
from ingest.reader.text.prose import BEGINNING
from ingest.reader.text.vocabulary import search

LISTED_WITHIN = 3
"""Sentences after "three agreements were signed" in which they are named."""
NAMED_WITHIN = 3
"""Sentences after "signed a treaty" within which the treaty's name may follow."""


class Walk:
    """One pass over the sentences of an article, and a second for what is said by likeness.

    `announced` are the tellings of several at once: "two agreements were signed"; `signings` those
    that name none of them; `parts` holds "the first" and "the other" by their sentence.
    """

    def __init__(self, page: Page) -> None:
        """Walk; `drafts` holds what came of it."""
        self.page = page
        self.series = series.announced(page)
        self.drafts = Drafts(page.published, series.hub_announced(self.series))
        self._unnamed: dict[tuple[str, str], Telling] = {}
        self.signings: list[Telling] = []
        self._scenes: dict[int, Scene] = {}
        self._told: tuple[Scene | None, InstrumentMention | None, tuple[Event, ...]]
        self._told = None, None, ()
        self.announced: list[Telling] = []
        self.parts: dict[int, tuple[InstrumentMention, ...]] = {}
        for number in range(len(page.prose.sentences)):
            self._read_pronoun(number)
            if number in page.instruments:
                self._read(number)
            series.read_sentence(self, number)
        again.read(self)
        shared.share(self, self.signings)
        shared.dissolve(self)

    @cached_property
    def topic(self) -> Draft | None:
        """The instrument that the article has spoken of most, once all of it is read."""
        return self.drafts.topic()

    def others_in(self, number: int, draft: Draft) -> tuple[Span, ...]:
        """Give the names of the instruments of a sentence that are not this one."""
        own = {mention.head for _, mention in draft.mentions}
        mentions = (*self.page.instruments.get(number, ()), *self.parts.get(number, ()))
        return tuple(one.span for one in mentions if one.head not in own and not one.is_aside)

    def _read(self, number: int) -> None:
        here = self.scene_of(number, self.page.instruments[number])
        hub = self.hub_of(number) if hubs.lacks_one(self.page, number) else ""
        for mention in here.mentions:
            denial = self._denial(number, here, mention) if mention.kind else None
            if denial is not None:
                denied.exclude(self.drafts, mention, denial)
            elif not self.page.is_of_companies(number, mention):
                self._tie(self.tell(number, here, mention, hub=hub))

    def _denial(self, number: int, here: Scene, mention: InstrumentMention) -> Span | None:
        """Find the words by which "it is not a mutual defence pact" denies a name."""
        words = denied.before(self.page, number, mention)
        if words is not None:
            return words
        told = self._told_of(here, mention)
        return told[0].span if told and not any(event.status for event in told) else None

    def _told_of(self, here: Scene, mention: InstrumentMention) -> tuple[Event, ...]:
        """Give the events of a mention; kept, as it is asked whether one is denied before all."""
        before, of, told = self._told
        if before is not here or of is not mention:
            told = events.of_mention(here, mention)
            self._told = here, mention, told
        return told

    def scene_of(self, number: int, mentions: tuple[InstrumentMention, ...]) -> Scene:
        """Give a sentence with its status words, dates and these instruments."""
        here = self._scenes.get(number)
        if here is None:
            here = scenes.of(self.page.prose, self.page.sentence(number).span, mentions)
            self._scenes[number] = here
        return here if here.mentions == mentions else replace(here, mentions=mentions)

    def tell(self, number: int, here: Scene, mention: InstrumentMention, *, hub: str) -> Telling:
        """Tell what a sentence says by one mention; `hub` as in `pairs.bind`."""
        before = [one for one in here.cues if one.span.end <= mention.span.start]
        verb = next((one.span for one in reversed(before) if one.family != "working"), None)
        groups = self.page.groups_of(number)
        host = ""
        if not hub and (mention.is_similar or mention.many):
            hub = self.hub_of(number) or (self.page.headliner if mention.kind else "")
            hub = hub or (self.drafts.power() if mention.head_word in ALONE else "")
            host = self.drafts.host_for(hub)
        elif not hub and pairs.are_all_with(groups):
            hub = self.page.host_of(number) if mention.kind else self.drafts.host()
        elif not hub and mention.kind and search("walk.in_country", self.page.sentence(number).low):
            hub = self.page.host_of(number)
        owner = untitled.other_owner(self.page, self.drafts, mention, groups)
        owner = owner or untitled.owner_of_one(self.page, self.drafts, mention, number)
        if owner:
            mention = replace(mention, is_similar=True)
            one_more = Binding((sorted_pair(owner, self.drafts.hub()),), mention.span, 0.75)
            told = tuple(event for event in self._told_of(here, mention) if event.status)
            return Telling(number, mention, one_more, told)
        if alike.is_with_others(self.page.prose, mention):
            return Telling(number, mention, None, ())
        binding = both.between(self.page, number, mention)
        if binding is None:
            binding = pairs.bind(self.page.prose, mention, groups, verb, hub=hub, host=host)
            binding = both.acting(self.page, number, mention, binding)
        told = tuple(event for event in self._told_of(here, mention) if event.status)
        return partners.completed(self, Telling(number, mention, binding, told))

    def hub_of(self, number: int) -> str:
        """Name whose instruments a sentence is of, where it names only the other party."""
        return hubs.hub_of(self.page, self.drafts, number)

    def is_named(self, number: int) -> bool:
        """Tell whether a sentence names an instrument that is tied already."""
        here = self.page.instruments.get(number, ())
        tied = [one for draft in self.drafts.all for _, one in draft.mentions]
        return any(one is mention and mention.kind for mention in here for one in tied)

    def _tie(self, telling: Telling) -> None:
        mention, binding = telling.mention, telling.binding
        if mention.many and not mention.is_barred:
            self.announced.append(telling)
        if mention.determiner in {"no", "any"} or mention.is_compared:
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
            again.tie_similar(self, telling)
            return
        if self.drafts.go_on_from_headline(
            telling.number, telling.mention, telling.events, telling.explicit
        ):
            return
        binding = untitled.like_others(self.page, self.drafts, telling)
        new = telling.is_new_untitled(opens=not self.drafts.all)
        known = untitled.is_by_content(self.page, telling) or untitled.follows(self, telling)
        if new and (known or series.is_of(self, telling)):
            binding = telling.explicit
        if binding is not None:
            self.drafts.tie(telling.number, telling.mention, binding, telling.events)
            return
        if telling.is_of_several():
            self.signings.append(telling)
        tried = telling.may_be_of_security(self.page.main_pair, first=not self.drafts.all)
        if (
            tried
            and not self.page.is_of_other_topic(telling.number)
            and self.drafts.try_out(telling.number, telling.mention, tried, telling.events)
        ):
            return
        if new and telling.explicit:
            self._unnamed[telling.explicit.pairs[0]] = telling
        pointing.point_back(self, telling)

    def _recall(self, telling: Telling) -> None:
        """Add what was told of "a treaty" before its name made clear that it is of security."""
        last = self.drafts.last
        if last is None or not telling.mention.is_proper:
            return
        before = self._unnamed.pop(last.pair, None)
        if before is not None and telling.number - before.number <= NAMED_WITHIN:
            last.add(before.number, before.mention, before.events)
            last.first = min(last.first, before.number)

    def _lose_sight(self, number: int) -> None:
        """Let "the pact" no longer mean what was spoken of before this sentence."""
        last = self.drafts.last
        if last is not None and last.mentions[-1][0] != number:
            self.drafts.last = None

    def _tie_loosely(self, telling: Telling) -> None:
        """Tie an instrument of security whose own words do not name its parties."""
        mention = telling.mention
        silent = not telling.events and telling.binding is None and not mention.year
        if (mention.many and mention.family != "guarantee") or self._tie_listed(telling):
            return
        if mention.determiner in {"a", "an"} and silent and self.drafts.all:
            return
        last = self.drafts.last
        here = last is not None and last.mentions[-1][0] == telling.number
        if mention.is_beside and here and mention.determiner in {"a", "an"} and telling.strong():
            self.drafts.tie_again(telling.number, mention, telling.events)
            return
        known = self.drafts.of_kind(telling.number, mention, telling.events)
        other = mention.family == "partnership" and (known is None or known.family != "partnership")
        if other and not telling.is_made(self.page.sentence(telling.number).low):
            return
        if known is not None and not telling.is_of_other(known):
            if not mention.many or mention.determiner or known.kind == mention.kind:
                known.add(telling.number, mention, telling.events)
                self.drafts.last = known
            return
        self._tie_by_guess(telling)

    def _tie_listed(self, telling: Telling) -> bool:
        """Read "three agreements were signed. These include the Agreement on …; the …"."""
        one_more = telling.mention.determiner == "another"
        signings = self.announced if one_more else self.signings
        said = signings[-1] if signings else None
        if said is None or not 0 < telling.number - said.number <= LISTED_WITHIN:
            return False
        pair = self.page.main_pair
        binding = said.explicit or (Binding((pair,), said.mention.span, 0.75) if pair else None)
        named = telling.mention.is_proper or one_more
        new = named and not telling.strong() and telling.explicit is None
        if binding is None or not new or len(binding.pairs) > 1:
            return False
        self.drafts.tie(telling.number, telling.mention, binding, said.strong())
        return True

    def _tie_by_guess(self, telling: Telling) -> None:
        mention = telling.mention
        if mention.is_older and telling.binding is None and self.drafts.last and telling.strong():
            self.drafts.tie_again(telling.number, mention, telling.events)
            return
        guess = telling.binding or self._guess(telling)
        named = mention.is_proper and not self.page.is_heading(mention)
        whole = mention.determiner == "the" or mention.is_also
        told = telling.events if whole else telling.strong()
        groups = self.page.groups_of(telling.number)
        known = mention.determiner in {"the", "this", "another"}
        known = known and not any(one.is_many for one in groups)
        told_or_named = bool(told or mention.year or named or known)
        if guess is None or guess.is_blocked or mention.many:
            return
        if told_or_named or self._opens(telling.number, guess):
            events = telling.events or self.drafts.of_companion(mention)
            self.drafts.tie(telling.number, mention, guess, events)

    def _opens(self, number: int, guess: Binding) -> bool:
        """Tell whether "a defence pact" is the first told, by the two the article is about."""
        return not self.drafts.all and number < BEGINNING and guess.pairs == (self.page.main_pair,)

    def _guess(self, telling: Telling) -> Binding | None:
        """Take the pair that the article is about, where the sentence speaks of it."""
        pair = self.page.main_pair
        mention = telling.mention
        plain = mention.is_proper or mention.year is not None or bool(telling.strong())
        about = self.page.is_about_main(telling.number) or (
            plain and self.page.is_of_two(telling.number)
        )
        if pair is None or not about:
            return None
        return Binding((pair,), telling.mention.span, 0.6, is_explicit=False)

    def _read_pronoun(self, number: int) -> None:
        """Read "It entered into force in 2021" after a sentence on an instrument."""
        last = self.drafts.last
        if last is None or number - last.mentions[-1][0] not in shared.reach(self.page, number):
            return
        here = self.scene_of(number, self.page.instruments.get(number, ()))
        told = (*events.of_pronoun(here), *events.of_signing(here))
        for draft in shared.meant(self, number, last) if told else ():
            draft.events.extend(told)
