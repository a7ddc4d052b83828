"""Find the words that an editor gives as evidence in the text they are to be in."""

import re
from dataclasses import dataclass
from typing import Final

from agreements.proposal import Quote

_AROUND: Final = 40
_MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Found:
    """A place of the text with the words there, and what stands around it."""

    start: int
    words: str
    before: str
    after: str

    @property
    def quote(self) -> Quote:
        """The place as evidence."""
        return Quote(self.start, self.start + len(self.words), self.words)


def occurrences(text: str, words: str) -> list[Found]:
    """Return where the words stand in the text, the first eight; any white space is alike."""
    parts = [re.escape(part) for part in words.split()]
    if not parts:
        return []
    matches = re.finditer(r"\s+".join(parts), text)
    return [_found(text, match) for match, _ in zip(matches, range(_MOST), strict=False)]


def nearest(found: list[Found], start: int) -> Found:
    """Return the occurrence that is nearest to a place; there is one."""
    return min(found, key=lambda each: abs(each.start - start))


def _found(text: str, match: re.Match[str]) -> Found:
    start, end = match.span()
    before = text[max(0, start - _AROUND) : start]
    return Found(start, match.group(), before, text[end : end + _AROUND])
