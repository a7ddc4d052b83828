"""Short names for elements: one for all the addresses that a namespace has been known under."""

from functools import lru_cache
from typing import Final

# Without scheme, and without what stands at the end of some spellings.
_PREFIXES: Final = {
    "www.w3.org/2005/atom": "atom",
    "purl.org/atom/ns": "atom",
    "purl.org/atom": "atom",
    "purl.org/rss/1.0": "",
    "my.netscape.com/rdf/simple/0.9": "",
    "channel.netscape.com/rdf/simple/0.9": "",
    "my.netscape.com/publish/formats/rss-0.91.dtd": "",
    "backend.userland.com/rss": "",
    "backend.userland.com/rss2": "",
    "backend.userland.com/blogchannelmodule": "blog",
    "blogs.law.harvard.edu/tech/rss": "",
    "www.rssboard.org/rss-specification": "",
    "purl.org/rss/1.0/modules/content": "content",
    "purl.org/dc/elements/1.0": "dc",
    "purl.org/dc/elements/1.1": "dc",
    "purl.org/dc/terms": "dcterms",
    "rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "www.w3.org/1999/02/22-rdf-syntax-ns": "rdf",
    "www.sitemaps.org/schemas/sitemap/0.9": "map",
    "www.sitemaps.org/schemas/sitemap/0.84": "map",
    "www.google.com/schemas/sitemap/0.84": "map",
    "www.google.com/schemas/sitemap/0.9": "map",
    "www.google.com/schemas/sitemap-news/0.9": "news",
    "www.google.com/schemas/sitemap-news/0.84": "news",
    "www.w3.org/1999/xhtml": "xhtml",
}
# What a document may list by the thousand.
ENTRY_NAMES: Final = frozenset({"item", "atom:entry", "map:url", "map:sitemap", "url", "sitemap"})
_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
ABOUT: Final = f"{_RDF}about"
KEPT_ATTRIBUTES: Final = (
    "href", "rel", "type", "mode", "isPermaLink", "version", "language", "title", "text", "xmlUrl",
    "htmlUrl", "xmlurl", "htmlurl", "url", "category", "description", "src", ABOUT,
)  # fmt: skip


@lru_cache(maxsize=512)
def short_name(tag: str) -> str:
    """Return `prefix:name` of an element; "?:name" where its namespace is not known here."""
    if not tag.startswith("{"):
        return tag
    space, _, name = tag[1:].partition("}")
    plain = space.strip().lower().removeprefix("http://").removeprefix("https://").rstrip("/#")
    prefix = _PREFIXES.get(plain, "?")
    return f"{prefix}:{name}" if prefix else name
