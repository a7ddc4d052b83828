"""What a source lists, in one shape whatever format it came in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

MOST_ENTRIES: Final = 2_000
MOST_DEPTH: Final = 64
MOST_BYTES: Final = 10_000_000


class Format(StrEnum):
    """The formats that are read, and what lists entries without one."""

    RSS = "rss"
    ATOM = "atom"
    JSON = "json"
    SITEMAP = "sitemap"
    SITEMAP_INDEX = "sitemap_index"
    MAILBOX = "mailbox"
    FOLDER = "folder"
    PAGE = "page"


class Content(Protocol):
    """The text of an entry itself: text/html or text/plain in UTF-8, had when it is asked for."""

    @property
    def body(self) -> bytes:
        """Return the bytes."""
        ...

    @property
    def media_type(self) -> str:
        """Return what they are."""
        ...


@dataclass(frozen=True, slots=True)
class OwnText:
    """A text that came with the list."""

    body: bytes
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that a source lists.

    `identity` (hexadecimal SHA-256 of guid, else link, else title and date) tells it from the
    others of its source. `link` is a checked http(s) address or empty. `published` has a zone;
    `published_raw` is what was written, also where no date could be read from it. `language` is a
    BCP 47 tag or empty. `revision` is the hash of title, summary and content; `text_sha256` of the
    text alone, empty where that is too short to tell one article from another. `flags` are codes
    for what was done to it: date.unparsable, date.future, link.scheme, link.address, text.bidi,
    text.controls, text.markup, text.cut, entry.attachments.
    """

    identity: str
    title: str = ""
    link: str = ""
    summary: str = ""
    published: datetime | None = None
    published_raw: str = ""
    language: str = ""
    publisher: str = ""
    content: Content | None = None
    origin: str = ""
    file_name: str = ""
    revision: str = ""
    text_sha256: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A sitemap that a sitemap index names, and when it last changed, where that is said."""

    link: str
    changed: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a document lists, in its own order.

    `seen` counts all its entries, `skipped` those that could not be used by reason
    (entry.no_identity, entry.twice, entry.no_link). `warnings` are codes: feed.truncated,
    feed.mended, input.encoding, and the flags of its entries. `parts` are of a sitemap index, the
    newest first.
    """

    format: Format
    version: str = ""
    title: str = ""
    language: str = ""
    entries: tuple[Entry, ...] = ()
    parts: tuple[Part, ...] = ()
    seen: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
