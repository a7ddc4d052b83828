"""What makes a text look like another one than it is: told to editors, never mended in silence."""

import re
from itertools import islice
from typing import Final

TURNED: Final = "text.bidi"
MIXED: Final = "text.mixed_script"
# Overrides turn letters round; no honest text needs one. Other marks of direction stand between
# words of two directions, and not within a Latin word.
_MARKS: Final = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_OVERRIDES: Final = "\u202d\u202e"
_WRITTEN_OUT = re.compile("&#(?:[xX]0*202[dDeE]|0*823[78]);")
_WITHIN = re.compile(f"(?<=[A-Za-z\u00c0-\u024f])[{_MARKS}]+(?=[A-Za-z\u00c0-\u024f])")
_LATIN: Final = "A-Za-z\u00c0-\u024f"
_OTHER: Final = "\u0370-\u03ff\u0400-\u052f"  # Greek and Cyrillic
_WORD = re.compile(rf"[{_LATIN}{_OTHER}]+")
_JOINT = re.compile(rf"[{_LATIN}][{_OTHER}]|[{_OTHER}][{_LATIN}]")
_SHORTEST: Final = 4  # of fewer letters it is a formula
_MOST_LOOKED_AT: Final = 200


def warnings_of(written: str, text: str) -> tuple[str, ...]:
    """Return the codes of what an editor should know of a text; `written` is how it came in.

    `text.bidi`: it held characters that turn the reading direction, which are left out.
    `text.mixed_script`: it has words with letters of two alphabets, which may look like one.
    """
    is_mixed = not text.isascii() and bool(mixed_words(text))
    return (TURNED,) * _is_turned(written) + (MIXED,) * is_mixed


def _is_turned(written: str) -> bool:
    # To look for single characters takes next to nothing; for a pattern, as long as all the rest.
    found = {mark for mark in _MARKS if mark in written}
    if found & set(_OVERRIDES) or (found and _WITHIN.search(written)):
        return True
    return "&#" in written and _WRITTEN_OUT.search(written) is not None


def mixed_words(text: str) -> list[str]:
    """Return words that mix two alphabets, each once, in their order."""
    words: dict[str, None] = {}
    for joint in islice(_JOINT.finditer(text), _MOST_LOOKED_AT):
        begin = joint.start()
        while begin and _WORD.match(text[begin - 1]):
            begin -= 1
        word = _WORD.match(text, begin)
        if word and len(word[0]) >= _SHORTEST:
            words[word[0]] = None
    return list(words)
