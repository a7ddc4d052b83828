"""The labelled pairs of tests/samples/stories: invented texts, and what papers do to them.

`dev.txt` and `test.txt` hold the texts: "== name", "= fact: one | value | for each | telling",
"= like: name" (the facts of another), the title, the paragraphs; "@name:1-2" stands for paragraphs
of another text. `dev.tsv` and `test.tsv` hold the pairs: same or other, a text, a text, why; a text
is "name/telling edit edit:how". Nothing was tuned on the test part.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from ingest.stories import Story
from tests.ingest.stories.edits import edited

FOLDER: Final = Path(__file__).resolve().parents[2] / "samples" / "stories"
PARTS: Final = ("dev", "test")
_FACT: Final = re.compile(r"= (\w+): (.*)")
_INCLUDED: Final = re.compile(r"@(\w+)(?::(\d+)(?:-(\d+))?)?$")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts and whether they are one story; `names` say which texts, with their edits."""

    is_same: bool
    names: tuple[str, str]
    stories: tuple[Story, Story]
    why: str


@dataclass(slots=True)
class _Frame:
    facts: dict[str, list[str]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)


@cache
def pairs(part: str) -> list[Pair]:
    """Return the pairs of the dev or of the test part."""
    frames = _frames((FOLDER / f"{part}.txt").read_text())
    rows = [line.split("\t") for line in (FOLDER / f"{part}.tsv").read_text().splitlines()]
    made = {name: _story(frames, name) for _, one, other, _ in rows for name in (one, other)}
    return [
        Pair(label == "same", (one, other), (made[one], made[other]), why)
        for label, one, other, why in rows
    ]


def text(part: str, name: str) -> tuple[str, date | None]:
    """Return one text of a part with its day."""
    return _told(_frames((FOLDER / f"{part}.txt").read_text()), name)


def _frames(written: str) -> dict[str, _Frame]:
    frames: dict[str, _Frame] = {}
    for block in re.split(r"^== ", written, flags=re.MULTILINE)[1:]:
        name, *lines = block.strip().splitlines()
        frame = frames[name] = _Frame()
        for line in lines:
            if found := _FACT.match(line):
                frame.facts[found[1]] = found[2].split(" | ")
            else:
                frame.lines.append(line)
    for frame in frames.values():
        for like in frame.facts.pop("like", []):
            frame.facts |= frames[like].facts
    return frames


def _story(frames: Mapping[str, _Frame], name: str) -> Story:
    return Story.of(*_told(frames, name))


def _told(frames: Mapping[str, _Frame], name: str) -> tuple[str, date | None]:
    key, *edits = name.split()
    key, _, telling = key.partition("/")
    frame, number = frames[key], int(telling or 0)
    title, *paragraphs = _lines(frames, key, number)
    facts = {fact: values[number] for fact, values in frame.facts.items()}
    day = facts.get("date")
    return edited(title, paragraphs, edits), date.fromisoformat(day) if day else None


def _lines(frames: Mapping[str, _Frame], key: str, number: int) -> list[str]:
    frame, lines = frames[key], []
    for line in frame.lines:
        if found := _INCLUDED.match(line):
            lines += _included(frames, found)
        else:
            facts = {fact: values[number] for fact, values in frame.facts.items()}
            lines.append(line.format(**facts))
    return lines


def _included(frames: Mapping[str, _Frame], found: re.Match[str]) -> list[str]:
    name, first, last = found.groups()
    whole = _lines(frames, name, 0)
    has_title = bool(frames[name].facts)
    if first is None:
        return whole[1:] if has_title else whole
    return whole[int(first) : int(last or first) + 1]
