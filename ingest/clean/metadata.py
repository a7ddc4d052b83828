"""What a page says about itself: title, date, language, publisher, canonical address."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from ingest.clean.dates import written_date
from ingest.clean.letters import label
from ingest.fetch import Refused, canonical

_ARTICLES: Final = frozenset(
    {"Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle"}
    | {"BackgroundNewsArticle", "BlogPosting", "Report", "SocialMediaPosting", "LiveBlogPosting"}
)
_LONGEST_JSON: Final = 500_000
_MOST_SCRIPTS: Final = 20
# From the plainest statement to the vaguest; the first that names a day is taken.
_DATE_METAS: Final = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished",
    "citation_publication_date", "citation_online_date", "dcterms.issued", "dc.date.issued",
    "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "sailthru.date",
    "parsely-pub-date", "cxenseparse:recs:publishtime", "publish-date", "publish_date",
    "publication_date", "publicationdate", "published-date", "pubdate", "date",
)  # fmt: skip
_TITLE_METAS: Final = ("og:title", "citation_title", "dcterms.title", "dc.title", "twitter:title")
_PUBLISHER_METAS: Final = (
    "og:site_name",
    "citation_publisher",
    "dcterms.publisher",
    "dc.publisher",
)
_MOST_NODES: Final = 50  # of one kind that are looked at
_SEPARATORS: Final = (" | ", " - ", " \u2013 ", " \u2014 ", " \u00b7 ", " :: ")


@dataclass(frozen=True, slots=True)
class Facts:
    """A page's own word; None where it says nothing. `published_from` is the tag that said so."""

    title: str | None
    published: date | None
    published_from: str | None
    language: str | None
    publisher: str | None
    canonical_url: str | None


def page_facts(tree: Any, url: str | None) -> Facts:  # noqa: ANN401  an lxml tree; lxml has no types
    """Return what the tree of a page says; `url` is where it was fetched, None if it was not."""
    metas = _metas(tree)
    linked = [item for item in _linked_data(tree) if isinstance(item, dict)]
    articles = [item for item in linked if _types(item) & _ARTICLES]
    publisher = _publisher(articles, metas)
    published, published_from = _published(tree, articles + linked, metas)
    return Facts(
        title=_without_site(_title(tree, articles, metas), publisher),
        published=published,
        published_from=published_from,
        language=_language(tree, metas),
        publisher=publisher,
        canonical_url=_canonical_url(tree, url),
    )


def _metas(tree: Any) -> dict[str, str]:  # noqa: ANN401  an lxml tree
    """Return {name in lower case: content}; the first of a name counts."""
    metas: dict[str, str] = {}
    for node in tree.iter("meta"):
        name = (
            node.get("property")
            or node.get("name")
            or node.get("itemprop")
            or node.get("http-equiv")
        )
        content = node.get("content")
        if name and content:
            metas.setdefault(name.strip().lower(), content)
    return metas


def _linked_data(tree: Any) -> Iterator[object]:  # noqa: ANN401  an lxml tree
    for text in tree.xpath("//script[@type='application/ld+json']/text()")[:_MOST_SCRIPTS]:
        try:
            found = json.loads(text[:_LONGEST_JSON], strict=False)
        except (ValueError, RecursionError):
            continue
        for item in found if isinstance(found, list) else [found]:
            yield item
            graph = item.get("@graph") if isinstance(item, dict) else None
            yield from graph if isinstance(graph, list) else []


def _types(item: dict[str, object]) -> set[str]:
    names = item.get("@type")
    return {
        name for name in (names if isinstance(names, list) else [names]) if isinstance(name, str)
    }


def _text(value: object) -> str | None:
    return label(value) if isinstance(value, str) else None


def _title(tree: Any, articles: list[dict[str, object]], metas: dict[str, str]) -> str | None:  # noqa: ANN401
    said = [_text(item.get("headline")) or _text(item.get("name")) for item in articles]
    said += [label(metas.get(name)) for name in _TITLE_METAS]
    headings = _first(tree, "h1")
    if len(headings) > 1:
        headings = [node for node in headings if list(node.iterancestors("article"))]
    said += [label(node.text_content()) for node in headings[:1] + _first(tree, "title")[:1]]
    return next((title for title in said if title), None)


def _first(tree: Any, tag: str) -> list[Any]:  # noqa: ANN401  an lxml tree
    return list(islice(tree.iter(tag), _MOST_NODES))


def _without_site(title: str | None, publisher: str | None) -> str | None:
    for separator in _SEPARATORS:
        ending = f"{separator}{publisher}"
        if title and publisher and title.endswith(ending) and len(title) > len(ending):
            return title.removesuffix(ending)
    return title


def _published(
    tree: Any,  # noqa: ANN401  an lxml tree
    linked: list[dict[str, object]],
    metas: dict[str, str],
) -> tuple[date | None, str | None]:
    for text, tag in _written_dates(tree, linked, metas):
        found = written_date(text)
        if found:
            return found, tag
    return None, None


def _written_dates(
    tree: Any,  # noqa: ANN401  an lxml tree
    linked: list[dict[str, object]],
    metas: dict[str, str],
) -> Iterator[tuple[str | None, str]]:
    for item in linked:
        yield _text(item.get("datePublished")), "JSON-LD datePublished"
    for name in _DATE_METAS:
        yield metas.get(name), f"meta {name}"
    for node in _times(tree):
        yield node.get("datetime") or label(node.text_content()), "time"


def _times(tree: Any) -> list[Any]:  # noqa: ANN401  an lxml tree
    """Return the times of the article, the likeliest first, without those of other stories."""
    times = _first(tree, "time")
    marked = [
        node
        for node in times
        if "datePublished" in node.get("itemprop", "") or "pubdate" in node.attrib
    ]
    homes = {home for node in _first(tree, "h1") for home in node.iterancestors("article", "main")}
    own = [node for node in times if homes & set(node.iterancestors("article", "main"))]
    return (marked + own) or (times if len(times) == 1 else [])


def _language(tree: Any, metas: dict[str, str]) -> str | None:  # noqa: ANN401  an lxml tree
    written = [
        tree.get("lang"),
        tree.get("xml:lang"),
        tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
    ]
    written += [metas.get("content-language"), metas.get("og:locale"), metas.get("dc.language")]
    for text in written:
        primary = (text or "").strip().replace("_", "-").partition("-")[0].lower()
        if primary.isascii() and primary.isalpha() and len(primary) in {2, 3}:
            return primary
    return None


def _publisher(articles: list[dict[str, object]], metas: dict[str, str]) -> str | None:
    said: list[str | None] = []
    for item in articles:
        publisher = item.get("publisher")
        said += [_text(publisher.get("name") if isinstance(publisher, dict) else publisher)]
    said += [label(metas.get(name)) for name in _PUBLISHER_METAS]
    return next((name for name in said if name), None)


def _canonical_url(tree: Any, url: str | None) -> str | None:  # noqa: ANN401  an lxml tree
    """Return the address the page gives itself, if it lies on the host that served it.

    A page that names another host could take the place of that host's article.
    """
    for href in tree.xpath("//link[@rel='canonical']/@href")[:1]:
        try:
            said = canonical(urljoin(url or "", str(href).strip()))
        except (Refused, ValueError):
            break
        if url is None or _site(said) == _site(url):
            return said
    return None


def _site(url: str) -> str:
    host = urlsplit(url).hostname or ""
    for prefix in ("www.", "m.", "amp.", "mobile."):
        host = host.removeprefix(prefix)
    return host
