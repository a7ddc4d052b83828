"""What was measured, as lines that stay the same for grep and as JSON."""

import os
import platform
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import django
from django.db import connection

from bench.goals import Goal, Goals, Verdict
from bench.machine import Calibration, processor
from bench.rounds import OWN, Case, Figure, Measured, Ratio, ratio
from bench.stories import SEED


@dataclass(frozen=True, slots=True)
class Beside:
    """Our cost beside an anchor's; no ratio: it is not installed. `ms` is the anchor's own."""

    name: str
    words: str
    ratio: Ratio | None
    ms: float
    goal: Goal | None
    verdict: Verdict | None

    def __str__(self) -> str:
        if self.ratio is None:
            return f"{self.words}: skipped: not installed"
        is_cheaper = self.goal.is_cheaper if self.goal else self.ratio.median < 1
        shown = self.ratio.inverse if is_cheaper else self.ratio
        comparison = "cheaper than" if is_cheaper else "of"
        told = f"{shown.median:.2f}x {comparison} {self.name} ({self.ms:.2f})"
        spread = f"spread {shown.least:.2f}-{shown.most:.2f}"
        if self.goal is None or self.verdict is None:
            return f"{told} {spread}"
        return f"{told} {spread} goal {self.goal} {self.verdict}"


@dataclass(frozen=True, slots=True)
class Result:
    """What a case came to: milliseconds of processor time, ratios, other figures."""

    case: str
    cpu: float
    python: float
    postgres: float
    wall_p50: float
    besides: Sequence[Beside]
    figures: Sequence[tuple[Figure, float | None]]
    is_exact: bool = True

    @property
    def missed(self) -> list[str]:
        """Return the goals that are missed by more than the tolerance."""
        return [
            f"{self.case}: {beside.name} {beside.goal}"
            for beside in self.besides
            if beside.verdict == Verdict.MISSED
        ]

    def __str__(self) -> str:
        clock = "cpu" if self.is_exact else "wall"
        split = f" (python {self.python:.2f}, postgres {self.postgres:.2f})" * self.is_exact
        told = [f"{self.case:<18} {clock} {self.cpu:.2f} ms{split}", *map(str, self.besides)]
        for figure, most in self.figures:
            reach = "" if most is None else f" reach <={most:g} {_reached(figure.value, most)}"
            told.append(f"{figure.name} {figure.value:.1f}{reach}")
        return " | ".join(told)


def _reached(value: float, most: float) -> str:
    return "ok" if value <= most else "NOT REACHED"


def result(
    case: Case, measured: Measured, goals: Goals, *, rows: int, is_exact: bool = True
) -> Result:
    """Hold what was measured against the goals."""
    own = measured.median(OWN)
    walls = sorted(cost.wall for cost in measured.calls[OWN])
    besides = []
    for anchor in case.anchors:
        goal = goals.of(case.name, anchor.name)
        if anchor.way is None:
            besides.append(Beside(anchor.name, anchor.words, None, 0.0, goal, None))
            continue
        found = ratio(
            measured.rounds[OWN],
            measured.rounds[anchor.way.name],
            postgres_alone=anchor.is_postgres_alone,
        )
        cost = measured.median(anchor.way.name)
        ms = cost.postgres if anchor.is_postgres_alone else cost.cpu
        verdict = goal.judge(found, rows=rows, tolerance=goals.tolerance) if goal else None
        besides.append(Beside(anchor.name, anchor.words, found, ms, goal, verdict))
    figures = [(figure, goals.most(case.name, figure.name)) for figure in case.told(measured)]
    return Result(
        case.name,
        own.cpu,
        own.python,
        own.postgres,
        walls[len(walls) // 2],
        besides,
        figures,
        is_exact,
    )


@dataclass(slots=True)
class Run:
    """Everything about one run."""

    rows: int
    rounds: int
    calibration: Calibration | None = None
    results: list[Result] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return it for programs."""
        return {
            "rows": self.rows,
            "rounds": self.rounds,
            "seed": SEED,
            "processor": processor(),
            "cores": os.cpu_count(),
            "load": os.getloadavg(),
            "versions": versions(),
            "calibration": self.calibration and _calibrated(self.calibration),
            "results": [asdict(each) for each in self.results],
        }


def _calibrated(calibration: Calibration) -> Mapping[str, Any]:
    return asdict(calibration) | {"drift": calibration.drift, "is_stable": calibration.is_stable}


def versions() -> dict[str, str]:
    """Return what was measured with."""
    found = {
        "python": platform.python_version(),
        "django": django.__version__,
        "sqlite": sqlite3.sqlite_version,
        "postgres": str(connection.pg_version) if hasattr(connection, "pg_version") else "",
        "platform": sys.platform,
    }
    for name in ("djangorestframework", "psycopg", "datasette"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found
