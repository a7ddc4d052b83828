"""The text of a PDF file, its lines put together to paragraphs again."""

import re
from typing import IO, Final

from pypdf import PdfReader
from pypdf.errors import DependencyError

from ingest.papers.errors import MOST_CHARACTERS, BadPaper

_MOST_PAGES: Final = 2_000
# Of the longest line: a shorter one may end a paragraph.
_SHORT: Final = 0.75
_ENDS = re.compile(r"""[.!?:;]["'\u201d\u2019)\]]*$""")
_BEGINS = re.compile(r"""["'\u201c\u2018(\[]?(?:[A-Z\u00c0-\u00de0-9\u2022\u2013\u2014*-])""")
_BROKEN = re.compile(r"(\w+)-\n(\w+)")


def read_pdf(file: IO[bytes]) -> tuple[str, str]:
    """Return text and title; scripts, forms and files in it are not looked at.

    Raises:
        BadPaper: `broken`, `locked`, `no_text`, `too_complex`.
    """
    try:
        reader = _opened(file)
        text = _text(reader)
        title = str((reader.metadata.title if reader.metadata else None) or "")
    except (BadPaper, MemoryError, RecursionError):
        raise
    except DependencyError as error:
        raise BadPaper("locked") from error
    except Exception as error:  # a parser of other people's files fails in many ways
        raise BadPaper("broken") from error
    if not any(map(str.isalnum, text)):
        raise BadPaper("no_text")
    return text, title


def _opened(file: IO[bytes]) -> PdfReader:
    reader = PdfReader(file, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise BadPaper("locked")
    return reader


def _text(reader: PdfReader) -> str:
    pages = reader.pages
    if len(pages) > _MOST_PAGES:
        raise BadPaper("too_complex")
    found: list[str] = []
    length = 0
    for page in pages:
        found.append(page.extract_text())
        length += len(found[-1])
        if length > MOST_CHARACTERS:
            raise BadPaper("too_complex")
    return flowing("\n\n".join(found))


def flowing(text: str) -> str:
    """Return the text with each paragraph on one line, and words put together that were broken."""
    lines = [line.strip() for line in text.splitlines()]
    longest = max(map(len, lines), default=0)
    kept: list[str] = []
    for line in lines:
        if kept and line and kept[-1] and not _is_end(kept[-1].rpartition("\n")[2], line, longest):
            kept[-1] += f"\n{line}"
        else:
            kept.append(line)
    whole = "\n\n".join(paragraph for paragraph in kept if paragraph)
    mended = _BROKEN.sub(lambda found: _mended(found, whole), whole)
    return re.sub(r"(?<!\n)\n(?!\n)", " ", mended)


def _is_end(line: str, following: str, longest: int) -> bool:
    if len(line) >= _SHORT * longest or line.endswith("-"):
        return False
    return bool(_ENDS.search(line) or _BEGINS.match(following))


def _mended(found: re.Match[str], text: str) -> str:
    """Put a broken word together; the hyphen stays where the text writes it elsewhere too."""
    hyphened = f"{found[1]}-{found[2]}"
    if hyphened in text or not found[2][0].islower():
        return hyphened
    return found[1] + found[2]
