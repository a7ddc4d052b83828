"""Where in an archived text some words stand: their place in it, and a little of what is around."""

import re
from dataclasses import dataclass
from typing import Final

# So much of a text is shown around a quote on either side; more would be the text itself.
_AROUND: Final = 110
_HEADING: Final = re.compile(
    r"[ \t]*((?:Article|Part|Section|Chapter|Annex)[ \t]+(?:[0-9]{1,3}|[IVXLC]{1,7}))\b.{0,100}",
    re.IGNORECASE,
)
_PARAGRAPH: Final = re.compile(r"\S[^\n]*")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote stands: "Article 5, paragraph 2", and the words before and after it."""

    locator: str
    before: str
    after: str


def locate(text: str, start: int, end: int) -> Place:
    """Return where `text[start:end]` stands; the locator is empty in a text of one paragraph."""
    return Place(_locator(text, start), _before(text, start), _after(text, end))


def _locator(text: str, start: int) -> str:
    heading, number = "", 0
    for paragraph in _PARAGRAPH.finditer(text):
        if paragraph.start() > start:
            break
        named = _HEADING.fullmatch(paragraph.group())
        heading, number = (named.group(1), 0) if named else (heading, number + 1)
    if heading:
        return f"{heading}, paragraph {number}" if number else heading
    is_alone = number == 1 and text.find("\n", start) < 0
    return "" if is_alone or not number else f"paragraph {number}"


def _before(text: str, start: int) -> str:
    whole = text[text.rfind("\n", 0, start) + 1 : start]
    if len(whole) <= _AROUND:
        return whole.lstrip()
    _, _, words = whole[-_AROUND:].partition(" ")
    return f"\N{HORIZONTAL ELLIPSIS} {words}"


def _after(text: str, end: int) -> str:
    stop = text.find("\n", end)
    whole = text[end : stop if stop >= 0 else len(text)]
    if len(whole) <= _AROUND:
        return whole.rstrip()
    words, _, _ = whole[:_AROUND].rpartition(" ")
    return f"{words} \N{HORIZONTAL ELLIPSIS}"
