"""Children that are started again when they die or no longer answer."""

import time
from collections.abc import Callable
from typing import Final

from config.run.places import CannotRunError
from config.run.progress import say

_LONGEST_PAUSE_SECONDS: Final = 30.0
_STEADY_SECONDS: Final = 60.0
_CHECK_SECONDS: Final = 10.0
_FAILURES_BORNE: Final = 3


class Child:
    """Something that is to run until it is told to stop."""

    def __init__(
        self,
        name: str,
        *,
        start: Callable[[], None],
        stop: Callable[[], None],
        is_alive: Callable[[], bool],
        is_healthy: Callable[[], bool] = lambda: True,
    ) -> None:
        """Take the ways to start, stop and ask it; does nothing yet."""
        self.name = name
        self.stop = stop
        self._start = start
        self._is_alive = is_alive
        self._is_healthy = is_healthy
        self._failures = 0
        self._restarts = 0
        self._started_at = self._checked_at = self._due_at = 0.0

    def start(self) -> None:
        """Start it for the first time; what keeps it from starting is raised."""
        self._start()
        self._started_at = self._checked_at = time.monotonic()

    def watch(self) -> None:
        """Look after it: start it again, after a pause that doubles, when it is dead or mute."""
        now = time.monotonic()
        if self._due_at:
            if now >= self._due_at:
                self._start_again()
        elif not self._is_alive():
            self._plan_restart(f"{self.name} ended")
        elif now - self._checked_at > _CHECK_SECONDS:
            self._checked_at = now
            self._check()

    def _check(self) -> None:
        self._failures = 0 if self._is_healthy() else self._failures + 1
        if self._failures >= _FAILURES_BORNE:
            self._plan_restart(f"{self.name} does not answer")

    def _plan_restart(self, why: str) -> None:
        if time.monotonic() - self._started_at > _STEADY_SECONDS:
            self._restarts = 0
        pause = min(2.0**self._restarts, _LONGEST_PAUSE_SECONDS)
        self._restarts += 1
        self._failures = 0
        self._due_at = time.monotonic() + pause
        say(f"{why}; starting it again in {pause:.0f} s.")
        self.stop()

    def _start_again(self) -> None:
        self._due_at = 0.0
        try:
            self.start()
        except CannotRunError as refusal:
            say(str(refusal))
            self._plan_restart(f"{self.name} did not start")
        else:
            say(f"{self.name} runs again.")
