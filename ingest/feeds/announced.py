"""The feeds that a web page names, for editors who give the page's address instead."""

import re
from html import unescape
from typing import Final

from ingest.feeds.links import read_link

_LINK = re.compile(r"<link\b[^<>]{1,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""\b(rel|type|href)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
_TYPES: Final = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
_LOOKED_AT: Final = 200_000
_MOST: Final = 5


def announced(page: bytes, url: str) -> list[str]:
    """Return the addresses of the feeds that a page names in its head, in its order."""
    found: dict[str, None] = {}
    for tag in _LINK.finditer(page[:_LOOKED_AT].decode("utf-8", "replace")):
        told = {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(tag[0])}
        if "alternate" in told.get("rel", "").lower().split() and told.get("type") in _TYPES:
            link, _ = read_link(told.get("href", ""), url)
            found |= {link: None} if link else {}
    return list(found)[:_MOST]
