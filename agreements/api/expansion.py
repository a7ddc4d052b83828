"""What an agreement is told with, and which of its members: `expand` and `fields`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import QueryDict

from agreements import expanding, telling
from agreements.api.refusals import filters_refused
from agreements.expanding import Expansion
from agreements.filters import one_of
from agreements.models import Card

TAKES: Final = frozenset({"expand", "fields"})
# What stands in a row of a list, what stands beside it in an item, and what comes with expansions.
ROW: Final = (
    *("status", "key", "title", "kind", "parties", "framework", "signed", "in_force_from"),
    *("ended", "duration_years", "legally_binding", "commitments", "is_doubtful"),
)
BESIDE: Final = ("status_history", "milestones", "terms", "links")
EXPANDED: Final = {
    Expansion.EVIDENCE: BESIDE,
    Expansion.HISTORY: ("history",),
    Expansion.LINKS: ("links", "linked_from"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be told of each agreement; without `fields`, all of it."""

    expansions: frozenset[Expansion]
    fields: tuple[str, ...]

    @property
    def is_usual(self) -> bool:
        """Tell whether the answer is what is stored."""
        return not self.expansions and not self.fields

    @property
    def needs_item(self) -> bool:
        """Tell whether more is told in a list than a row holds."""
        return Expansion.EVIDENCE in self.expansions

    def told(
        self, found: Sequence[Card], known_at: datetime | None, *, is_whole: bool = False
    ) -> list[str]:
        """Return the agreements as JSON; `is_whole` as for `expanding.told`."""
        facts = expanding.told(found, self.expansions, known_at=known_at, is_whole=is_whole)
        return [telling.compact(self._picked(each)) for each in facts]

    def _picked(self, facts: dict[str, Any]) -> dict[str, Any]:
        if not self.fields:
            return facts
        return {name: facts[name] for name in dict.fromkeys(("key", *self.fields))}


def read_wanted(query: QueryDict, *, is_whole: bool = False) -> Wanted:
    """Read what is to be told; what there is not is refused with a list of what there is."""
    expansions = frozenset(map(Expansion, _named(query, "expand", list(Expansion))))
    known = dict.fromkeys((*ROW, *(BESIDE if is_whole else ())))
    for expansion in Expansion:
        if expansion in expansions:
            known |= dict.fromkeys(EXPANDED[expansion])
    return Wanted(expansions, tuple(_named(query, "fields", list(known))))


def _named(query: QueryDict, name: str, known: Sequence[str]) -> list[str]:
    given = [part.strip() for part in query.get(name, "").split(",")]
    named = [part for part in given if part]
    with filters_refused():
        return one_of(name, named, known)
