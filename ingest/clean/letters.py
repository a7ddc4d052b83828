"""One spelling of a text: what looks the same is the same, and nothing in it is invisible."""

import re
import unicodedata
from typing import Final

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Controls, soft hyphen, zero-width and bidi characters, variation selectors, fillers, half pairs,
# tags, and code points that are no characters. Not the two joiners: see below.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
# Persian, Urdu and the scripts of India spell with the joiners; anywhere else they hide something.
_STRAY_JOINERS = re.compile("(?<![\u0600-\u0fff])[\u200c\u200d]+")
_PILED_MARKS = re.compile("([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{4})"
                          "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]+")  # fmt: skip
_TRAILING = re.compile("(?<![ \t])[ \t]++$", re.MULTILINE)  # linear, by the look behind
_BLANK_LINES = re.compile("\n{3,}")
_RUN = re.compile(r"\s+")
LONGEST_LABEL: Final = 300


def normalised(text: str) -> str:
    """Return the text in NFC, lines ended by a newline, at most one blank line in a row.

    Normalising twice is the same as once.
    """
    text = _SPACES.sub(" ", _LINE_ENDS.sub("\n", text))
    text = _STRAY_JOINERS.sub("", _INVISIBLE.sub("", text))
    # Piles of marks are cut before and after: composing can shorten a pile, and sorting mix two.
    text = _PILED_MARKS.sub(r"\1", unicodedata.normalize("NFC", _PILED_MARKS.sub(r"\1", text)))
    return _BLANK_LINES.sub("\n\n", _TRAILING.sub("", text)).strip()


def label(text: str | None) -> str | None:
    """Return a title or a name on one line, at most 300 characters; None when nothing is left."""
    line = _RUN.sub(" ", normalised(text or "").replace("\u200c", "").replace("\u200d", ""))
    return line[:LONGEST_LABEL].strip() or None


def has_words(text: str) -> bool:
    """Tell whether there is a letter or a digit."""
    return any(character.isalnum() for character in text)
