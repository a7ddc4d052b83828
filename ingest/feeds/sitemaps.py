"""Sitemaps, sitemap indexes, and what news sitemaps add."""

from datetime import UTC, datetime
from typing import Final

from ingest.feeds.dates import read_date
from ingest.feeds.gathering import Gatherer, Told
from ingest.feeds.links import read_link
from ingest.feeds.markup import Document, Node
from ingest.feeds.shapes import Feed, Format, Part

SITEMAP_ROOTS: Final = frozenset({"map:urlset", "urlset"})
INDEX_ROOTS: Final = frozenset({"map:sitemapindex", "sitemapindex"})
_LONG_AGO: Final = datetime(1, 1, 1, tzinfo=UTC)


def read_sitemap(document: Document, now: datetime) -> Feed:
    """Return the pages of a sitemap, the newest first; only news sitemaps tell titles."""
    gatherer = Gatherer(now)
    for node in document.root.children("map:url", "url"):
        gatherer.add(_page(node))
    entries = sorted(gatherer.entries, key=lambda entry: entry.published or _LONG_AGO, reverse=True)
    return Feed(
        format=Format.SITEMAP,
        entries=tuple(entries),
        seen=document.entries,
        skipped=dict(gatherer.skipped),
        warnings=(*_cut(document), *gatherer.warnings()),
    )


def read_index(document: Document, now: datetime) -> Feed:
    """Return the sitemaps that an index names, the newest first."""
    parts, flags = [], set()
    for node in document.root.children("map:sitemap", "sitemap"):
        link, flag = read_link(node.told("map:loc", "loc"), node.base)
        changed, _ = read_date(node.told("map:lastmod", "lastmod"), now)
        flags.add(flag)
        if link:
            parts.append(Part(link, changed))
    parts.sort(key=lambda part: part.changed or _LONG_AGO, reverse=True)
    return Feed(
        format=Format.SITEMAP_INDEX,
        parts=tuple(parts),
        seen=document.entries,
        warnings=(*_cut(document), *sorted(flags - {""})),
    )


def _cut(document: Document) -> list[str]:
    return ["feed.truncated"] if document.is_truncated else []


def _page(node: Node) -> Told:
    news = node.first("news:news")
    publication = news.first("news:publication") if news else None
    return Told(
        links=((node.told("map:loc", "loc"), node.base),),
        title=news.told("news:title") if news else "",
        title_is_markup=False,
        published=(news.told("news:publication_date") if news else "")
        or node.told("map:lastmod", "lastmod"),
        language=publication.told("news:language") if publication else "",
        publisher=publication.told("news:name") if publication else "",
    )
