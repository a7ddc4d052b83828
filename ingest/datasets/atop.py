"""ATOP, the alliance level: one row an alliance; those of two members become drafts."""

from collections.abc import Mapping
from typing import Final

from ingest.datasets.offering import Dataset
from ingest.datasets.rows import SUCCESSORS, NotFittingError, RowStory

_PROMISES: Final = {
    "defense": "mutual_defence",
    "neutral": "neutrality",
    "nonagg": "non_aggression",
    "consul": "consultation",
    "milaid": "military_aid",
    "ecaid": "economic_assistance",
    "base": "force_presence",
}
_BEGUN: Final = ("begyr", "begmo", "begday")
_ENDED: Final = ("endyr", "endmo", "endday")
_MEMBERS: Final = [f"mem{number}" for number in range(1, 60)]


def _tell(story: RowStory, parties: Mapping[int, str]) -> tuple[str, str]:
    pair = _pair(story, parties)
    begun = story.date(*_BEGUN)
    if not begun:
        raise NotFittingError("no_date", "begyr says no year.")
    # ATOP dates alliances by their signature.
    story.milestone("signed", begun, *_BEGUN)
    # 0 is no end seen.
    if ended := story.date(*_ENDED):
        story.milestone("terminated", ended, *_ENDED)
    story.term("identifier", f"atop:{story.value('atopid')}", "atopid")
    if story.value("cow4id"):
        story.term("identifier", f"cow:{story.value('cow4id')}", "cow4id")
    direction = "not_stated" if story.number("asymm") else "mutual"
    for column, code in _PROMISES.items():
        if story.number(column):
            story.commitment(code, direction, column)
    if story.cells.get("offense", "0") not in {"", "0"}:
        story.lost.append("offense: no commitment type has this meaning")
    return pair


def _pair(story: RowStory, parties: Mapping[int, str]) -> tuple[str, str]:
    """Return the two members; `bilat` is not asked, for it counts successors as members."""
    told = [story.number(name) for name in _MEMBERS if name in story.cells]
    members = sorted({SUCCESSORS.get(number, number) for number in told if number})
    if len(members) != 2:  # noqa: PLR2004  an agreement has two parties
        raise NotFittingError("not_two_members", f"It has {len(members)} members.")
    unknown = [str(number) for number in members if number not in parties]
    if unknown:
        raise NotFittingError("unknown_party", f"No party has the COW number {unknown[0]}.")
    return parties[members[0]], parties[members[1]]


ATOP: Final = Dataset(
    name="atop",
    title="Alliance Treaty Obligations and Provisions (ATOP)",
    reader="atop-1",
    needed=frozenset({"atopid", *_BEGUN, *_ENDED, "mem1", "mem2", "defense", "nonagg"}),
    identify=lambda cells: f"alliance {cells['atopid']}",
    tell=_tell,
)
