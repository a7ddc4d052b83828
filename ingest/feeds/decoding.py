"""Bytes of a document in whatever encoding, as UTF-8: never the wrong letters without a word."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest.clean.charset import codec
from ingest.feeds.errors import encoding

DOUBTFUL: Final = "input.encoding"
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How "<", "<?", "{" begin in two bytes a letter, where nothing else says so (XML 1.0, appendix F).
_TWO_BYTES: Final = (
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
    (b"{\x00", "utf-16-le"),
    (b"\x00{", "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<\?xml[^<>]{0,200}?\sencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""", re.IGNORECASE
)
_DECLARATION = re.compile(rb"\A\s*<\?xml[^<>]{0,400}?\?>")
# Sound letters beside each broken one that cutting by bytes leaves: with fewer it is no UTF-8.
_SOUND_PER_BROKEN: Final = 4
_LATIN: Final = frozenset({"cp1252", "cp1250", "cp1254", "iso8859-2", "iso8859-15"})
_ACCENTED_WORD = re.compile(r"[^\W\d_]*[^\W\d_\x00-\x7f][^\W\d_]*")
_SAMPLE: Final = 200_000
_MOST_ACCENTS: Final = 0.6


@dataclass(frozen=True, slots=True)
class Decoded:
    """A document in UTF-8, without a mark or an XML declaration.

    `is_doubtful` where some of its letters were broken: they are marked so (U+FFFD).
    """

    text: bytes
    is_doubtful: bool = False


def as_utf8(body: bytes, charset: str | None) -> Decoded:
    """Return a document in UTF-8.

    A byte order mark and plain proof of UTF-8 go before what the server (`charset`) and the
    document's own declaration say. Where these two differ, and both could be, nobody knows.

    Raises:
        Unusable: `input.encoding`.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return _by_names(body[len(mark) :], [name], name)
    for beginning, name in _TWO_BYTES:
        if body.startswith(beginning):
            return _by_names(body, [name], name)
    labels = [label for label in (charset, _declaration(body)) if label]
    names = [name for name in map(codec, labels) if not _is_hardly(name, body)]
    if _is_utf8(body) and not (body.isascii() and names):
        return _plain(body)
    return _by_names(body, names, ", ".join(labels))


def _by_names(body: bytes, names: Sequence[str | None], said: str) -> Decoded:
    """Return the one reading that all names allow, or one of broken UTF-8.

    None is a name that is unknown, or one that spells markup in letters, as UTF-7 does.
    """
    if None in names:
        raise encoding(said)
    if (not names or "utf-8" in names) and not _is_utf8(body):
        mended = _mended(body)
        if mended:
            return mended
    readings = {reading for name in names if name for reading in _reading(body, name)}
    if len(readings) != 1:
        raise encoding(said)
    return _plain(readings.pop().encode("utf-8", "replace"))


def _is_hardly(name: str | None, body: bytes) -> bool:
    """Tell whether a label of two-byte letters stands on a text of one-byte letters."""
    return (name or "").startswith(("utf-16", "utf-32")) and b"\x00" not in body


def _reading(body: bytes, name: str) -> list[str]:
    """Return the document as that encoding reads it, or nothing where it can't be that."""
    try:
        text = body.decode(name)
    except (UnicodeError, LookupError):
        return []
    return [] if name in _LATIN and _is_no_latin(text) else [text]


def _is_no_latin(text: str) -> bool:
    """Tell whether words are accents from end to end, as Cyrillic ones look under a Latin label."""
    words = _ACCENTED_WORD.findall(text[:_SAMPLE])
    letters = sum(map(len, words))
    accented = sum(not letter.isascii() for word in words for letter in word)
    return accented > letters * _MOST_ACCENTS


def _mended(body: bytes) -> Decoded | None:
    """Return what is UTF-8 but for single broken letters, as cutting by bytes leaves them."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(not letter.isascii() for letter in text) - broken
    if broken * _SOUND_PER_BROKEN > sound:
        return None
    return Decoded(_plain(text.encode()).text, is_doubtful=True)


def _plain(body: bytes) -> Decoded:
    return Decoded(_DECLARATION.sub(b"", body, count=1))


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeError:
        return False
    return True


def _declaration(body: bytes) -> str | None:
    found = _DECLARED.search(body[:1024])
    return found[1].decode("ascii") if found else None
