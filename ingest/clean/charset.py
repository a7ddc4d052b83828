"""Bytes to characters, strictly: the wrong letters are worse than none."""

import codecs
import re
from typing import Final

import charset_normalizer

from ingest.clean.errors import Unreadable

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(
    rb"""<meta[^>]{0,400}?charset\s*=\s*["']?\s*([a-zA-Z0-9_:.-]{1,40})""", re.IGNORECASE
)
# What a page calls itself and what it then uses: the table of the WHATWG, where Python differs.
_MEANT: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
# Never taken at its word: UTF-7 writes < and > in letters that no other step looks at.
_NEVER: Final = frozenset(
    {"utf-7", "punycode", "idna", "raw_unicode_escape", "unicode_escape", "undefined"}
)
# What texts without a label are in. Of the Latin tables only the western one, as in browsers: with
# cp1250 and cp1254 beside it the guess turned "España" into "Espańa" (tried with seven languages).
_GUESSES: Final = ["cp1252", "cp1251", "cp1253", "cp1255", "cp1256", "koi8_r",
                   "gb18030", "big5", "cp932", "euc_jp", "cp949"]  # fmt: skip
_SNIFF_BYTES: Final = 4096
_LEAST_COHERENCE: Final = 0.1  # below this the guess has found no language in the text
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")
_SIGNATURES: Final = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP, Word or LibreOffice file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a packed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"MZ\x90", "a program"),
    (b"\x7fELF", "a program"),
)


def decoded(body: bytes, declared: str | None) -> str:
    """Return the text of the bytes, without a byte order mark.

    `declared` is what the server or the sender says; a byte order mark and plain proof of UTF-8 go
    before it, the page's own `<meta>` after it, a guess comes last.

    Raises:
        Unreadable: `binary` for what is no text, saying which; `unknown_charset`.
    """
    _refuse_signatures(body)
    text = _by_proof(body)
    if text is None:
        labels = [name for name in (declared, _meta(body)) if name]
        text = _by_label(body, labels)
    if "\x00" in text or len(_CONTROLS.findall(text)) > len(text) / 100:
        raise _binary("a binary file")
    return text


def _refuse_signatures(body: bytes) -> None:
    start = body[:1024].lstrip()
    for signature, what in _SIGNATURES:
        if start.startswith(signature):
            raise _binary(what)


def _by_proof(body: bytes) -> str | None:
    for bom, name in _BOMS:
        if body.startswith(bom):
            return _strictly(body, name)
    if body.isascii():
        return None
    return _strictly(body, "utf-8")


def _by_label(body: bytes, labels: list[str]) -> str:
    known = [name for name in map(codec, labels) if name]
    for name in known:
        text = None if _is_hardly(name, body) else _strictly(body, name)
        if text is not None and "\x00" not in text:
            return text
    if body.isascii() and len(known) == len(labels):
        return body.decode("ascii")
    if "utf-8" in known and (mended := _mended(body)):
        return mended
    return _guessed(body, labels)


def codec(label: str) -> str | None:
    """Return the encoding that a label means; None for an unknown or a dangerous one."""
    try:
        found = codecs.lookup(label.strip().lower())
    except (LookupError, ValueError):
        return None
    if found.name in _NEVER:
        return None
    return _MEANT.get(found.name, found.name)


def _strictly(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except (UnicodeError, LookupError):
        return None


def _is_hardly(name: str, body: bytes) -> bool:
    """Tell whether a label of two-byte letters stands on a text of one-byte letters."""
    return name.startswith(("utf-16", "utf-32")) and b"\x00" not in body


def _meta(body: bytes) -> str | None:
    found = _META.search(body[:_SNIFF_BYTES])
    return found[1].decode("ascii") if found else None


def _mended(body: bytes) -> str | None:
    """Return what is UTF-8 but for single broken letters, those marked; None when it is not."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(not character.isascii() for character in text) - broken
    return text if broken * 20 <= sound else None


def _guessed(body: bytes, labels: list[str]) -> str:
    best = charset_normalizer.from_bytes(body, cp_isolation=_GUESSES).best()
    if best is None or best.coherence < _LEAST_COHERENCE:
        said = f" It says {', '.join(labels)}, which does not fit." if labels else ""
        raise Unreadable(
            "unknown_charset",
            f"The letters of the text cannot be made out.{said} Paste the text instead.",
        )
    return str(best)


def _binary(what: str) -> Unreadable:
    return Unreadable("binary", f"This is {what}, not a text. Copy its text and paste that.")
