"""Who owes what, as words that the tally counts: "first duty military_training"."""

import json
from typing import Final, NamedTuple

from agreements.models import Commitment, Rank

# Which way a commitment goes: from the agreement's first party (by code), its second, or both.
FIRST, SECOND, MUTUAL, NOT_STATED, EXCLUDED = "first", "second", "mutual", "not_stated", "excluded"
# The same words as a card has them, as plain strings: read a hundred thousand times.
_WITHDRAWN: Final = str(Rank.WITHDRAWN)
_CONTESTED: Final = f'"rank":"{Rank.CONTESTED}"'
_EXCLUDED: Final = str(Commitment.Holding.EXCLUDED)
WAYS: Final = (FIRST, SECOND, MUTUAL, NOT_STATED, EXCLUDED)


class Owed(NamedTuple):
    """One commitment as it is counted: which way it goes, how firm it is, what it is about."""

    way: str
    strength: str
    type: str

    @classmethod
    def read(cls, word: str) -> "Owed":
        """Read a word of the tally's column `owed`."""
        return cls(*word.split(" "))


def owed(row_json: str) -> list[str]:
    """Return the words of all commitments that a card's row tells, each once."""
    told = json.loads(row_json)
    first = told["parties"][0]["code"]
    return list(
        {
            f"{_way(entry, first)} {entry['strength']} {entry['type']}": None
            for entry in told["commitments"]
            if entry["rank"] != _WITHDRAWN
        }
    )


def contested(row_json: str) -> list[str]:
    """Return what sources differ on, as "duty military_training" or "excluded neutrality".

    What is held so without contradiction too, under another direction, is not among them.
    """
    if _CONTESTED not in row_json:
        return []
    words: dict[str, set[str]] = {}
    for entry in json.loads(row_json)["commitments"]:
        firmness = EXCLUDED if entry["held"] == _EXCLUDED else entry["strength"]
        words.setdefault(entry["rank"], set()).add(f"{firmness} {entry['type']}")
    return sorted(words.get(Rank.CONTESTED, set()) - words.get(Rank.PREFERRED, set()))


def _way(entry: dict[str, str], first: str) -> str:
    if entry["held"] == _EXCLUDED:
        return EXCLUDED
    if entry["debtor"]:
        return FIRST if entry["debtor"] == first else SECOND
    return entry["direction"]
