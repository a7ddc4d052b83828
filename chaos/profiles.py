"""How long a run is, and how it differs from the product as it is shipped."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Profile:
    """The seconds of faults and of the product; None leaves the product its own.

    `feeds` and `listed` are how many feeds there are and how many articles each lists; `again` is
    how many articles are rung for three times, `heap` how many wait for workers that are
    away, `hostile` how many feeds there are of each hostile kind, `jumping` how many articles
    come in before and after a clock jumps.
    """

    name: str
    freeze_seconds: float
    closed_seconds: float
    away_seconds: float
    cut_seconds: float
    hostile: int
    jumping: int
    heap: int
    heap_seconds: float
    backlog: int
    feeds: int
    listed: int
    again: int
    has_beats: bool
    has_deadly: bool
    has_far_worker: bool
    lease_seconds: float | None = None
    patience_seconds: float | None = None
    sweep_seconds: float | None = None
    # Longer than the lease of a source, whose poll may have been killed.
    settle_seconds: float = 180.0
    control_seconds: float = 20.0


FULL: Final = Profile(
    "full",
    freeze_seconds=30.0,
    closed_seconds=60.0,
    away_seconds=10.0,
    cut_seconds=20.0,
    hostile=3,
    jumping=40,
    heap=1_000,
    heap_seconds=130.0,
    backlog=400,
    feeds=5,
    listed=100,
    again=1_000,
    has_beats=True,
    has_deadly=True,
    has_far_worker=True,
)
QUICK: Final = Profile(
    "quick",
    freeze_seconds=3.0,
    closed_seconds=3.0,
    away_seconds=1.0,
    cut_seconds=3.0,
    hostile=1,
    jumping=10,
    heap=100,
    heap_seconds=15.0,
    backlog=200,
    feeds=1,
    listed=20,
    again=50,
    has_beats=False,
    has_deadly=False,
    has_far_worker=False,
    lease_seconds=6.0,
    patience_seconds=4.0,
    sweep_seconds=1.0,
)
PROFILES: Final = {each.name: each for each in (FULL, QUICK)}
