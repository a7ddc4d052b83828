"""Cut a page's text into the sentences of its story, page furniture left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ingest.reader.records import Span
from ingest.reader.text import vocabulary
from ingest.reader.text.marks import Marks

LEAD = 5
"""Sentences in which a story tells what is new, its headline with them."""
BEGINNING = 12
"""Sentences in which a story brings in all that it is about."""
MOST_CHARACTERS = 40_000
"""What is read of a text; the longest article of the corpus has 15,000 characters."""
MOST_IN_A_SENTENCE = 1_200
"""A longer run without a full stop is cut, so that work per sentence stays bounded."""
LONGEST_FURNITURE = 200
"""A longer paragraph that begins like furniture is none."""
BARS = 2
"""A short line with that many bars or dots between its words is a menu or a row of tags."""
WRAPPED_LINE = range(40, 100)
"""Length of a line that a fixed-width page has broken within a sentence."""

_LINE = re.compile(r"[^\r\n]+")
_END = re.compile(r"[.!?:;][\"')\]]*$")
_STOP = re.compile(
    r"[.!?][\"')\]]{0,3}(?:\s+(?=[\"'(\[]?[A-Z0-9#])|(?<=[a-z]{2}[.!?])(?=[A-Z][a-z]+\s)|"
    r"(?<=[a-z]{2}[.!?][\"')])(?=[A-Z][a-z]+\s))"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s)\]>]+")
_BULLET = re.compile(r"\s*(?:[•*▪◦‣·-]|\d{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. `block` counts paragraphs from 0, `words` is its text written plainly."""

    span: Span
    words: str
    low: str
    block: int
    is_bullet: bool


@dataclass(frozen=True, eq=False)
class Prose:
    """A text written plainly (same length, same offsets) with the sentences of its story."""

    text: str
    plain: str
    low: str
    sentences: tuple[Sentence, ...]

    @cached_property
    def starts(self) -> list[int]:
        """Where each sentence begins."""
        return [one.span.start for one in self.sentences]

    @cached_property
    def marks(self) -> Marks:
        """What the vocabulary has of the text, looked for on the first question."""
        return Marks(self.low)


def parse(text: str) -> Prose:
    """Cut the text into sentences with the offsets of the text as given."""
    read = text[:MOST_CHARACTERS]
    plain = vocabulary.everyday(read)
    if "://" in plain or "www." in plain:
        plain = _ADDRESS.sub(lambda found: "_" * len(found.group()), plain)
    low = vocabulary.lowered(plain)
    sentences: list[Sentence] = []
    for number, block in enumerate(_story(read, plain)):
        bullet = _BULLET.match(plain, block.start, block.end) is not None
        for span in _sentences(plain, block):
            words = slice(span.start, span.end)
            sentences.append(Sentence(span, plain[words], low[words], number, bullet))
    return Prose(read, plain, low, tuple(sentences))


def _story(text: str, plain: str) -> Iterator[Span]:
    """Give the paragraphs without furniture."""
    for block in _blocks(text, plain):
        place = _furniture_place(text[block.start : block.end].strip())
        if place == "rest" or (place == "near" and block.start > len(text) / 3):
            return
        if not place:
            yield block


def _furniture_place(line: str) -> str:
    if len(line) > LONGEST_FURNITURE:
        return ""
    words = line.lower()
    if words.count("|") >= BARS or words.count("\u2022") >= BARS:
        return "whole"
    if words in vocabulary.furniture()["whole"]:
        return "whole"
    for place in ("rest", "near", "start"):
        if words.startswith(vocabulary.furniture()[place]):
            return place
    return "inside" if any(map(words.__contains__, vocabulary.furniture()["inside"])) else ""


def _blocks(text: str, plain: str) -> Iterator[Span]:
    """Join lines that a fixed-width page has broken; give one span for each paragraph."""
    start, last = -1, -1
    for line in _LINE.finditer(text):
        if start >= 0 and not _continues(plain, last, line):
            yield Span(start, last)
            start = -1
        if start < 0:
            start = line.start()
        last = line.end()
    if start >= 0:
        yield Span(start, last)


def _continues(plain: str, last: int, line: re.Match[str]) -> bool:
    gap = line.string[last : line.start()]
    if gap.count("\n") != 1 or _BULLET.match(plain, line.start()):
        return False
    if not line.group().strip() or not plain[max(0, last - 40) : last].strip():
        return False
    before = line.string.rfind("\n", 0, last) + 1
    tail = plain[max(before, last - 4) : last].rstrip()
    if last - before not in WRAPPED_LINE or len(line.group()) > WRAPPED_LINE.stop:
        return False
    return not _END.search(tail) or tail.endswith((";", ":"))


def _sentences(plain: str, block: Span) -> Iterator[Span]:
    start = block.start
    for stop in _STOP.finditer(plain, block.start, block.end):
        if not _is_abbreviation(plain, start, stop.start()):
            yield from _bounded(plain, start, stop.end())
            start = stop.end()
    yield from _bounded(plain, start, block.end)


def _is_abbreviation(plain: str, start: int, stop: int) -> bool:
    if plain[stop] != ".":
        return False
    word = plain[max(start, stop - 12) : stop].rsplit(" ", 1)[-1].strip("(\"'").lower()
    return word in vocabulary.words("prose.abbreviations") or (len(word) == 1 and word.isalpha())


def _bounded(plain: str, start: int, end: int) -> Iterator[Span]:
    while end - start > MOST_IN_A_SENTENCE:
        cut = plain.rfind(" ", start + 1, start + MOST_IN_A_SENTENCE)
        cut = cut if cut > start else start + MOST_IN_A_SENTENCE
        yield from _trimmed(plain, start, cut)
        start = cut
    yield from _trimmed(plain, start, end)


def _trimmed(plain: str, start: int, end: int) -> Iterator[Span]:
    words = plain[start:end]
    left = start + len(words) - len(words.lstrip())
    right = start + len(words.rstrip())
    if left < right:
        yield Span(left, right)
