"""What the candidates for a story are looked up by: the smallest hashes of its shingles.

The bottom-k MinHash of Broder (1997), with one hash function. A copy cut to a fifth still shares a
fifth of the original's smallest hashes, as everything that is small among all is small among its
own: shortened copies are found like whole ones (docs/adr/0024).
"""

from hashlib import blake2b
from typing import Final

from ingest.stories.story import Story

SIZE: Final = 32
LEAST_SHARED: Final = 2
"""So many of its hashes a story shares with any copy, save one in a hundred of those cut to a
fifth; two texts that have nothing in common share none."""


def sketch(story: Story) -> list[int]:
    """Return up to `SIZE` numbers of 64 bits with sign, in ascending order.

    The same for ever, on every machine: they are stored. Empty for a text too short to compare.
    """
    if not story.is_long_enough:
        return []
    return sorted(map(hash_of, story.shingles))[:SIZE]


def hash_of(text: str) -> int:
    """Return a number of 64 bits with sign."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), signed=True)
