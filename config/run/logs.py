"""The children's logs."""

from pathlib import Path
from typing import Final

_LARGEST_BYTES: Final = 5_000_000
_KEPT: Final = 3


def rotate_logs(folder: Path) -> None:
    """Put logs that have grown too large aside, as NAME.log.1 and so on; the oldest goes."""
    for log in sorted(folder.glob("*.log")):
        if log.stat().st_size > _LARGEST_BYTES:
            _put_aside(log)


def _put_aside(log: Path) -> None:
    for number in range(_KEPT - 1, 0, -1):
        older = log.with_name(f"{log.name}.{number}")
        if older.exists():
            older.replace(log.with_name(f"{log.name}.{number + 1}"))
    log.replace(log.with_name(f"{log.name}.1"))
