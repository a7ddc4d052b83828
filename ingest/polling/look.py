"""What a look at a source brings back, before anything of it is stored."""

import hashlib
from dataclasses import dataclass, field
from typing import Final

from ingest.feeds import Feed, Format
from ingest.fetch import Validators

NOTHING: Final = Feed(format=Format.RSS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a source lists now.

    `is_unchanged` where it says, or its bytes show, that it lists what it did; then `feed` is
    empty. `validators` and `body_sha256` are what to compare with at the next look; empty where
    the next must not be compared. `moved_to` is where it has moved for good, or empty.
    """

    feed: Feed = field(default=NOTHING)
    is_unchanged: bool = False
    validators: Validators = field(default_factory=Validators)
    body_sha256: str = ""
    moved_to: str = ""


def sha256(body: bytes) -> str:
    """Return the hash in hexadecimal."""
    return hashlib.sha256(body).hexdigest()
