"""XML to a small tree, under limits: no document type, no depth, no more parts than needed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from ingest.feeds.errors import dtd_forbidden, malformed, too_complex, too_deep
from ingest.feeds.names import ENTRY_NAMES, KEPT_ATTRIBUTES, short_name
from ingest.feeds.shapes import MOST_DEPTH, MOST_ENTRIES

_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
_CHUNK: Final = 65_536
_MOST_NODES: Final = 100_000
# A tag so long costs the parser ten times its bytes; it is looked for in documents beyond a size.
_LONG_TAG: Final = 50_000
_LARGE: Final = 1_000_000
_TAG = re.compile(
    rb"""<[^\s<>!?/][^<>"']*+(?:"[^"<]*+"[^<>"']*+|'[^'<]*+'[^<>"']*+)*+""",
)


@dataclass(slots=True)
class Node:
    """An element: its short name, its text and elements in their order, what it inherits."""

    name: str
    attributes: Mapping[str, str]
    base: str
    language: str
    parts: "list[str | Node]" = field(default_factory=list)

    def children(self, *names: str) -> "Iterator[Node]":
        """Yield the elements right inside that have one of these names."""
        return (part for part in self.parts if isinstance(part, Node) and part.name in names)

    def first(self, *names: str) -> "Node | None":
        """Return the first of the first of these names that is there and not empty."""
        for name in names:
            for child in self.children(name):
                if child.parts or child.attributes:
                    return child
        return None

    def text(self) -> str:
        """Return all text inside, tags left out."""
        return "".join(part if isinstance(part, str) else part.text() for part in self.parts)

    def told(self, *names: str) -> str:
        """Return the text of the first of these names that is there, without outer space."""
        found = self.first(*names)
        return found.text().strip() if found else ""


@dataclass(frozen=True, slots=True)
class Document:
    """A root element; `entries` counts all that were there, also those beyond the limit."""

    root: Node
    entries: int
    is_truncated: bool


def parse_xml(text: bytes, base: str) -> Document:
    """Return the tree of a well-formed document in UTF-8; `base` is its own address.

    Raises:
        Unusable: `feed.dtd_forbidden`, `feed.too_deep`, `feed.too_complex`, `feed.malformed`.
    """
    _refuse_long_tags(text)
    builder = _Builder(base)
    parser = DefusedXMLParser(target=builder, encoding="utf-8", forbid_dtd=True)
    try:
        for start in range(0, len(text), _CHUNK):
            parser.feed(text[start : start + _CHUNK])
        parser.close()
    except DefusedXmlException as error:
        raise dtd_forbidden() from error
    except ParseError as error:
        raise malformed(str(error)) from error
    if builder.root is None:
        raise malformed("no element found")
    return Document(builder.root, builder.entries, builder.entries > MOST_ENTRIES)


class _Builder:
    """The parser's target: it keeps what has a name here, and drops entries beyond the limit."""

    def __init__(self, base: str) -> None:
        self.root: Node | None = None
        self.entries = 0
        self._base = base
        self._open: list[Node] = []
        self._nodes = 0
        self._dropping = 0  # so many elements are open inside one that is not kept
        self._depth = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise too_deep(MOST_DEPTH)
        if self._dropping:
            self._dropping += 1
            return
        name = short_name(tag)
        if name in ENTRY_NAMES and len(self._open) <= 2:  # noqa: PLR2004  root, channel
            self.entries += 1
            if self.entries > MOST_ENTRIES:
                self._dropping = 1
                return
        self._keep(name, attributes)

    def end(self, _tag: str) -> None:
        self._depth -= 1
        if self._dropping:
            self._dropping -= 1
        else:
            self._open.pop()

    def data(self, text: str) -> None:
        if not self._dropping and self._open:
            self._open[-1].parts.append(text)

    def close(self) -> Node | None:
        return self.root

    def _keep(self, name: str, attributes: Mapping[str, str]) -> None:
        self._nodes += 1
        if self._nodes > _MOST_NODES:
            raise too_complex()
        above = self._open[-1] if self._open else None
        node = Node(
            name,
            {key: attributes[key] for key in KEPT_ATTRIBUTES if key in attributes},
            _joined(above.base if above else self._base, attributes.get(f"{_XML}base", "")),
            attributes.get(f"{_XML}lang", above.language if above else ""),
        )
        if above:
            above.parts.append(node)
        else:
            self.root = node
        self._open.append(node)


def _joined(base: str, written: str) -> str:
    if not written:
        return base
    try:
        return urljoin(base, written.strip())
    except ValueError:
        return ""


def _refuse_long_tags(text: bytes) -> None:
    if len(text) > _LARGE and any(
        found.end() - found.start() > _LONG_TAG for found in _TAG.finditer(text)
    ):
        raise too_complex()
