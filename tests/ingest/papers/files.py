"""PDF and Word files of our own making, honest and otherwise."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Final

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(*pages: Sequence[str], extra: bytes = b"", title: str = "") -> bytes:
    """Return a PDF file with these lines on its pages; `extra` goes into its catalogue."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R " + extra + b" >>", b"", _FONT]
    kids = []
    for lines in pages:
        stream = _shown(lines)
        objects.append(b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream")
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [" + b" ".join(kids) + b"] /Count %d >>" % len(kids)
    objects.append(b"<< /Title (" + _escaped(title) + b") >>")
    return assembled(objects, info=len(objects))


_FONT: Final = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def _shown(lines: Sequence[str]) -> bytes:
    shown = b" T* ".join(b"(" + _escaped(line) + b") Tj" for line in lines)
    return b"BT /F1 11 Tf 14 TL 72 720 Td " + shown + b" ET"


def _escaped(text: str) -> bytes:
    return re.sub(rb"([()\\])", rb"\\\1", text.encode("latin-1"))


def assembled(objects: Sequence[bytes], *, info: int) -> bytes:
    """Return a PDF file of these objects, the first one its catalogue."""
    file = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % place for place in places)
    file += b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, info)
    return bytes(file + b"startxref\n%d\n%%%%EOF\n" % start)


def docx(
    *paragraphs: str, title: str = "", main: bytes = b"", parts: Mapping[str, bytes] | None = None
) -> bytes:
    """Return a Word file with these paragraphs; each may be a piece of XML of its own."""
    runs = (p if p.startswith("<") else f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in paragraphs)
    body = f'<w:document xmlns:w="{_W}"><w:body>{"".join(runs)}</w:body></w:document>'
    core = f'<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></c>'
    members = {"word/document.xml": main or body.encode(), "docProps/core.xml": core.encode()}
    return packed(members | dict(parts or {}))


def packed(members: Mapping[str, bytes]) -> bytes:
    """Return a ZIP file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()
