"""Hold what was found in an article, to be asked sentence by sentence."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ingest.reader import groups, instruments, pairs, parties, setting, vocabulary
from ingest.reader.groups import Group
from ingest.reader.instruments import InstrumentMention
from ingest.reader.prose import Prose, Sentence
from ingest.reader.vocabulary import Promise, Topic, pattern

LEAD = 5
"""Sentences in which an instrument without named parties is taken for the article's own."""
REACH_SIGNER = 90
"""Characters before an instrument in which a company that signs it is looked for."""

_MILITARY = frozenset({"mutual_defence", "military_aid", "force_presence"})


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
        self._parties = parties.find(prose, hints.published)
        self._groups: dict[int, tuple[Group, ...]] = {}

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

    def sentence(self, number: int) -> Sentence:
        """Give a sentence by its number."""
        return self.prose.sentences[number]

    def groups_of(self, number: int) -> tuple[Group, ...]:
        """Give the parties of a sentence in groups."""
        if number not in self._groups:
            span = self.sentence(number).span
            here = parties.within(self._parties, span)
            self._groups[number] = groups.find(self.prose, span, here)
        return self._groups[number]

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
        start = max(self.sentence(number).span.start, mention.span.start - REACH_SIGNER)
        before = self.prose.low[start : mention.span.start]
        return pattern("walk.company").search(before) is not None

    def is_heading(self, mention: InstrumentMention) -> bool:
        """Tell whether a name is only a heading before a colon."""
        return self.prose.plain.startswith(":", mention.span.end)

    def has_promise(self, number: int) -> bool:
        """Tell whether a sentence speaks of arms, troops or defence that one owes the other."""
        return any(
            isinstance(meaning, Promise) and meaning.type in _MILITARY
            for hit in vocabulary.commitment_phrases().find(self.sentence(number).low)
            for meaning in hit.meanings
        )

    def has_topic(self, number: int) -> bool:
        """Tell whether a sentence speaks of security or defence."""
        return any(
            isinstance(meaning, Topic) and meaning.kind not in {"", "not"}
            for hit in vocabulary.topics().find(self.sentence(number).low)
            for meaning in hit.meanings
        )
