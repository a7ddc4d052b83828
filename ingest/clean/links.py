"""What a page links to: its headlines where it lists other pages, the feeds it offers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from ingest.clean.charset import decoded
from ingest.clean.letters import label
from ingest.clean.maintext import page_tree

# Menus, forms and what stands beside the matter.
_FURNITURE: Final = frozenset({"nav", "header", "footer", "aside", "form"})
# "Read more", "Contact us" and "Next page" are no headlines.
_LEAST_WORDS: Final = 4
_LEAST_LETTERS: Final = 20
_MOST_LINKS: Final = 5_000
_FEED_TYPES: Final = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
)
_MOST_FEEDS: Final = 20


@dataclass(frozen=True, slots=True)
class Headline:
    """A link, with its words."""

    link: str
    text: str


def headlines(body: bytes, *, charset: str | None, url: str) -> list[Headline]:
    """Return the links of a page whose words could be a headline, in their order.

    Links to other sites are left out, and those in menus, headers, footers, forms and asides.

    Raises:
        Unreadable: as `clean`.
    """
    tree = page_tree(decoded(body, charset))
    base = _base(tree, url)
    return [
        Headline(link, text)
        for node in _outside_furniture(tree)
        if (link := _link(node, base)) and _is_of(link, url) and _is_long(text := _text(node))
    ]


def offered_feeds(body: bytes, *, charset: str | None, url: str) -> list[Headline]:
    """Return the feeds that a page names in its head (`<link rel=alternate>`), each once.

    Their addresses are not checked: `fetch` does that.

    Raises:
        Unreadable: as `clean`.
    """
    tree = page_tree(decoded(body, charset))
    base = _base(tree, url)
    found: dict[str, str] = {}
    for node in tree.iter("link"):
        if _is_feed(node) and (link := _link(node, base)):
            found.setdefault(link, label((node.get("title") or "")[:2_000]) or link)
    return [Headline(link, text) for link, text in list(found.items())[:_MOST_FEEDS]]


def _is_feed(node: Any) -> bool:  # noqa: ANN401  an lxml tree
    kind = (node.get("type") or "").partition(";")[0].strip().lower()
    return "alternate" in (node.get("rel") or "").lower().split() and kind in _FEED_TYPES


def _outside_furniture(tree: Any) -> Iterator[Any]:  # noqa: ANN401  an lxml tree
    found = 0
    for node in tree.iter("a"):
        if _FURNITURE.isdisjoint(above.tag for above in node.iterancestors()):
            yield node
            found += 1
        if found == _MOST_LINKS:
            return


def _base(tree: Any, url: str) -> str:  # noqa: ANN401  an lxml tree
    for href in tree.xpath("//base/@href")[:1]:
        return _joined(url, str(href)) or url
    return url


def _link(node: Any, base: str) -> str:  # noqa: ANN401  an lxml tree
    return _joined(base, (node.get("href") or "").strip().partition("#")[0])


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href) if href else ""
    except ValueError:
        return ""


def _text(node: Any) -> str:  # noqa: ANN401  an lxml tree
    return label(node.text_content()[:2_000]) or node.get("title") or ""


def _is_long(text: str) -> bool:
    return len(text.split()) >= _LEAST_WORDS or len(text) >= _LEAST_LETTERS


def _is_of(link: str, url: str) -> bool:
    host, own = _host(link), _host(url)
    return host == own or host.endswith(f".{own}")


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
