"""DCAD, the main file: one row a bilateral defence cooperation agreement."""

from collections.abc import Mapping
from typing import Final

from ingest.datasets.offering import Dataset
from ingest.datasets.rows import SUCCESSORS, NotFittingError, RowStory

_SIGNED: Final = ("signYear", "signMonth", "signDay")
_INTO_FORCE: Final = ("EIFYear", "EIFMonth", "EIFDay")
_CATEGORIES: Final = ("category1", "category2", "category3")
_PROMISES: Final = {
    "research": "defence_technology",
    "exercises": "joint_exercises",
    "training": "military_training",
    "procurement": "defence_industry",
    "information": "information_security",
}
_LONGEST: Final = 999


def _tell(story: RowStory, parties: Mapping[int, str]) -> tuple[str, str]:
    pair = _pair(story, parties)
    signed, into_force = story.date(*_SIGNED), story.date(*_INTO_FORCE)
    if not signed and not into_force:
        raise NotFittingError("no_date", "Neither signature nor entry into force has a year.")
    if signed:
        story.milestone("signed", signed, *_SIGNED)
    if into_force:
        story.milestone("entered_into_force", into_force, *_INTO_FORCE)
    ended = story.number("endYearEstimate")
    if story.number("terminated") and ended:
        story.milestone("terminated", f"{ended:04}~", "terminated", "endYearEstimate")
    _terms(story)
    _promises(story)
    return pair


def _terms(story: RowStory) -> None:
    story.term("identifier", f"dcad:{story.value('DCAid')}", "DCAid")
    if story.value("UNTS"):
        story.term("identifier", f"unts:{story.value('UNTS')}", "UNTS")
    if 0 < story.number("span") <= _LONGEST:
        story.term("duration_years", str(story.number("span")), "span")
    kind = story.value("type").lower()
    if kind == "general":
        story.term("kind", "defence_cooperation", "type")
    elif any(story.value(name).lower() == "information" for name in _CATEGORIES):
        story.term("kind", "information_security", "type", *_CATEGORIES)
    elif kind not in {"", "sector"}:
        story.lost.append(f"type: {kind}")


def _promises(story: RowStory) -> None:
    for column in _CATEGORIES:
        told = story.value(column).lower()
        if told in _PROMISES:
            story.commitment(_PROMISES[told], "not_stated", column)
        elif told:
            story.lost.append(f"{column}: {told}")


def _pair(story: RowStory, parties: Mapping[int, str]) -> tuple[str, str]:
    numbers = [story.number(name) for name in ("ccode1", "ccode2")]
    one, other = (SUCCESSORS.get(number, number) for number in numbers)
    for number in (one, other):
        if number not in parties:
            raise NotFittingError("unknown_party", f"No party has the COW number {number}.")
    if one == other:
        raise NotFittingError("not_two_members", "Both sides are one party.")
    return parties[one], parties[other]


DCAD: Final = Dataset(
    name="dcad",
    title="Defense Cooperation Agreement Dataset (DCAD)",
    reader="dcad-1",
    needed=frozenset({"ccode1", "ccode2", "DCAid", "type", *_SIGNED, *_INTO_FORCE, *_CATEGORIES}),
    identify=lambda cells: f"agreement {cells['DCAid']}",
    tell=_tell,
)
