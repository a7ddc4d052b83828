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
# Chinese and Japanese put no space between words: each of their characters counts as one.
_LETTER: Final = r"[\u3040-\u30ff\u3400-\u9fff]"
# A figure, or a word with a capital that begins no sentence: a name, most often.
_NAME: Final = r"\d[^\W_]*|(?<=[\w,;] )[^\W\d_a-z][^\W_]+"
_PLAIN: Final = r"[^\W_\u3040-\u30ff\u3400-\u9fff]+"
_WORD: Final = re.compile(f"{_LETTER}|{_NAME}|{_PLAIN}")
_TOLD_APART: Final = re.compile(f"{_LETTER}|({_NAME})|{_PLAIN}")
# Each begins with what is rare, so that the rest of a text is passed over quickly.
_APOSTROPHES: Final = re.compile(r"['\u2019](?<=\w.)(?=\w)")
# 1,500 and 1500 are one number.
_GROUPED: Final = re.compile(r"[,\u202f\xa0](?<=\d.)(?=\d{3})")
_SENTENCE: Final = re.compile(r"[.!?:\u2026\u3002\uff01\uff1f\n]")
_SPELLINGS: Final = {"defense": "defence", "program": "programme", "maneuvers": "manoeuvres"}


@dataclass(frozen=True, slots=True)
class Story:
    """What is compared of a text.

    `shingles` are of the body, without bylines, credits and what stands below every release;
    `lead` those of its first words.
    """

    shingles: frozenset[str]
    lead: frozenset[str]
    published: date | None
    _plain: str

    @classmethod
    def of(cls, text: str, published: date | None = None) -> "Story":
        """Take a text apart; a third of a millisecond for a page of print."""
        plain = _GROUPED.sub("", _APOSTROPHES.sub("", unicodedata.normalize("NFKC", body(text))))
        words = _words(plain)
        return cls(_shingles(words), _shingles(words[:_LEAD_WORDS]), published, plain)

    @property
    def is_long_enough(self) -> bool:
        """Tell whether there is enough of it to tell a copy by."""
        return len(self.shingles) >= LEAST_SHINGLES

    def slots(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """Return what names or figures follow on two words; takes longer than all else."""
        return _slots(islice(_told_apart(self._plain), _MOST_WORDS))


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    is_name: bool
    is_first: bool


def _words(plain: str) -> list[str]:
    """Return the first words of a text as they are compared: the texts of `_told_apart`."""
    words = " ".join(_WORD.findall(plain)[:_MOST_WORDS]).casefold().split()
    return list(map(_SPELLINGS.get, words, words))


def _told_apart(plain: str) -> Iterator[_Word]:
    end = 0
    for found in _TOLD_APART.finditer(plain):
        word = found[0].casefold()
        is_first = _SENTENCE.search(plain, end, found.start()) is not None
        yield _Word(_SPELLINGS.get(word, word), found[1] is not None, is_first)
        end = found.end()


def _shingles(words: Sequence[str]) -> frozenset[str]:
    return frozenset(map(" ".join, zip(*(words[at:] for at in range(SHINGLE_WORDS)), strict=False)))


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
