"""Which format it is, and on to its reader."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from ingest.feeds.announced import announced
from ingest.feeds.decoding import DOUBTFUL, as_utf8
from ingest.feeds.errors import Unusable, not_a_feed, page_instead, too_large
from ingest.feeds.jsonfeed import read_json
from ingest.feeds.mailboxes import MARK, read_mailbox
from ingest.feeds.markup import Document, parse_xml
from ingest.feeds.mending import mended
from ingest.feeds.shapes import MOST_BYTES, Feed
from ingest.feeds.sitemaps import INDEX_ROOTS, SITEMAP_ROOTS, read_index, read_sitemap
from ingest.feeds.syndication import ATOM_ROOT, RSS_ROOTS, read_atom, read_rss

MENDED: Final = "feed.mended"
_PAGE = re.compile(
    rb"\s*+(?:<\?xml[^<>]*+>\s*+|<!--(?>.*?-->)\s*+)*+<(?:!doctype\s++html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


def parse(
    body: bytes, *, content_type: str | None, charset: str | None, url: str, now: datetime
) -> Feed:
    """Return what the bytes at an address list; the same bytes and `now` give the same.

    The format is told by the bytes alone: servers name feeds as they please. `url` is what relative
    links are relative to, `now` what makes a date one of the future.

    Raises:
        Unusable: there is no list in them that can be trusted.
    """
    if len(body) > MOST_BYTES:
        raise too_large(MOST_BYTES)
    if not body.strip():
        raise Unusable("feed.empty", "The address answers with nothing. It will be tried again.")
    if body.startswith(MARK):
        return read_mailbox(body, now)
    decoded = as_utf8(body, charset)
    warnings = [DOUBTFUL] if decoded.is_doubtful else []
    feed, is_mended = _parsed(decoded.text, url, now)
    warnings += [MENDED] if is_mended else []
    return replace(feed, warnings=(*warnings, *feed.warnings))


def _parsed(text: bytes, url: str, now: datetime) -> tuple[Feed, bool]:
    start = text[:4_096].lstrip()
    if start.startswith((b"{", b"[")):
        return read_json(text, url, now), False
    if _PAGE.match(text[:4_096]):
        raise page_instead(announced(text, url))
    if b"<" not in text:
        raise not_a_feed("plain text")
    document, is_mended = _document(text, url)
    return _listed(document, now), is_mended


def _document(text: bytes, url: str) -> tuple[Document, bool]:
    try:
        return parse_xml(text, url), False
    except Unusable as error:
        if error.code != "feed.malformed":
            raise
        better = mended(text)
        if better == text:
            raise
    return parse_xml(better, url), True


def _listed(document: Document, now: datetime) -> Feed:
    name = document.root.name
    if name in RSS_ROOTS:
        return read_rss(document, now)
    if name == ATOM_ROOT:
        return read_atom(document, now)
    if name in SITEMAP_ROOTS:
        return read_sitemap(document, now)
    if name in INDEX_ROOTS:
        return read_index(document, now)
    raise not_a_feed("an OPML list" if name == "opml" else "XML of another kind")
