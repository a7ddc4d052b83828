"""What a file can be, and why one is not read."""

from enum import StrEnum
from typing import Final

MOST_CHARACTERS: Final = 2_000_000


class Kind(StrEnum):
    """What kind of file it is."""

    PDF = "pdf"
    WORD = "docx"


class BadPaper(Exception):  # noqa: N818  an answer about a file, not a fault of ours
    """A file that is not read.

    `code` is one of bomb, broken, locked, no_text, too_complex, unsafe_path, zip.
    """

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code
