"""Where a quote stands in a text: exactly, or but for how spaces, quotes and dashes are written."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from ingest.reader.records import Span

LONGEST_QUOTE: Final = 600
"""Characters of a quote beyond which it proves an article, not a value."""
_MOST_PLACES: Final = 50
_MOST_TRIES: Final = 500
"""Places looked at for one quote: a text of one letter over and over has as many as letters."""
_NO_SPACES: Final = "\u2e80"
"""From here on scripts write without spaces between words, roughly."""
_PLAIN: Final = (
    dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u2032\u00b4`"), "'")
    | dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"), '"')
    | dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
    | {0x2026: "..."}
)
_CLUSTER: Final = re.compile(r"\s+|[^\s]", re.DOTALL)


class Text:
    """A text in which quotes are looked up; written plainly once, when a quote first needs it."""

    def __init__(self, text: str) -> None:
        """Keep the text; places are counted in its own characters."""
        self._text = text
        self._known: dict[str, list[Span]] = {}

    def words(self, span: Span) -> str:
        """Return the words of a place, each run of spaces as one."""
        return " ".join(self._text[span.start : span.end].split())

    def places(self, quote: str) -> list[Span]:
        """Return where the quote stands as whole words, in order; empty where it does not.

        Exact places come alone; only where there are none is the plain writing compared.
        """
        if quote not in self._known:
            self._known[quote] = self._look_up(quote)
        return self._known[quote]

    def _look_up(self, quote: str) -> list[Span]:
        wanted = quote.strip()
        if not 0 < len(wanted) <= LONGEST_QUOTE or not any(map(str.isalnum, wanted)):
            return []
        exact = [Span(start, start + len(wanted)) for start in _occurrences(self._text, wanted)]
        return exact or list(self._plain_places(wanted))

    def choose(self, quotes: Iterable[str]) -> dict[str, Span]:
        """Return {quote: its place}; quotes that are not in the text are left out.

        A quote with several places takes the one nearest to the others' places: first those that
        have one place, then, longest first, those that had to be chosen.
        """
        places = {quote: found for quote in quotes if (found := self.places(quote))}
        chosen = {quote: found[0] for quote, found in places.items() if len(found) == 1}
        for quote in sorted(places.keys() - chosen.keys(), key=lambda q: (-len(q), q)):
            chosen[quote] = _nearest(places[quote], chosen)
        return chosen

    def _plain_places(self, wanted: str) -> Iterator[Span]:
        plain, starts, ends = self._plain
        form = _plainly(wanted)[0].strip()
        if not form:
            return
        for at in _occurrences(plain, form):
            yield Span(starts[at], ends[at + len(form) - 1])

    @cached_property
    def _plain(self) -> tuple[str, list[int], list[int]]:
        return _plainly(self._text)


def _occurrences(text: str, wanted: str) -> list[int]:
    found: list[int] = []
    at = -1
    for _ in range(_MOST_TRIES):
        at = text.find(wanted, at + 1)
        if at < 0 or len(found) == _MOST_PLACES:
            break
        if not _cuts(text, at) and not _cuts(text, at + len(wanted)):
            found.append(at)
    return found


def _cuts(text: str, at: int) -> bool:
    """Tell whether a quote that begins or ends here cuts a word in two."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    return before.isalnum() and after.isalnum() and max(before, after) < _NO_SPACES


def _nearest(places: list[Span], chosen: Mapping[str, Span]) -> Span:
    others = list(chosen.values())
    return min(places, key=lambda one: (sum(one.distance(other) for other in others), one.start))


def _plainly(text: str) -> tuple[str, list[int], list[int]]:
    """Return the text in plain writing, and for each of its characters start and end in `text`.

    Runs of spaces are one; what has no width is gone; marks are joined to their letters.
    """
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        piece = _plain_piece(text[start:end])
        if piece == " " and pieces and pieces[-1] == " ":
            continue  # two runs of space with something between that has no width
        if not piece:
            continue
        pieces.append(piece)
        starts.extend([start] * len(piece))
        ends.extend([end] * len(piece))
    return "".join(pieces), starts, ends


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Cut a text into runs of space and letters with their marks."""
    start = 0
    for match in _CLUSTER.finditer(text):
        if match.start() > start and not unicodedata.combining(text[match.start()]):
            yield start, match.start()
            start = match.start()
    if start < len(text):
        yield start, len(text)


def _plain_piece(piece: str) -> str:
    if piece.isspace():
        return " "
    if piece.isascii():
        return piece
    seen = "".join(char for char in piece if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFKC", seen.translate(_PLAIN))
