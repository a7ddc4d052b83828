"""The ratios that are to be reached, and whether they are."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from bench.rounds import Ratio

FILE: Final = Path(__file__).parent / "goals.toml"


class Verdict(StrEnum):
    """How a ratio stands to its goal."""

    REACHED = "ok"
    WITHIN = "within tolerance"
    MISSED = "MISSED"
    NOT_JUDGED = "not judged at this size"


class BadGoalError(ValueError):
    """The file of goals makes no sense."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A ratio to reach: ours is at most so many times the anchor, or at least so many cheaper.

    It is judged on a record of `rows` agreements or more.
    """

    anchor: str
    limit: float
    is_cheaper: bool
    rows: int

    def judge(self, ratio: Ratio, *, rows: int, tolerance: float) -> Verdict:
        """Say whether the median reaches it, or misses it by no more than the tolerance."""
        if rows < self.rows:
            return Verdict.NOT_JUDGED
        excess = self.limit * ratio.median if self.is_cheaper else ratio.median / self.limit
        if excess <= 1:
            return Verdict.REACHED
        return Verdict.WITHIN if excess <= 1 + tolerance else Verdict.MISSED

    def __str__(self) -> str:
        return f"{'>=' if self.is_cheaper else '<='}{self.limit:.2f}"


@dataclass(frozen=True, slots=True)
class Goals:
    """All goals, by case and anchor."""

    tolerance: float
    of_cases: Mapping[str, Mapping[str, Goal]]
    of_figures: Mapping[str, Mapping[str, float]]

    def of(self, case: str, anchor: str) -> Goal | None:
        """Return the goal of a case beside an anchor; `search.rare` has what `search` has."""
        for name in _names(case):
            if anchor in self.of_cases.get(name, {}):
                return self.of_cases[name][anchor]
        return None

    def most(self, case: str, figure: str) -> float | None:
        """Return what a figure is to be at most, where that is said."""
        for name in _names(case):
            if figure in self.of_figures.get(name, {}):
                return self.of_figures[name][figure]
        return None


def _names(case: str) -> tuple[str, str]:
    return case, case.partition(".")[0]


def read(path: Path = FILE) -> Goals:
    """Read the goals.

    Raises:
        BadGoalError: a goal has neither or both directions, or the file is no TOML.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        tolerance, rows = float(told.pop("tolerance")), int(told.pop("rows"))
        of_cases = {
            case: {anchor: _goal(anchor, asked, rows) for anchor, asked in anchors.items()}
            for case, anchors in told["goal"].items()
        }
        of_figures = {
            case: {name: float(most) for name, most in figures.items()}
            for case, figures in told.get("reach", {}).items()
        }
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise BadGoalError(f"{path.name}: {error!r}") from error
    return Goals(tolerance, of_cases, of_figures)


def _goal(anchor: str, asked: Mapping[str, Any], rows: int) -> Goal:
    directions = {"most", "cheaper"} & set(asked)
    if len(directions) != 1 or set(asked) - {"most", "cheaper", "rows"}:
        raise BadGoalError(f"{anchor}: say `most` or `cheaper`, and `rows` if need be")
    (direction,) = directions
    is_cheaper = direction == "cheaper"
    return Goal(anchor, float(asked[direction]), is_cheaper, int(asked.get("rows", rows)))
