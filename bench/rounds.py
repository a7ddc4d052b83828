"""Candidate and anchors by turns, and the ratios of their costs."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from bench.meter import Cost

OWN: Final = "own"


class Measurer(Protocol):
    """What tells the cost of a call."""

    is_exact: bool

    def measure(self, call: Callable[[], object]) -> Cost:
        """Carry out a call and return what it cost."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to an answer: calls that are made `times` times each in a round.

    `share` is how much of the whole one call does: what was measured is divided by it.
    """

    name: str
    calls: Sequence[Callable[[], object]]
    times: int = 1
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Anchor:
    """What ours is held against; `words` say what it is, and what it does less or more.

    Without a way it is not installed. `is_postgres_alone` leaves out what the anchor's Python used.
    """

    way: Way | None
    name: str
    words: str
    is_postgres_alone: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """Something else that was found out on the way."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that is asked for, in our way and in others; `check` compares the answers first.

    `meter` is what measures it where the work is done elsewhere.
    """

    name: str
    own: Way
    anchors: Sequence[Anchor]
    check: Callable[[], None]
    told: Callable[["Measured"], Sequence["Figure"]] = lambda _: ()
    meter: "Measurer | None" = None


@dataclass(slots=True)
class Measured:
    """Costs of each way: a mean for each round, and every call."""

    rounds: dict[str, list[Cost]] = field(default_factory=dict)
    calls: dict[str, list[Cost]] = field(default_factory=dict)

    def median(self, name: str) -> Cost:
        """Return the round of the middle, by processor time."""
        rounds = sorted(self.rounds[name], key=lambda cost: cost.cpu)
        return rounds[(len(rounds) - 1) // 2]

    def percentile(self, name: str, share: int) -> float:
        """Return the processor time in ms that `share` per cent of the calls do not exceed."""
        return percentile([cost.cpu for cost in self.calls[name]], share)


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times the anchor's cost ours is: the median of the rounds, and both ends."""

    median: float
    least: float
    most: float

    @property
    def inverse(self) -> "Ratio":
        """Return how many times ours the anchor's is."""
        return Ratio(1 / self.median, 1 / self.most, 1 / self.least)


def run(case: Case, rounds: int, meter: Measurer) -> Measured:
    """Measure a case: one round to warm up, then as many as told, all ways by turns in each."""
    ways = [case.own, *{id(a.way): a.way for a in case.anchors if a.way is not None}.values()]
    measured = Measured()
    for number in range(-1, rounds):
        for way in ways:
            costs = [meter.measure(call) for call in way.calls for _ in range(way.times)]
            if number >= 0:
                mean = sum(costs, Cost(0, 0, 0)).times(1 / len(costs) / way.share)
                measured.rounds.setdefault(way.name, []).append(mean)
                measured.calls.setdefault(way.name, []).extend(costs)
    return measured


def ratio(own: Sequence[Cost], other: Sequence[Cost], *, postgres_alone: bool = False) -> Ratio:
    """Return what ours costs in terms of the other, round by round."""
    ratios = [
        mine.cpu / max(theirs.postgres if postgres_alone else theirs.cpu, 1e-9)
        for mine, theirs in zip(own, other, strict=True)
    ]
    return Ratio(statistics.median(ratios), min(ratios), max(ratios))


def percentile(tries: Sequence[float], share: int) -> float:
    """Return the smallest of them that `share` per cent do not exceed."""
    return sorted(tries)[max(0, -(-len(tries) * share // 100) - 1)]
