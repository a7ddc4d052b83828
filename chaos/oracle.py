"""What the system answered, written down before anything else is asked of it."""

import json
import os
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class Answered:
    """An article that the system said it has: by what it is told, its number, and the status."""

    key: str
    article: int
    status: int


class Oracle:
    """A file that only grows; each line is on the disk before `note` returns."""

    def __init__(self, path: Path) -> None:
        """Begin the file anew."""
        self._path = path
        self._file = path.open("w", encoding="utf-8")
        self._lock = threading.Lock()
        self.count = 0

    def note(self, answered: Answered) -> None:
        """Keep an answer."""
        with self._lock:
            self._file.write(json.dumps(asdict(answered)) + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())
            self.count += 1

    def read(self) -> Iterator[Answered]:
        """Return all that was kept."""
        with self._path.open(encoding="utf-8") as lines:
            for line in lines:
                yield Answered(**json.loads(line))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
