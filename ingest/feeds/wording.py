"""Titles and summaries: from markup to one line of text, with a word on what was done."""

import re
from html import unescape
from typing import Final

from ingest.clean.letters import normalised

MOST_SUMMARY: Final = 2_000
MOST_CONTENT: Final = 500_000
_LONGEST_TITLE: Final = 300
_LONGEST_RAW: Final = 20_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)[^<>]*>|<!--|-->|<![^<>]*>")
_HIDDEN: Final = frozenset({"script", "style", "template", "iframe", "object", "svg", "math"})
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\ufeff]")


def title_of(written: str, *, is_markup: bool) -> tuple[str, tuple[str, ...]]:
    """Return a title on one line, at most 300 characters, and flags."""
    return _line(written, _LONGEST_TITLE, is_markup=is_markup)


def summary_of(written: str, *, is_markup: bool) -> tuple[str, tuple[str, ...]]:
    """Return a summary as plain text, at most 2,000 characters, and flags."""
    return _line(written, MOST_SUMMARY, is_markup=is_markup)


def plain(written: str) -> str:
    """Return the text of markup, each tag a space; what scripts and styles hold is no text.

    Linear in its length, whatever the markup.
    """
    pieces: list[str] = []
    hidden = ""  # the tag, or "--" for a comment, whose end is awaited
    place = 0
    for tag in _TAG.finditer(written):
        if not hidden:
            pieces.append(written[place : tag.start()])
        place = tag.end()
        hidden = _after(tag, hidden)
    if not hidden:
        pieces.append(written[place:])
    return unescape(" ".join(pieces))


def _after(tag: re.Match[str], hidden: str) -> str:
    name = (tag[2] or "").lower()
    if hidden:
        ends = tag[0] == "-->" if hidden == "--" else bool(tag[1]) and name == hidden
        return "" if ends else hidden
    if tag[0] == "<!--":
        return "--"
    return name if name in _HIDDEN and not tag[1] and not tag[0].endswith("/>") else ""


def _line(written: str, most: int, *, is_markup: bool) -> tuple[str, tuple[str, ...]]:
    raw = written[:_LONGEST_RAW]
    text = plain(raw) if is_markup else raw
    flags = [
        "text.markup" * (is_markup and _is_active(raw)),
        "text.bidi" * bool(_BIDI.search(text)),
        "text.controls" * bool(_CONTROLS.search(text)),
    ]
    line = " ".join(normalised(text).split())
    if len(written) > _LONGEST_RAW or len(line) > most:
        flags.append("text.cut")
    return line[:most].strip(), tuple(flag for flag in flags if flag)


def _is_active(raw: str) -> bool:
    return any((tag[2] or "").lower() in _HIDDEN for tag in _TAG.finditer(raw))
