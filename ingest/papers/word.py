"""The text of a Word file: the paragraphs of its main part, as they stand."""

from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any, Final
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse

from ingest.papers.errors import BadPaper
from ingest.papers.packed import opened, part

_MAIN: Final = "word/document.xml"
_CORE: Final = "docProps/core.xml"
_MOST_BYTES: Final = 40_000_000
_MOST_CORE_BYTES: Final = 100_000
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"
# What a newer Word shows is there once more for older ones.
_AGAIN: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SPOKEN: Final = {
    f"{_W}tab": " ",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}


def read_word(file: IO[bytes]) -> tuple[str, str]:
    """Return text and title; what was struck out, comments and links to elsewhere are left out.

    Raises:
        BadPaper: `bomb`, `broken`, `unsafe_path`, or `zip` for a ZIP that is no Word file.
    """
    with opened(file) as packed:
        main = part(packed, _MAIN, _MOST_BYTES)
        core = part(packed, _CORE, _MOST_CORE_BYTES)
    if main is None:
        raise BadPaper("zip")
    try:
        return "\n\n".join(_paragraphs(main)), _title(core)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise BadPaper("broken") from error


def _paragraphs(main: bytes) -> Iterator[str]:
    for _, node in iterparse(BytesIO(main), events=("end",), forbid_dtd=True):
        if node.tag == f"{_W}p":
            text = "".join(_words(node)).strip()
            if text:
                yield text
            node.clear()
        elif node.tag == _AGAIN:
            node.clear()


def _words(paragraph: Any) -> Iterator[str]:  # noqa: ANN401  an element of whichever parser
    for node in paragraph.iter():
        if node.tag == f"{_W}t":
            yield node.text or ""
        else:
            yield _SPOKEN.get(node.tag, "")


def _title(core: bytes | None) -> str:
    if core is None:
        return ""
    return fromstring(core, forbid_dtd=True).findtext(_TITLE) or ""
