"""What one sentence tells by one mention of an instrument, and what that can be of."""

from dataclasses import dataclass

from ingest.reader.drafts.draft import PENDING, Draft
from ingest.reader.mentions.mention import InstrumentMention
from ingest.reader.relations import pairs
from ingest.reader.relations.binding import Binding
from ingest.reader.relations.events import Event
from ingest.reader.relations.families import DECIDED
from ingest.reader.text.prose import BEGINNING
from ingest.reader.text.vocabulary import words

BROUGHT_IN = frozenset({"sign", "agree", "ratify", "force", "suspend", "end"})
"""Families of events by which "a deal" is brought in that may turn out to be of security."""
OF_STATES = frozenset({"treaty", "pact"})
"""Words that a text which opens with them is about, whatever is told: "the pact turns 60"."""
OF_NEWS = frozenset({"agreement", "treaty", "memorandum", "protocol"})
"""Families of words that mean an instrument where a text begins with "the accord"."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What the sentence of that number tells by one mention; `binding` are its parties."""

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

    def is_of_the_past(self, year: int | None) -> bool:
        """Tell whether "a pact signed in 2007" brings in one of an earlier year than this."""
        signed = [one.date.year for one in self.events if one.family == "sign" and one.date]
        earlier = year is not None and any(one is not None and one < year for one in signed)
        return self.mention.determiner in {"a", "an"} and earlier

    def is_one_more(self, last: Draft, *, on_topic: bool) -> bool:
        """Tell whether "a second memorandum" or "a protocol" is one more of that pair.

        `on_topic`: the sentence speaks of security.
        """
        mention = self.mention
        if mention.family == "protocol" and mention.determiner in {"a", "an"}:
            return last.family != "protocol"
        if (
            mention.is_fresh
            and mention.determiner in {"a", "an"}
            and (last.is_signed or last.is_old)
        ):
            return any(event.status in PENDING for event in self.events)
        dated = any(event.family in {"sign", "force"} and event.date for event in self.events)
        known = mention.head_word == "one" or dated or on_topic
        return known and mention.determiner in {"another", "separate"}

    def is_made(self, words: str) -> bool:
        """Tell whether two that are named signed it, or "the two sides" made it in these words."""
        if self.binding is None:
            return bool(self.strong()) and pairs.speaks_of_both(words)
        signed = any(event.family == "sign" and event.status for event in self.events)
        return signed and not self.binding.is_blocked

    def is_of_several(self) -> bool:
        """Tell whether the words tell the signing of several without naming any."""
        signed = any(event.family == "sign" and event.mood == "done" for event in self.events)
        return self.mention.many and self.mention.is_bare and signed

    def is_of_other(self, draft: Draft) -> bool:
        """Tell whether the words name other parties than those of a draft."""
        indefinite = self.mention.determiner in {"a", "an"}
        if self.binding is None or not (self.binding.is_explicit or indefinite):
            return False
        return draft.pair not in self.binding.pairs

    def is_new_untitled(self, *, opens: bool = False) -> bool:
        """Tell whether the words bring in an instrument by no more than "an accord".

        `opens`: no other has been told of, so that "the accord" can mean none.
        """
        mention, binding = self.mention, self.explicit
        if binding is None or mention.many or mention.is_barred or len(binding.pairs) != 1:
            return False
        if mention.kind or mention.head_word in words("walk.too_plain"):
            return False
        decided = any(event.family in DECIDED for event in self.events)
        dated = mention.determiner == "the" and mention.year is not None
        opens = opens and decided and mention.determiner in {"the", ""}
        brought_in = mention.determiner in {"a", "an", "another"} or mention.is_proper
        return (decided and brought_in) or dated or opens

    def may_be_of_security(
        self, main_pair: tuple[str, str] | None, *, first: bool = False
    ) -> Binding | None:
        """Give the parties of an instrument that only what it holds can show to be of security.

        `first`: no other has been told of, so that "the accord" is what the article is about.
        """
        mention, binding = self.mention, self.binding
        if binding is None or mention.kind or mention.many or mention.is_barred:
            return None
        plain = mention.head_word in words("walk.too_plain") and not mention.is_proper
        first = first and mention.family in OF_NEWS
        known_one = mention.determiner == "the" and (binding.is_explicit or first)
        brought_in = mention.is_proper or mention.determiner in {"a", "an", "another", ""}
        brought_in = brought_in or known_one
        decided = any(event.family in BROUGHT_IN for event in self.events)
        decided = decided or (mention.determiner in {"a", "an"} and len(self.events) > 0)
        decided = decided or (first and mention.determiner == "the")
        opens = self.number <= 1 and mention.head_word in OF_STATES
        decided = decided or (opens and binding.is_explicit and mention.determiner != "")
        known = main_pair in binding.pairs and self.number < BEGINNING
        fitting = brought_in and decided and known and len(binding.pairs) == 1
        return binding if fitting and not plain and not mention.is_similar else None


def can_point_back(mention: InstrumentMention, last: Draft) -> bool:
    """Tell whether words like "the pact" can mean the instrument spoken of last."""
    if mention.is_similar or (mention.many and mention.family != "guarantee"):
        return False
    if mention.family == "partnership" != last.family:
        return False
    if not mention.is_bare and not mention.is_proper and not mention.kind:
        return False
    return not mention.is_bare or mention.is_proper or mention.determiner not in {"a", "an", ""}
