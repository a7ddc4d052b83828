"""Decide whether two texts are copies of one story."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ingest.stories.story import Story

# Set on the dev part of tests/samples/stories alone; `make stories-score` tells what they reach.
_LEAST_CONTAINED: Final = 0.6
_LEAST_OF_ONE_LEAD: Final = 0.45
_LEAST_LEAD: Final = 0.55
_MOST_CHANGED: Final = 0.15
# One name or figure put right is a correction, whatever share it is.
_CORRECTED: Final = 1
_SAME_NEWS: Final = timedelta(days=21)
_ALL_BUT_EQUAL: Final = 0.9


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two texts have in common; all but `is_same` are shares from 0 to 1.

    `resemblance` is of the shingles of both together (Jaccard), `containment` of those of the
    shorter, `lead` of the beginning of whichever begins as the other tells it, `changed` of the
    names and figures that stand between the same words (none are looked at, and it is 0, where
    the rest says already that these are no copies), and `own` is the part of the first text that
    the second doesn't have.
    """

    resemblance: float
    containment: float
    lead: float
    changed: float
    own: float
    is_same: bool


def compare(one: Story, other: Story) -> Likeness:
    """Hold two texts against each other; the same either way round, but for `own`.

    A copy has most of the shorter text, tells the beginning of one of the two, and keeps names and
    figures; next year's communiqué in this year's words does not, nor does other news above the
    same background.
    """
    shared = len(one.shingles & other.shingles)
    shorter = min(len(one.shingles), len(other.shingles))
    resemblance = _part(shared, len(one.shingles) + len(other.shingles) - shared)
    containment = _part(shared, shorter)
    leads = sorted((_told(one.lead, other.shingles), _told(other.lead, one.shingles)))
    begin_alike = leads[0] >= _LEAST_LEAD
    may_be_same = (
        one.is_long_enough
        and other.is_long_enough
        and containment >= (_LEAST_OF_ONE_LEAD if begin_alike else _LEAST_CONTAINED)
        and leads[1] >= _LEAST_LEAD
        and (_is_near(one.published, other.published) or resemblance >= _ALL_BUT_EQUAL)
    )
    known, changed = _changes(one, other) if may_be_same else (0, 0)
    is_same = may_be_same and changed <= max(_CORRECTED, known * _MOST_CHANGED)
    own = 1 - _part(shared, len(one.shingles))
    return Likeness(resemblance, containment, leads[1], _part(changed, known), own, is_same)


def _part(some: int, of: int) -> float:
    return some / of if of else 0.0


def _told(lead: frozenset[str], whole: frozenset[str]) -> float:
    return _part(len(lead & whole), len(lead))


def _changes(one: Story, other: Story) -> tuple[int, int]:
    """Return how many slots both fill, and how many of them otherwise."""
    ours, theirs = one.slots(), other.slots()
    both = ours.keys() & theirs.keys()
    return len(both), sum(ours[slot].isdisjoint(theirs[slot]) for slot in both)


def _is_near(one: date | None, other: date | None) -> bool:
    return one is None or other is None or abs(one - other) <= _SAME_NEWS
