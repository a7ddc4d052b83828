"""A text as its shingles: every five words in a row, of what its author wrote."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from ingest.stories.furniture import body

SHINGLE_WORDS: Final = 5
# A text of fewer shingles is told from others by its hash alone.
LEAST_SHINGLES: Final = 20
# Beyond this a text is no article; what it says first tells it apart well enough.
_MOST_WORDS: Final = 20_000
_LEAD_WORDS: Final = 30
# Chinese and Japanese put no space between words: each of their characters counts as one. The group
# is a figure, or a word with a capital that begins no sentence: a name, most often.
_WORD: Final = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]|(\d[^\W_]*|(?<=[\w,;] )[^\W\d_a-z][^\W_]+)"
    r"|[^\W_\u3040-\u30ff\u3400-\u9fff]+"
)
_APOSTROPHES: Final = re.compile(r"(?<=\w)['\u2019](?=\w)")
# 1,500 and 1500 are one number.
_GROUPED: Final = re.compile(r"(?<=\d)[,\u202f\xa0](?=\d{3})")
_SENTENCE: Final = re.compile(r"[.!?:\u2026\u3002\uff01\uff1f\n]")
_SPELLINGS: Final = {"defense": "defence", "program": "programme", "maneuvers": "manoeuvres"}


@dataclass(frozen=True, slots=True)
class Story:
    """What is compared of a text.

    `shingles` are of the body, without bylines, credits and what stands below every release;
    `lead` those of its first words. `slots` tell what name or figure follows on two words.
    """

    shingles: frozenset[str]
    lead: frozenset[str]
    slots: Mapping[tuple[str, str], frozenset[str]]
    published: date | None = None

    @classmethod
    def of(cls, text: str, published: date | None = None) -> "Story":
        """Take a text apart; about a millisecond for a page of print."""
        words = list(islice(_words(body(text)), _MOST_WORDS))
        plain = [word.text for word in words]
        return cls(_shingles(plain), _shingles(plain[:_LEAD_WORDS]), _slots(words), published)

    @property
    def is_long_enough(self) -> bool:
        """Tell whether there is enough of it to tell a copy by."""
        return len(self.shingles) >= LEAST_SHINGLES


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    is_name: bool
    is_first: bool


def _words(text: str) -> Iterator[_Word]:
    plain = _GROUPED.sub("", _APOSTROPHES.sub("", unicodedata.normalize("NFKC", text)))
    end = 0
    for found in _WORD.finditer(plain):
        word = found[0].casefold()
        is_first = _SENTENCE.search(plain, end, found.start()) is not None
        yield _Word(_SPELLINGS.get(word, word), found[1] is not None, is_first)
        end = found.end()


def _shingles(words: Sequence[str]) -> frozenset[str]:
    ends = range(SHINGLE_WORDS, len(words) + 1)
    return frozenset(" ".join(words[end - SHINGLE_WORDS : end]) for end in ends)


def _slots(words: Iterable[_Word]) -> Mapping[tuple[str, str], frozenset[str]]:
    """Return the names and figures by the two other words before them in the sentence."""
    filled: dict[tuple[str, str], set[str]] = defaultdict(set)
    before = ("", "")
    is_open = False
    for word in words:
        if word.is_first:
            before = ("", "")
        if not word.is_name:
            before, is_open = (before[1], word.text), True
        elif is_open and before[0]:
            filled[before].add(word.text)
            is_open = False
    return {slot: frozenset(names) for slot, names in filled.items()}
