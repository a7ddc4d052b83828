"""What is asked, how often, and how long it may take."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from tests.bench.processor import Meter
from tests.bench.visitor import Answer, Visitor, forms

_WARM_UP: Final = 12
_NOTHING: Final = "/healthz"
_OK: Final = 200
# One of so many decisions is a rejection.
_REJECTED: Final = 4


@dataclass(frozen=True, slots=True)
class Goal:
    """Milliseconds that half, 95 and 99 of 100 may take at most, as far as it is said."""

    p50: float | None = None
    p99: float | None = None
    p95: float | None = None

    def of_shares(self) -> dict[int, float]:
        """Return {share in per cent: milliseconds}."""
        told = {50: self.p50, 95: self.p95, 99: self.p99}
        return {share: ms for share, ms in told.items() if ms is not None}

    def __str__(self) -> str:
        return ", ".join(f"p{share} {ms:.0f}" for share, ms in self.of_shares().items())


@dataclass(slots=True)
class Row:
    """What was measured, in ms: each try, its processor time, the page that does nothing."""

    name: str
    goal: Goal | None = None
    tries: list[float] = field(default_factory=list)
    nothing: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def add(self, ms: float, cpu: float, visitor: Visitor) -> None:
        """Count one try, and ask for the page that does nothing right after it."""
        self.tries.append(ms)
        self.cpu.append(cpu)
        self.nothing.append(visitor.get(_NOTHING).ms)

    @property
    def ratio(self) -> float:
        """Return how many times the page that does nothing it takes."""
        return percentile(self.tries, 50) / percentile(self.nothing, 50)

    @property
    def is_met(self) -> bool:
        """Tell whether the goal is met; true where there is none."""
        return self.goal is None or all(
            percentile(self.tries, share) <= ms for share, ms in self.goal.of_shares().items()
        )


def percentile(tries: list[float], share: int) -> float:
    """Return the smallest of them that `share` per cent do not exceed."""
    return sorted(tries)[max(0, -(-len(tries) * share // 100) - 1)]


@dataclass(frozen=True, slots=True)
class Pages:
    """Opens pages one after another, some of each kind unmeasured at first."""

    visitor: Visitor
    meter: Meter

    def open(self, name: str, paths: Iterator[str], times: int, goal: Goal | None = None) -> Row:
        """Open `times` pages of one kind."""
        row = Row(name, goal)
        for number in range(-min(_WARM_UP, times), times):
            if number == 0:
                self.meter.look()
            before = self.meter.ms()
            answer = self.visitor.get(next(paths))
            _expect(answer)
            if number >= 0:
                row.add(answer.ms, self.meter.ms() - before, self.visitor)
        return row


@dataclass(slots=True)
class Decisions:
    """What an editor does for a while: mostly approve, at times reject, always go on."""

    times: int
    goal: Goal | None = None
    by_script: bool = True
    rows: dict[str, Row] = field(default_factory=dict)
    refused: int = 0

    def carry_out(self, visitor: Visitor, meter: Meter, first: str) -> None:
        """Decide from the draft at the address `first` on, until enough is decided."""
        how = "" if self.by_script else ", no script"
        self.rows = {
            name: Row(f"{name} + next page{how}", self.goal)
            for name in ("approve", "reject", "decision")
        }
        shown = visitor.get(first)
        for number in range(-min(_WARM_UP, self.times), self.times):
            verdict = "approve" if number % _REJECTED else "reject"
            if number == 0:
                meter.look()
            before = meter.ms()
            answer = self._decide(visitor, shown, verdict)
            if answer.status != _OK:
                self.refused += 1
                answer = self._decide(visitor, answer, "reject")
            _expect(answer)
            if number >= 0:
                used = meter.ms() - before
                for name in (verdict, "decision"):
                    self.rows[name].add(answer.ms, used, visitor)
            shown = answer

    def _decide(self, visitor: Visitor, shown: Answer, verdict: str) -> Answer:
        form = next(form for form in forms(shown.body) if ("verdict", verdict) in form.choices)
        values = {"verdict": verdict}
        if verdict == "reject":
            reasons = (value for name, value in form.choices if name == "reason" and value)
            values["reason"] = next(reasons)
        # Where sources disagree the editor has to choose: here always the first that is offered.
        undecided = [pair for pair in form.choices if pair[0].startswith("rule-")]
        values |= dict(reversed([pair for pair in undecided if pair[0] not in dict(form.fields)]))
        filled = form.filled(**values)
        return visitor.send(form.action or shown.path, filled, by_script=self.by_script)


def _expect(answer: Answer) -> None:
    if answer.status != _OK:
        raise RuntimeError(f"{answer.path} answered {answer.status}: {answer.body[:500]}")


def table(rows: list[Row], say: Callable[[str], object]) -> None:
    """Say what was measured, a line each."""
    shares = f"{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}"
    say(f"{'':<34}{'n':>5}{shares}{'cpu ms':>9}{'x nothing':>11}  goal")
    for row in rows:
        goal = str(row.goal) if row.goal else ""
        met = "" if row.goal is None else "met" if row.is_met else "MISSED"
        say(
            f"{row.name:<34}{len(row.tries):>5}{percentile(row.tries, 50):>9.1f}"
            f"{percentile(row.tries, 95):>9.1f}{percentile(row.tries, 99):>9.1f}"
            f"{sum(row.cpu) / len(row.cpu):>9.1f}{row.ratio:>11.1f}  {goal:<16} {met}".rstrip()
        )
