"""A framework on a day: who joined it, and how the agreements stand that hang from it."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from agreements import cards
from agreements.models import Card, Framework
from agreements.standing import GROUP_OF

# How far a party has come under a framework, the farthest first.
SIGNED, ON_THE_WAY, NOTHING = "signed", "on_the_way", "nothing"
_NOT_SIGNED: Final = "negotiating"


@dataclass(frozen=True, slots=True)
class Hung:
    """One agreement under a framework, and whether it was signed by the day."""

    card: Card
    is_signed: bool


@dataclass(frozen=True, slots=True)
class Share:
    """One party's part in a framework: whether it joined, and its agreements, newest first."""

    party: str
    has_joined: bool
    agreements: list[Hung] = field(default_factory=list)

    @property
    def stage(self) -> str:
        """Return how far the party has come."""
        if any(hung.is_signed for hung in self.agreements):
            return SIGNED
        return ON_THE_WAY if self.agreements else NOTHING


@dataclass(frozen=True, slots=True)
class Hanging:
    """All that a framework has brought about; `hub` is the party that all of them deal with."""

    framework: Framework
    hub: str
    shares: list[Share]
    agreements: list[Card]

    def at_stage(self, stage: str) -> list[Share]:
        """Return the parties that have come so far and no farther."""
        return [share for share in self.shares if share.stage == stage]


def frameworks() -> list[Framework]:
    """Return all frameworks with their members, the newest first; two queries."""
    return list(Framework.objects.prefetch_related("members").order_by("-adopted", "slug"))


def hanging(framework: Framework, day: date, known_at: datetime | None) -> Hanging:
    """Return who joined and what hangs from it, on a day and as known at a moment.

    One query, and one for the members where they have not been fetched.
    """
    standing = cards.standing_on(day, known_at=known_at).filter(agreement__framework=framework)
    found = [
        card
        for card in standing.defer("search", "item_json").order_by("-order_day", "-agreement")
        if json.loads(card.row_json)["framework"] == framework.slug
    ]
    members = [party.code for party in framework.members.all()]
    hub = _hub(found, members)
    return Hanging(framework, hub, _shares(found, members, hub, day), found)


def _hub(found: Sequence[Card], members: Iterable[str]) -> str:
    """Return the party that most of the agreements have in common, one that did not join first."""
    joined = set(members)
    counts = Counter(code for card in found for code in card.parties)
    return max(counts, key=lambda code: (counts[code], code not in joined, code), default="")


def _shares(found: Iterable[Card], members: Iterable[str], hub: str, day: date) -> list[Share]:
    shares = {code: Share(code, has_joined=True) for code in members}
    for card in found:
        for code in card.parties:
            if code != hub:
                share = shares.setdefault(code, Share(code, has_joined=False))
                share.agreements.append(Hung(card, _is_signed(card, day)))
    return list(shares.values())


def _is_signed(card: Card, day: date) -> bool:
    """Tell whether it was signed by then; where no day is known, its status says."""
    if card.signed_latest is not None:
        return card.signed_latest <= day
    return GROUP_OF[card.status] != _NOT_SIGNED and card.status not in {"agreed", "rejected"}
