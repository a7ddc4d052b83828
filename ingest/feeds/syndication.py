"""RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from ingest.feeds.gathering import Gatherer, Told, language_tag
from ingest.feeds.markup import Document, Node
from ingest.feeds.names import ABOUT
from ingest.feeds.shapes import Feed, Format
from ingest.feeds.wording import title_of

RSS_ROOTS: Final = frozenset({"rss", "rdf:RDF", "channel"})
ATOM_ROOT: Final = "atom:feed"
_HTML: Final = "text/html"
_PLAIN: Final = "text/plain"
_WORDS_OF_YES: Final = frozenset({"", "true", "yes", "1"})
_ATOM_MEDIA: Final = {
    "html": _HTML, "xhtml": _HTML, "text/html": _HTML, "application/xhtml+xml": _HTML,
    "text": _PLAIN, "": _PLAIN, "text/plain": _PLAIN,
}  # fmt: skip


def read_rss(document: Document, now: datetime) -> Feed:
    """Return what a channel lists; its items stand inside it or, in RSS 0.9 and 1.0, beside it."""
    root = document.root
    channel = root if root.name == "channel" else root.first("channel") or root
    language = channel.told("language", "dc:language") or channel.language
    gatherer = Gatherer(now, language)
    name = title_of(channel.told("title"), is_markup=True)[0]
    for item in [*channel.children("item"), *(root.children("item") if root != channel else ())]:
        gatherer.add(_item(item))
        item.parts.clear()  # its text is kept once
    version = root.attributes.get("version", "1.0" if root.name == "rdf:RDF" else "")
    return _feed(document, gatherer, Format.RSS, (version, name))


def read_atom(document: Document, now: datetime) -> Feed:
    """Return what a feed lists."""
    root = document.root
    gatherer = Gatherer(now, root.language)
    for entry in root.children("atom:entry"):
        gatherer.add(_atom_entry(entry))
        entry.parts.clear()
    version = root.attributes.get("version", "1.0")
    title, media = _atom_title(root)
    name = title_of(title, is_markup=media == _HTML)[0]
    return _feed(document, gatherer, Format.ATOM, (version, name))


def _feed(document: Document, gatherer: Gatherer, kind: Format, told: tuple[str, str]) -> Feed:
    cut = ["feed.truncated"] if document.is_truncated else []
    return Feed(
        format=kind,
        version=told[0][:20],
        title=told[1],
        language=language_tag(gatherer.language),
        entries=tuple(gatherer.entries),
        seen=document.entries,
        skipped=dict(gatherer.skipped),
        warnings=(*cut, *gatherer.warnings()),
    )


def _item(item: Node) -> Told:
    content = item.first("content:encoded", "xhtml:body", "atom:content")
    summary = item.told("description", "dc:description", "atom:summary")
    source = item.first("source")
    return Told(
        guid=_guid(item),
        links=tuple(_item_links(item)),
        title=item.told("title", "dc:title"),
        summary=summary,
        content=markup_of(content) if content else summary,
        published=item.told("pubDate", "dc:date", "dcterms:issued", "dcterms:created",
                            "atom:published", "atom:updated"),
        language=item.told("dc:language") or item.language,
        publisher=source.text() if source else item.told("dc:publisher"),
    )  # fmt: skip


def _guid(item: Node) -> str:
    return item.told("guid", "dc:identifier") or item.attributes.get(ABOUT, "")


def _item_links(item: Node) -> Iterator[tuple[str, str]]:
    """Yield addresses of an item, the likeliest first: a link, or a guid that says it is one."""
    for name in ("feedburner:origLink", "link"):
        for node in item.children(name):
            yield node.text(), node.base
    yield from _atom_links(item)
    guid = item.first("guid")
    if guid and guid.attributes.get("isPermaLink", "").strip().lower() in _WORDS_OF_YES:
        written = guid.text().strip()
        # Many guids that don't say so are none: a number is not a place on the publisher's site.
        if written.lower().startswith(("http://", "https://")):
            yield written, guid.base
    if about := item.attributes.get(ABOUT):
        yield about, item.base


def _atom_entry(entry: Node) -> Told:
    title, title_media = _atom_title(entry)
    summary = entry.first("atom:summary")
    content = entry.first("atom:content")
    text = content if content and _media(content) else summary
    source = entry.first("atom:source")
    return Told(
        guid=entry.told("atom:id"),
        links=tuple(_atom_links(entry)),
        title=title,
        title_is_markup=title_media == _HTML,
        summary=markup_of(summary) if summary else "",
        content=markup_of(text) if text else "",
        media_type=(text and _media(text)) or _PLAIN,
        published=entry.told("atom:published", "atom:issued", "dc:date", "atom:updated",
                             "atom:modified", "atom:created"),
        language=(content or entry).language,
        publisher=_atom_title(source)[0] if source else "",
    )  # fmt: skip


def _atom_title(node: Node) -> tuple[str, str]:
    """Return a title, or what it is in: XHTML is read as HTML is."""
    title = node.first("atom:title")
    return (title.text().strip(), _media(title) or _HTML) if title else ("", _PLAIN)


def _media(node: Node) -> str:
    """Return what a text is in; empty for what is no text, or stands elsewhere."""
    if "src" in node.attributes or node.attributes.get("mode") == "base64":
        return ""
    if node.attributes.get("mode") == "escaped":
        return _HTML
    return _ATOM_MEDIA.get(node.attributes.get("type", "").strip().lower(), "")


def _atom_links(node: Node) -> Iterator[tuple[str, str]]:
    """Yield the alternates of an entry, pages before files of another kind."""
    found = [
        link
        for link in node.children("atom:link")
        if link.attributes.get("rel", "alternate").strip().lower() == "alternate"
    ]
    found.sort(key=lambda link: "html" not in link.attributes.get("type", "html"))
    yield from ((link.attributes.get("href", ""), link.base) for link in found)


def markup_of(node: Node) -> str:
    """Return what an element holds: escaped markup as it stands, elements as plain blocks.

    Elements inside (XHTML) lose their names but for paragraphs: what is read is the text.
    """
    if not any(isinstance(part, Node) for part in node.parts):
        return node.text().strip()
    return "".join(_blocks(node)).strip()


def _blocks(node: Node) -> Iterator[str]:
    for part in node.parts:
        if isinstance(part, str):
            yield part.replace("&", "&amp;").replace("<", "&lt;")
        elif part.name not in {"xhtml:script", "xhtml:style"}:
            name = part.name.removeprefix("xhtml:")
            tag = name if name in _KEPT_BLOCKS else "span"
            yield f"<{tag}>"
            yield from _blocks(part)
            yield f"</{tag}>"


_KEPT_BLOCKS: Final = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "table", "tr", "td", "th"}
)
