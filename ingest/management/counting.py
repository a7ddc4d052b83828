"""How far long work is: a line that is written over on a terminal, else a line now and then."""

from collections.abc import Mapping
from typing import Final

from django.core.management.base import OutputWrapper

_WIDTH: Final = 20
_LINES: Final = 20
_ERASE: Final = "\r\x1b[K"


class Counting:
    """Counts steps: of `total` where it is known. Says nothing of a single one."""

    def __init__(self, out: OutputWrapper, what: str, total: int | None = None) -> None:
        """Take where to write, what is counted, and how many there are."""
        self._out, self._what, self._total = out, what, total
        self._done = 0
        self._is_terminal = out.isatty()
        self._every = max(1, total // _LINES) if total else 1

    def __enter__(self) -> "Counting":
        """Begin."""
        return self

    def __exit__(self, *error: object) -> None:
        """Leave no half line behind."""
        self.clear()

    def step(self, number: int = 1) -> None:
        """Count, and show it."""
        self.show(self._done + number)

    def show(self, done: int) -> None:
        """Show how many are done."""
        self._done = done
        if self._total == 1:
            return
        if self._is_terminal:
            self._out.write(f"{_ERASE}{self._line()}", ending="")
            self._out.flush()
        elif done % self._every == 0 and (self._total is None or self._total > _LINES):
            self._out.write(self._line())

    def clear(self) -> None:
        """Wipe the line, so that another may be written."""
        if self._is_terminal:
            self._out.write(_ERASE, ending="")

    def _line(self) -> str:
        if self._total is None:
            return f"{self._done:,} {self._what}"
        full = _WIDTH * self._done // self._total
        bar = f"[{'#' * full}{'.' * (_WIDTH - full)}] " if self._is_terminal else ""
        return f"{bar}{self._done:,} of {self._total:,} {self._what}"


def said(counts: Mapping[str, int]) -> str:
    """Return counts as one line."""
    return "; ".join(f"{name}: {number:,}" for name, number in counts.items()) or "nothing"
