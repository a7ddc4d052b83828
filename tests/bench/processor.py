"""Processor time of what is measured: wall clocks say little of a machine that others use too."""

import contextlib
from collections.abc import Sequence
from pathlib import Path

import psutil

from config.run.processes import servers_in


class Meter:
    """Reads what some programs have used so far, all their processes together."""

    def __init__(self, roots: Sequence[int] = ()) -> None:
        """Know the programs by the numbers of their first processes."""
        self._roots = roots
        self._processes: list[psutil.Process] = []
        self._used: dict[psutil.Process, float] = {}

    def look(self) -> None:
        """Find the processes anew: servers begin and end some as they are asked."""
        found: dict[int, psutil.Process] = {}
        for root in self._roots:
            with contextlib.suppress(psutil.NoSuchProcess):
                process = psutil.Process(root)
                found |= {each.pid: each for each in (process, *process.children(recursive=True))}
        self._processes = list(found.values())

    def ms(self) -> float:
        """Return the milliseconds used so far; exact to some ten, so take means of many."""
        for process in self._processes:
            # What a process had used when it ended stays used.
            with contextlib.suppress(psutil.Error):
                times = process.cpu_times()
                self._used[process] = times.user + times.system
        return 1000 * sum(self._used.values())


def databases(folder: Path) -> list[int]:
    """Return the numbers of PostgreSQL's processes in a data folder of ours."""
    return [process.pid for process in servers_in(folder / "postgres", "postgres")]
