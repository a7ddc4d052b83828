"""Small faults of XML that can be mended in one way only, and said so."""

import re
from html.entities import html5
from typing import Final
from xml.sax.saxutils import escape

_XML_ENTITIES: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
_AMPERSAND = re.compile(r"&(?:#(\d{1,8});|#[xX]([0-9a-fA-F]{1,8});|([A-Za-z][A-Za-z0-9]{0,31});)?")
# What XML 1.0 allows nowhere.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def mended(text: bytes) -> bytes:
    """Return a document without what stands before it and without characters that XML forbids.

    Names of HTML's characters become the characters, and an ampersand that begins nothing is one.
    """
    written = text.decode("utf-8", "replace")
    start = written.find("<")
    written = _FORBIDDEN.sub("", written[max(start, 0) :])
    return _AMPERSAND.sub(_character, written).encode()


def _character(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if name:
        if name in _XML_ENTITIES:
            return found[0]
        meant = html5.get(f"{name};")
        return escape(meant) if meant else f"&amp;{name};"
    if not (decimal or hexadecimal):
        return "&amp;"
    number = int(decimal) if decimal else int(hexadecimal, 16)
    allowed = number <= 0x10FFFF and not _FORBIDDEN.match(chr(number))  # noqa: PLR2004  Unicode's last
    return found[0] if allowed else ""
