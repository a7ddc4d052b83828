"""PDF and Word files as articles: what is let in, and what an editor hears of the others."""

from typing import Final

from ingest import papers
from ingest.clean.errors import Unreadable
from ingest.papers import BadPaper, Kind, Paper, kind_of

MAX_FILE_BYTES: Final = 20_000_000
_PDF: Final = "application/pdf"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILE_TYPES: Final = {_PDF: Kind.PDF, "application/x-pdf": Kind.PDF, _WORD: Kind.WORD}
_TEXT_TYPES: Final = {"text/html", "application/xhtml+xml", "text/plain", "text/markdown"}
_ENDINGS: Final = {"pdf": Kind.PDF, "docx": Kind.WORD} | dict.fromkeys(
    ("txt", "md", "html", "htm", "xhtml")
)
# What says that the server or the browser doesn't know.
_UNTOLD: Final = frozenset({"application/octet-stream", "application/zip", "binary/octet-stream"})
_NAMES: Final = {Kind.PDF: "a PDF file", Kind.WORD: "a Word file"}
_PASTE: Final = "Copy its text and paste that."
_SAID: Final = {
    "binary": "This is a ZIP file and no Word document. Unpack it, and send the article alone.",
    "bomb": f"The file unpacks to far more than any article holds. {_PASTE}",
    "broken": f"The file is damaged: it can't be opened. Save it anew, or: {_PASTE.lower()}",
    "locked": f"The file is locked with a password. {_PASTE}",
    "no_text": "The file has no text: its pages may be pictures. Look for one with text.",
    "too_complex": f"The file is too long or too intricate to be read. {_PASTE}",
    "unsafe_path": f"The file holds names that lead out of it, as no honest one does. {_PASTE}",
}


def check_file(body: bytes, kind: Kind | None, content_type: str | None) -> None:
    """Refuse a file that is not what it is called, or that can be seen to be none to read.

    Raises:
        Unreadable: `mismatch`, `binary`, `bomb`, `broken`, `unsafe_path`.
    """
    told = FILE_TYPES.get(content_type or "")
    is_told = content_type and content_type not in _UNTOLD
    if (told and told != kind) or (kind and is_told and told != kind):
        called = _NAMES[told] if told else f"a text ({content_type})"
        found = _NAMES[kind] if kind else "something else"
        raise Unreadable(
            "mismatch", f"This is called {called}, but it is {found}. Open it, and paste its text."
        )
    try:
        papers.check(body)
    except BadPaper as error:
        raise _unreadable(error) from error


def check_upload(body: bytes, name: str, content_type: str) -> None:
    """Refuse a file whose name or type says that it is something else, or nothing that is read.

    Raises:
        Unreadable: `mismatch`, `wrong_type`.
    """
    kind = kind_of(body)
    if content_type and content_type not in _TEXT_TYPES | _UNTOLD | FILE_TYPES.keys():
        raise Unreadable(
            "wrong_type",
            f"Articles are read from HTML, plain text, PDF and Word files; this is {content_type}."
            f" {_PASTE}",
        )
    said = [_ENDINGS[end] for end in name.lower().split(".")[1:][-2:] if end in _ENDINGS]
    if any(each != kind for each in said):
        raise Unreadable(
            "mismatch", "The name of the file says something else than what it is. Rename it."
        )


def file_text(body: bytes) -> Paper:
    """Return text and title of a PDF or Word file; raises Unreadable."""
    try:
        return papers.read(body)
    except BadPaper as error:
        raise _unreadable(error) from error


def _unreadable(error: BadPaper) -> Unreadable:
    code = "binary" if error.code == "zip" else error.code
    return Unreadable(code, _SAID[code])
