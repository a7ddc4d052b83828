"""By what a server tells whether a page has changed since it was last seen."""

import re
from dataclasses import dataclass
from email.message import Message
from typing import Final

# What may stand in a header that we send, and fits into a column.
_SENDABLE: Final = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?")


@dataclass(frozen=True, slots=True)
class Validators:
    """The ETag and the Last-Modified of an answer, as they were sent; empty where there is none.

    What is no single line of at most 255 plain characters counts as none.
    """

    etag: str = ""
    last_modified: str = ""

    def __post_init__(self) -> None:
        """Drop what may not be sent."""
        for name in ("etag", "last_modified"):
            if not _SENDABLE.fullmatch(getattr(self, name)):
                object.__setattr__(self, name, "")

    def headers(self) -> dict[str, str]:
        """Return the headers that ask for the page only if it has changed."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


NO_VALIDATORS: Final = Validators()


def validators_of(headers: Message) -> Validators:
    """Return what an answer says."""
    return Validators(
        str(headers.get("etag", "")).strip(), str(headers.get("last-modified", "")).strip()
    )
