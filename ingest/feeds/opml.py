"""OPML 2.0: lists of sources, as feed readers give them to each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring  # nosec  writes only

from ingest.feeds.decoding import as_utf8
from ingest.feeds.errors import not_a_feed, too_large
from ingest.feeds.gathering import TWICE, language_tag
from ingest.feeds.links import read_link
from ingest.feeds.markup import Node, parse_xml
from ingest.feeds.shapes import MOST_BYTES
from ingest.feeds.wording import title_of

MOST_OUTLINES: Final = 2_000
TRUNCATED: Final = "list.truncated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A source in a list: `kind` is feed, sitemap or page; empty texts where nothing is said."""

    name: str
    address: str
    kind: str = "feed"
    publisher: str = ""
    language: str = ""
    reliability: str = ""


@dataclass(frozen=True, slots=True)
class BadOutline:
    """A line that names no address that could be polled, and why.

    `code` is link.scheme, link.address, entry.twice or list.truncated.
    """

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class OutlineList:
    """What a list holds, and which of its lines can't be taken."""

    outlines: tuple[Outline, ...]
    refused: tuple[BadOutline, ...]


def read_opml(body: bytes) -> OutlineList:
    """Return the sources of a list, each address once, whatever folders they stand in.

    Raises:
        Unusable: as `parse` does; `feed.not_a_feed` for what is no OPML.
    """
    if len(body) > MOST_BYTES:
        raise too_large(MOST_BYTES)
    root = parse_xml(as_utf8(body, None).text, "").root
    if root.name != "opml":
        raise not_a_feed("a document that is no OPML")
    found: dict[str, Outline] = {}
    refused: list[BadOutline] = []
    for node in _outlines(root):
        outline, code = _outline(node)
        if not code and outline.address in found:
            code = TWICE
        elif not code and len(found) == MOST_OUTLINES:
            code = TRUNCATED
        if code:
            refused.append(BadOutline(outline.name, code))
        else:
            found[outline.address] = outline
    return OutlineList(tuple(found.values()), tuple(refused))


def write_opml(outlines: Iterable[Outline], *, title: str, now: datetime) -> bytes:
    """Return a list that every feed reader reads; in `category` what only this product knows."""
    root = Element("opml", version="2.0")
    head = SubElement(root, "head")
    SubElement(head, "title").text = _writable(title)
    SubElement(head, "dateCreated").text = now.strftime("%a, %d %b %Y %H:%M:%S +0000")
    body = SubElement(root, "body")
    for outline in outlines:
        SubElement(body, "outline", _attributes(outline))
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _attributes(outline: Outline) -> dict[str, str]:
    category = ",".join(
        f"/{name}/{value}"
        for name, value in (("kind", outline.kind), ("reliability", outline.reliability))
        if value
    )
    told = {
        "text": outline.name,
        "title": outline.name,
        "type": "rss" if outline.kind == "feed" else "link",
        "xmlUrl" if outline.kind == "feed" else "url": outline.address,
        "description": outline.publisher,
        "language": outline.language,
        "category": category,
    }
    return {name: _writable(value) for name, value in told.items() if value}


def _writable(text: str) -> str:
    return "".join(
        letter for letter in text if letter >= " " and not "\ud800" <= letter <= "\udfff"
    )


def _outlines(root: Node) -> list[Node]:
    """Return the lines that name an address, from all folders, in their order."""
    found, stack = [], [root]
    while stack:
        node = stack.pop()
        if node.name == "outline" and _written(node):
            found.append(node)
        stack += reversed(list(node.children("body", "outline")))
    return found


def _written(node: Node) -> str:
    told = node.attributes
    return told.get("xmlUrl") or told.get("xmlurl") or told.get("url") or ""


def _outline(node: Node) -> tuple[Outline, str]:
    """Return what a line says, and a code if its address can't be polled."""
    address, code = read_link(_written(node), "")
    told = node.attributes
    known = dict(
        part.strip().strip("/").split("/", 1)
        for part in told.get("category", "").split(",")
        if part.strip().strip("/").count("/") == 1
    )
    is_feed = bool(told.get("xmlUrl") or told.get("xmlurl"))
    name, _ = title_of(told.get("text") or told.get("title") or "", is_markup=False)
    outline = Outline(
        name=name or address or title_of(_written(node), is_markup=False)[0],
        address=address,
        kind="feed" if is_feed else known.get("kind", "page"),
        publisher=title_of(told.get("description", ""), is_markup=True)[0],
        language=language_tag(told.get("language", "")),
        reliability=known.get("reliability", ""),
    )
    return outline, code
