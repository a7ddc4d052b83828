"""Processor time of one call: of this process, and of the PostgreSQL processes that serve it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds: of Python, of PostgreSQL, and by the clock on the wall."""

    python: float
    postgres: float
    wall: float

    @property
    def cpu(self) -> float:
        """Return the processor time of both."""
        return self.python + self.postgres

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(
            self.python + other.python, self.postgres + other.postgres, self.wall + other.wall
        )

    def times(self, factor: float) -> "Cost":
        """Return so many times the cost."""
        return Cost(self.python * factor, self.postgres * factor, self.wall * factor)


class Meter:
    """Measures calls; `backends` tells which PostgreSQL processes serve them just now.

    Where a backend runs elsewhere, or the kernel does not tell what it used, the clock on the wall
    stands for both (`is_exact` is false).
    """

    def __init__(self, backends: Callable[[], Sequence[int]], proc: Path = Path("/proc")) -> None:
        """Find out whether the kernel tells."""
        self._backends = backends
        self._proc = proc
        self.is_exact = all(self._used(pid) is not None for pid in backends())

    def measure(self, call: Callable[[], object]) -> Cost:
        """Carry out a call and return what it cost."""
        backends = self._backends()
        before = [self._used(pid) or 0 for pid in backends]
        wall, began = time.perf_counter(), time.process_time()
        call()
        python = 1000 * (time.process_time() - began)
        passed = 1000 * (time.perf_counter() - wall)
        if not self.is_exact:
            return Cost(passed, 0.0, passed)
        after = [self._used(pid) or 0 for pid in backends]
        used = sum(after) - sum(before)
        return Cost(python, used / 1e6, passed)

    def _used(self, pid: int) -> int | None:
        """Return the nanoseconds a process has been on a processor; None where nobody tells."""
        try:
            return int((self._proc / str(pid) / "schedstat").read_text("ascii").split()[0])
        except (OSError, ValueError, IndexError):
            return None


def resident() -> int:
    """Return the bytes of memory this process has now; 0 where the kernel does not tell."""
    try:
        told = Path("/proc/self/statm").read_text("ascii").split()[1]
    except OSError:
        return 0
    return int(told) * 4096
