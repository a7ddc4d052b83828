"""From what a document says about its entries to entries: one way for all formats."""

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from ingest.feeds.dates import read_date
from ingest.feeds.links import known_as, read_link
from ingest.feeds.shapes import Content, Entry, OwnText
from ingest.feeds.wording import MOST_CONTENT, plain, summary_of, title_of

NO_IDENTITY: Final = "entry.no_identity"
TWICE: Final = "entry.twice"
NO_LINK: Final = "entry.no_link"
# Shorter texts ("Read more on our site") are the same under different articles.
_LEAST_TEXT: Final = 200
_LEAST_ARTICLE: Final = 400
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}\Z")
_LONGEST_RAW_DATE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a document says about one entry, in its own words.

    `links` are tried in their order, each with its base. `content` is the entry's own text, and
    `media_type` says what that, the title and the summary are written in.
    """

    guid: str = ""
    links: tuple[tuple[str, str], ...] = ()
    title: str = ""
    title_is_markup: bool = True
    summary: str = ""
    content: str = ""
    media_type: str = "text/html"
    published: str = ""
    language: str = ""
    publisher: str = ""
    flags: tuple[str, ...] = ()


@dataclass(slots=True)
class Gatherer:
    """Collects entries and counts what is left out, and why."""

    now: datetime
    language: str = ""
    entries: list[Entry] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    _known: set[str] = field(default_factory=set)

    def add(self, told: Told) -> None:
        """Take an entry, or count why not."""
        link, link_flag = _link(told)
        key = _key(told, link)
        if key is None:
            self.skipped[NO_IDENTITY] += 1
            return
        identity = sha256(key)
        content = _content(told)
        if not link and not content:
            self.skipped[link_flag or NO_LINK] += 1
            return
        if identity in self._known:
            self.skipped[TWICE] += 1
            return
        self._known.add(identity)
        self.entries.append(self._entry(told, identity, (link, link_flag), content))

    def warnings(self) -> list[str]:
        """Return the flags of all entries, each once, and of those that were left out."""
        flags = {flag for entry in self.entries for flag in entry.flags}
        return sorted(flags | {code for code in self.skipped if code.startswith("link.")})

    def _entry(
        self, told: Told, identity: str, link: tuple[str, str], content: Content | None
    ) -> Entry:
        title, title_flags = title_of(told.title, is_markup=told.title_is_markup)
        written = told.summary or told.content
        summary, summary_flags = summary_of(written, is_markup=told.media_type == "text/html")
        published, date_flag = read_date(told.published, self.now)
        text = _same_text(told)
        flags = {link[1], date_flag, *title_flags, *summary_flags, *told.flags} - {""}
        return Entry(
            identity=identity,
            title=title,
            link=link[0],
            summary=summary,
            published=published,
            published_raw=" ".join(told.published[:_LONGEST_RAW_DATE].split()),
            language=language_tag(told.language) or language_tag(self.language),
            publisher=title_of(told.publisher, is_markup=True)[0][:200],
            content=None if link[0] else content,
            revision=sha256(f"{title}\n{text or summary}"),
            text_sha256=sha256(text) if len(text) >= _LEAST_TEXT else "",
            flags=tuple(sorted(flags)),
        )


def language_tag(written: str) -> str:
    """Return a BCP 47 tag as it is usually written (en-GB), empty for what is none."""
    tag = written.strip().replace("_", "-")
    if not _TAG.match(tag):
        return ""
    first, *rest = tag.split("-")
    return "-".join(
        [first.lower(), *(part.upper() if len(part) == 2 else part for part in rest)]  # noqa: PLR2004  a country's code
    )


def sha256(text: str) -> str:
    """Return the hash in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _link(told: Told) -> tuple[str, str]:
    """Return the first link that leads somewhere, else why the first does not."""
    flags = [""]
    for written, base in told.links:
        link, flag = read_link(written, base)
        if link:
            return link, ""
        flags.append(flag)
    return "", next(filter(None, flags), "")


def _key(told: Told, link: str) -> str | None:
    guid = told.guid.strip()
    if guid:
        return f"guid {guid}"
    if link:
        return f"link {known_as(link)}"
    title = " ".join(told.title.split())
    return f"title {title} {told.published.strip()}" if title else None


def _content(told: Told) -> Content | None:
    """Return the entry's own text where it is long enough to be an article's."""
    if len(told.content) < _LEAST_ARTICLE:
        return None
    return OwnText(told.content[:MOST_CONTENT].encode("utf-8", "replace"), told.media_type)


def _same_text(told: Told) -> str:
    written = (told.content or told.summary)[:MOST_CONTENT]
    text = plain(written) if told.media_type == "text/html" else written
    return " ".join(text.split())
