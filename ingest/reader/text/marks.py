"""Find what the vocabulary has in lower case, all of it at once; asked stretch by stretch."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import chain

import ahocorasick

from ingest.reader.records import Span
from ingest.reader.text import vocabulary
from ingest.reader.text.vocabulary import Found, Lexicon, pattern

TOPICS, STATUS, COMMITMENTS = range(3)
"""The lexicons that are asked for sentence by sentence."""

NAMED = "named"
"""What `may_have` calls the names of instruments that have one of their own."""

Hit = tuple[int, int, tuple[object, ...]]
"""Where a form begins, its last character below zero, and its meanings; so that they sort well."""


class Marks:
    """Nouns and letters that patterns need in a text, and the lexicons in stretches of it.

    The first are looked for in one pass over all, the others in one pass over each stretch asked.
    """

    def __init__(self, low: str) -> None:
        """Look for the nouns of instruments, and the letters that patterns need."""
        self._low = low
        self._needed: defaultdict[str, list[int]] = defaultdict(list)
        self._stretches: dict[tuple[int, int], tuple[list[Hit], ...]] = {}
        nouns: list[Hit] = []
        for end, (length, meanings, names) in _first().iter(low):
            for name in names:
                self._needed[name].append(end)
            if meanings and _is_whole(low, end + 1 - length, end, 0, len(low)):
                nouns.append((end + 1 - length, -end, meanings))
        self.nouns = _best(nouns, 0)

    def found(self, lexicon: int, start: int, end: int) -> list[Found]:
        """Give the forms of a lexicon in a stretch, counted from its start, as `Lexicon.find`."""
        hits = self._stretches.get((start, end))
        if hits is None:
            hits = self._stretches[start, end] = self._look(start, end)
        return _best(hits[lexicon], start) if hits[lexicon] else []

    def _look(self, start: int, end: int) -> tuple[list[Hit], ...]:
        hits: tuple[list[Hit], ...] = ([], [], [])
        low = self._low
        for last, (length, lexicons) in _second().iter(low, start, end):
            first = last + 1 - length
            if _is_whole(low, first, last, start, end):
                for number, meanings in lexicons:
                    hits[number].append((first, -last, meanings))
        return hits

    def may_have(self, name: str, start: int, end: int) -> bool:
        """Tell whether a stretch has any of the letters that an entry `needs`."""
        ends = self._needed.get(name)
        if ends is None:
            return False
        at = bisect_left(ends, start)
        return at < len(ends) and ends[at] < end

    def search(self, name: str, start: int, end: int) -> re.Match[str] | None:
        """Search a stretch for an entry of the patterns that `needs` letters, as if it were all."""
        found = self.may_have(name, start, end)
        return pattern(name).search(self._low[start:end]) if found else None

    def search_within(self, name: str, start: int, end: int) -> re.Match[str] | None:
        """Search a stretch too, but with an eye to what stands before it: no half words."""
        found = self.may_have(name, start, end)
        return pattern(name).search(self._low, start, end) if found else None


def _is_whole(low: str, first: int, last: int, start: int, end: int) -> bool:
    """Tell whether no letter or digit of a stretch goes on from a form's first or last."""
    if first > start and low[first - 1].isalnum() and low[first].isalnum():
        return False
    after = last + 1
    return not (after < end and low[after].isalnum() and (low[last] == "." or low[last].isalnum()))


def _best(hits: list[Hit], offset: int) -> list[Found]:
    """Keep of those that overlap the longest of the first."""
    best: list[Found] = []
    reached = offset
    for first, last, meanings in sorted(hits, key=vocabulary.FIRST_TWO):
        if first >= reached:
            reached = 1 - last
            best.append(Found(Span(first - offset, reached - offset), meanings))
    return best


@cache
def _first() -> ahocorasick.Automaton:
    """Join nouns and the letters that patterns need: {form: (length, meanings, patterns)}."""
    nouns, needed = vocabulary.nouns().forms, dict(vocabulary.needs())
    for row in vocabulary.rows("named.csv"):
        form = vocabulary.everyday(row["form"]).lower()
        needed[form] = (*needed.get(form, ()), NAMED)
    return _joined(
        (form, (len(form), nouns.get(form, ()), needed.get(form, ())))
        for form in dict.fromkeys(chain(nouns, needed))
    )


@cache
def _second() -> ahocorasick.Automaton:
    """Join the lexicons that are asked by sentence: {form: (length, ((lexicon, meanings), …))}."""
    lexicons: tuple[Lexicon, ...] = (
        vocabulary.topics(),
        vocabulary.status_words(),
        vocabulary.commitment_phrases(),
    )
    meant: defaultdict[str, list[tuple[int, tuple[object, ...]]]] = defaultdict(list)
    for number, lexicon in enumerate(lexicons):
        for form, meanings in lexicon.forms.items():
            meant[form].append((number, meanings))
    return _joined((form, (len(form), tuple(all_of_it))) for form, all_of_it in meant.items())


def _joined(forms: Iterable[tuple[str, object]]) -> ahocorasick.Automaton:
    joined = ahocorasick.Automaton()
    for form, told in forms:
        joined.add_word(form, told)
    joined.make_automaton()
    return joined
