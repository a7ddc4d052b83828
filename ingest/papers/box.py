"""The box in which other people's files are read: a process with limits, and nothing of ours in it.

Parsers of such formats are large, and their files are made by whoever wants to. The process gets
the file's bytes and no settings, 512 MiB, 20 s of CPU; it can open no file and no connection.
"""

import io
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ingest.papers.errors import BadPaper, Kind
from ingest.papers.packed import opened

_ROOT: Final = Path(__file__).parent.parent.parent
_PROGRAM: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from ingest.papers.inside import main; main(sys.argv[2])"
)
# The CPU's limit ends who computes; this ends who sleeps.
_PATIENCE_SECONDS: Final = 40.0
_SNIFF_BYTES: Final = 1024
_WORD_MAIN: Final = "word/document.xml"


@dataclass(frozen=True, slots=True)
class Paper:
    """The text of a file and the title that its maker gave it; empty where he gave none."""

    text: str
    title: str


def kind_of(body: bytes) -> Kind | None:
    """Return what a file is by its first bytes; None for what is no such file."""
    start = body[:_SNIFF_BYTES].lstrip()
    if start.startswith(b"%PDF-"):
        return Kind.PDF
    return Kind.WORD if start.startswith(b"PK\x03\x04") else None


def check(body: bytes) -> None:
    """Refuse at once what can be seen to be unreadable without reading it.

    Raises:
        BadPaper: `bomb`, `broken`, `unsafe_path`, `zip`.
    """
    if kind_of(body) == Kind.WORD:
        with opened(io.BytesIO(body)) as packed:
            if _WORD_MAIN not in packed.namelist():
                raise BadPaper("zip")


def read(body: bytes) -> Paper:
    """Return the text of a PDF or Word file; takes 0.3 s at least, and 40 s at most.

    Raises:
        BadPaper: as it says.
    """
    kind = kind_of(body)
    if kind is None:
        raise BadPaper("broken")
    told = _told(body, kind)
    if "code" in told:
        raise BadPaper(told["code"])
    return Paper(told["text"], told["title"])


def _told(body: bytes, kind: Kind) -> dict[str, str]:
    with tempfile.TemporaryFile() as file, tempfile.TemporaryFile() as answer:
        file.write(body)
        file.seek(0)
        try:
            ended = subprocess.run(  # noqa: S603  our own program; the file is no argument
                [sys.executable, "-I", "-c", _PROGRAM, str(_ROOT), kind],
                stdin=file,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                env={"PATH": os.defpath, "LANG": "C.UTF-8"},
                cwd="/",
                timeout=_PATIENCE_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise BadPaper("too_complex") from error
        answer.seek(0)
        written = answer.read()
    # Killed by a limit, or died of one.
    if ended.returncode or not written:
        raise BadPaper("too_complex")
    told: dict[str, str] = json.loads(written)
    return told
