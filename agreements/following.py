"""Which changes a program follows: of which agreements and parties, of what kind, since when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.utils.translation import gettext

from agreements import clocks, codebook
from agreements.filters import FilterError, check_characters, one_of, party_codes
from agreements.models import Agreement, Decision, RecordChange

PUBLISHED: Final = "agreement.published"
CHANGED: Final = "agreement.changed"
MERGED: Final = "agreement.merged"
WITHDRAWN: Final = "agreement.withdrawn"
RESTORED: Final = "agreement.restored"
KINDS: Final = (PUBLISHED, CHANGED, MERGED, WITHDRAWN, RESTORED)

REPEATABLE: Final = frozenset({"agreement", "party", "kind"})
PARAMETERS: Final = REPEATABLE | {"since"}
_SHOWN: Final = 60
_IS_MERGE: Final = Q(decision__verb=Decision.Verb.MERGE)
_IS_HELD: Final = Q(card__isnull=False)
_WAS_HELD: Final = Q(previous__isnull=False)
_OF_KIND: Final[Mapping[str, Q]] = {
    PUBLISHED: _IS_HELD & Q(was_known=False),
    CHANGED: _IS_HELD & _WAS_HELD,
    MERGED: ~_IS_HELD & _IS_MERGE,
    WITHDRAWN: ~_IS_HELD & ~_IS_MERGE,
    RESTORED: _IS_HELD & ~_WAS_HELD & Q(was_known=True),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; empty is all. `since` is the moment of the first decision that counts."""

    agreements: tuple[int, ...] = ()
    parties: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    since: datetime | None = None

    def among(self, found: QuerySet[RecordChange]) -> QuerySet[RecordChange]:
        """Return the changes asked for, of such as `with_past` returns; `since` is left to others.

        An agreement's parties never change: so it is asked for with all its changes, or with none.
        """
        if self.agreements:
            found = found.filter(agreement__in=self.agreements)
        if self.parties:
            first = Q(agreement__first_party__in=self.parties)
            found = found.filter(first | Q(agreement__second_party__in=self.parties))
        if self.kinds:
            any_of = Q()
            for kind in self.kinds:
                any_of |= _OF_KIND[kind]
            found = found.filter(any_of)
        return found


def read(query: QueryDict) -> Wanted:
    """Read what is asked for; one query where parties are named.

    Raises:
        FilterError: a value makes no sense.
    """
    check_characters(query)
    since = query.get("since", "")
    return Wanted(
        tuple(_number(key) for key in _values(query, "agreement")),
        _parties(_values(query, "party")),
        tuple(one_of("kind", _values(query, "kind"), KINDS)),
        clocks.moment("since", since) if since else None,
    )


def with_past(found: QuerySet[RecordChange]) -> QuerySet[RecordChange]:
    """Add what was held before each change: `previous` is the card, `was_known` tells of any."""
    earlier = RecordChange.objects.filter(
        agreement=OuterRef("agreement"), number__lt=OuterRef("number")
    )
    return found.annotate(  # type: ignore[no-redef]  # of no column
        was_known=Exists(earlier),
        previous=Subquery(earlier.order_by("-number").values("card")[:1]),
    )


def kind_of(*, is_held: bool, was_held: bool, was_known: bool, verb: str) -> str:
    """Return what kind a change is of, in the word that webhooks have for it."""
    if not is_held:
        return MERGED if verb == Decision.Verb.MERGE else WITHDRAWN
    if not was_known:
        return PUBLISHED
    return CHANGED if was_held else RESTORED


def _values(query: QueryDict, name: str) -> list[str]:
    return [value.strip() for value in query.getlist(name) if value.strip()]


def _number(key: str) -> int:
    number = Agreement.number(key)
    if number is None:
        told = gettext("%(key)r is no agreement's key: write it like A-1031.")
        raise FilterError("agreement", told % {"key": key[:_SHOWN]})
    return number


def _parties(written: list[str]) -> tuple[str, ...]:
    return tuple(party_codes("party", written, codebook.party_names())) if written else ()
