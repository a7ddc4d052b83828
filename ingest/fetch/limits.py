"""How long a fetch may take, in seconds, bytes and hops."""

import time
from dataclasses import dataclass
from typing import Final

from ingest.fetch.errors import Unreachable

PAGE_TYPES: Final = frozenset({"text/html", "application/xhtml+xml", "text/plain"})


@dataclass(frozen=True, slots=True)
class Limits:
    """The caps of one fetch.

    `wire_bytes` counts what arrives, `decoded_bytes` what it unpacks to; beyond its first million
    bytes a body may unpack to `ratio` times its size. `content_types` are the media types let in;
    an answer that names none is let in too.
    """

    total_seconds: float = 20.0
    dns_seconds: float = 3.0
    connect_seconds: float = 3.0
    read_seconds: float = 10.0
    redirects: int = 5
    header_bytes: int = 65_536
    wire_bytes: int = 5_000_000
    decoded_bytes: int = 10_000_000
    ratio: int = 100
    content_types: frozenset[str] = PAGE_TYPES


DEFAULT_LIMITS: Final = Limits()


class Deadline:
    """The moment at which a fetch gives up, however busy the other side keeps it."""

    def __init__(self, seconds: float) -> None:
        """Start the clock."""
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self, at_most: float) -> float:
        """Return the seconds left, `at_most` that many; raises Unreachable when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise Unreachable(
                "timeout",
                f"The page took more than {self._seconds:g} seconds. It will be tried again later.",
            )
        return min(left, at_most)
