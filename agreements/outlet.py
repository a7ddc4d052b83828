"""The door for what goes out: which changes there are, of what kind, and the message of each."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.http import QueryDict
from django.utils import timezone

from agreements import changelog, filters, following
from agreements.clocks import FilterError
from agreements.filters import AgreementFilter, Question
from agreements.following import CHANGED, KINDS, MERGED, PUBLISHED, RESTORED, WITHDRAWN
from agreements.models import Card, RecordChange
from agreements.models.card import CardQuerySet

__all__ = [
    "CHANGED",
    "KINDS",
    "MERGED",
    "PUBLISHED",
    "RESTORED",
    "WITHDRAWN",
    "Event",
    "FilterError",
    "check_query",
    "events",
    "last_number",
    "message",
]


@dataclass(frozen=True, slots=True)
class Event:
    """A change by its number, and what kind it is of."""

    number: int
    kind: str


def last_number(*, before: datetime | None = None) -> int:
    """Return the number of the last change, or of the last before a moment; 0 before all."""
    return changelog.last_number(before=before)


def check_query(written: str) -> None:
    """Refuse filters that make no sense; they are written as a list's query, without clocks.

    Raises:
        FilterError: names the parameter and says what would be right.
    """
    query = QueryDict(written)
    for name in query:
        if name not in AgreementFilter.base_filters:
            known = ", ".join(AgreementFilter.base_filters)
            raise FilterError(name, f"There is no filter of this name; these are: {known}.")
    for name in filters.doubled(query):
        raise FilterError(name, f"Give {name} once.")
    Question(query).check()


def events(after: int, limit: int, written: str = "") -> tuple[list[Event], int]:
    """Return what the filters leave of the next changes, and the last number looked at.

    A change passes where the agreement fits the filters as it was before or as it is since: who
    follows some agreements is told of those that leave. Two queries; three with filters.
    """
    rows = list(
        following.with_past(RecordChange.objects.filter(number__gt=after))
        .order_by("number")
        .values_list("number", "card", "was_known", "previous", "decision__verb")[:limit]  # type: ignore[misc]  # of no column
    )
    cards = {card for _, now, _, was, _ in rows for card in (now, was) if card is not None}
    fitting = _fitting(QueryDict(written), sorted(cards))
    found = [
        Event(
            number,
            following.kind_of(
                is_held=now is not None, was_held=was is not None, was_known=was_known, verb=verb
            ),
        )
        for number, now, was_known, was, verb in rows
        if {now, was} & fitting
    ]
    return found, rows[-1][0] if rows else after


def message(number: int, *, as_of: date) -> bytes:
    """Return what is sent of a change: the same bytes for the same day, whenever it is asked."""
    change = changelog.one(number, as_of=as_of)
    at = change.decision.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    head = json.dumps({"type": changelog.kind(change), "timestamp": at}, separators=(",", ":"))[:-1]
    as_of_told = json.dumps({"as_of": as_of.isoformat()}, separators=(",", ":"))[:-1]
    return f'{head},"data":{as_of_told},{changelog.line(change)[1:]}}}'.encode()


def _fitting(query: QueryDict, cards: Sequence[int]) -> set[int]:
    if not any(any(query.getlist(name)) for name in AgreementFilter.base_filters):
        return set(cards)
    found = CardQuerySet(Card).filter(pk__in=cards)
    if any(query.getlist("status")):
        found = found.standing_on(timezone.now().date())
    return set(AgreementFilter(query).narrow(found).values_list("pk", flat=True))
