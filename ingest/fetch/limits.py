"""How long a fetch may take, in seconds, bytes and hops; what it may bring."""

import time
from dataclasses import dataclass, replace
from typing import Final

from ingest.fetch.errors import Unreachable

PAGE_TYPES: Final = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
# Feeds and sitemaps by all the names that servers give them; what is none is for the parser to say.
FEED_TYPES: Final = PAGE_TYPES | {
    "application/atom+xml",
    "application/feed+json",
    "application/gzip",
    "application/json",
    "application/octet-stream",
    "application/rdf+xml",
    "application/rss+xml",
    "application/x-gzip",
    "application/x-rss+xml",
    "application/xml",
    "text/rss+xml",
    "text/xml",
}
_PAGE_ACCEPT: Final = "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1"
_FEED_ACCEPT: Final = (
    "application/atom+xml,application/rss+xml,application/feed+json,"
    "application/xml;q=0.9,text/xml;q=0.9,*/*;q=0.1"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The caps of one fetch.

    `wire_bytes` counts what arrives, `decoded_bytes` what it unpacks to; beyond its first million
    bytes a body may unpack to `ratio` times its size. `content_types` are the media types let in,
    None lets all in; an answer that names none is let in too, and `accept` asks for them.
    `file_types` are let in beside them, and may be of `file_bytes`, packed or not.
    `opens_gzip` unpacks a body that is itself a gzip file, as sitemaps are, unless it was packed
    for the way already. `cuts` takes the beginning of a larger body where it would be refused.
    """

    total_seconds: float = 20.0
    dns_seconds: float = 3.0
    connect_seconds: float = 3.0
    read_seconds: float = 5.0
    redirects: int = 3
    header_bytes: int = 65_536
    wire_bytes: int = 5_000_000
    decoded_bytes: int = 10_000_000
    ratio: int = 100
    content_types: frozenset[str] | None = PAGE_TYPES
    accept: str = _PAGE_ACCEPT
    file_types: frozenset[str] = frozenset()
    file_bytes: int = 20_000_000
    opens_gzip: bool = False
    cuts: bool = False

    def of(self, content_type: str | None) -> "Limits":
        """Return the limits of an answer of this type."""
        if content_type not in self.file_types:
            return self
        return replace(self, wire_bytes=self.file_bytes, decoded_bytes=self.file_bytes)

    def let_in(self, content_type: str | None) -> bool:
        """Tell whether an answer of this type may come in."""
        if content_type is None or self.content_types is None:
            return True
        return content_type in self.content_types | self.file_types


DEFAULT_LIMITS: Final = Limits()
# What an article may come as: a page, or one of the files that are read.
ARTICLE_LIMITS: Final = Limits(
    file_types=frozenset(
        {
            "application/pdf",
            "application/x-pdf",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    )
)
FEED_LIMITS: Final = Limits(content_types=FEED_TYPES, accept=_FEED_ACCEPT, opens_gzip=True)


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
