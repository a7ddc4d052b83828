"""File locks, which the system drops by itself when their holder dies."""

import fcntl
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from config.run.places import cannot_write


class FileLock:
    """A lock on a file between processes, exclusive or shared; a child does not inherit it."""

    def __init__(self, path: Path) -> None:
        """Open the file, which stays in place for ever."""
        try:
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise cannot_write(path, error) from error

    def take(self, *, shared: bool = False) -> bool:
        """Take the lock if that needs no waiting; say whether it is held now."""
        try:
            fcntl.flock(self._handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def wait(self, seconds: float, *, waiting: Callable[[], None] = lambda: None) -> bool:
        """Take the lock alone, calling `waiting` once after a second; False when time is up."""
        began = time.monotonic()
        told = False
        while not self.take():
            passed = time.monotonic() - began
            if passed >= seconds:
                return False
            if passed > 1 and not told:
                told = True
                waiting()
            time.sleep(0.05)
        return True

    def release(self) -> None:
        """Give it up; harmless when called again."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def __enter__(self) -> Self:
        """Return the lock, not yet taken."""
        return self

    def __exit__(self, *error: object) -> None:
        """Give it up."""
        self.release()
