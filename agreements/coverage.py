"""How well each party is covered: what was read about it, when last, how late we learn of it."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from statistics import median
from typing import Any, Final

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Max, Min, Q

from agreements.models import Card, Decision, Draft, Term, TermName

_REFERENCE: Final = "atlas-reference:"


class Checked(StrEnum):
    """What we can say of a party: "none found" and "nobody has looked" are different things."""

    FOUND = "found"
    NONE_FOUND = "none_found"
    NOT_CHECKED = "not_checked"


@dataclass(slots=True)
class Coverage:
    """What is known of one party's coverage.

    `reference` are agreements that came with the reference list, `documents` the texts in which
    the reader found something about it, `publishers` who published them, `last` when the latest
    was read, `waiting` and `judged` the drafts about it that editors have still to look at and
    have decided on, `delays` the days from signing to the record of what was signed since we began.
    """

    agreements: int = 0
    reference: int = 0
    documents: set[int] = field(default_factory=set)
    publishers: set[str] = field(default_factory=set)
    last: datetime | None = None
    waiting: int = 0
    judged: int = 0
    delays: list[int] = field(default_factory=list)

    @property
    def median_delay(self) -> float | None:
        """Return the days in the middle, or None where nothing was signed since we began."""
        return median(self.delays) if self.delays else None

    @property
    def checked(self) -> Checked:
        """Return whether anything is on record, or was at least looked for."""
        if self.agreements:
            return Checked.FOUND
        return Checked.NONE_FOUND if self.judged else Checked.NOT_CHECKED


def began(*, known_at: datetime | None = None) -> datetime | None:
    """Return when anything was first held; one query."""
    decisions = Decision.objects.order_by("pk")
    if known_at is not None:
        decisions = decisions.filter(at__lte=known_at)
    return decisions.values_list("at", flat=True).first()


def read(
    agreements: dict[str, int], since: date | None, *, known_at: datetime | None = None
) -> dict[str, Coverage]:
    """Return {party: coverage}; three queries.

    `agreements` is {party: number on record}, `since` the day on which the record began.
    """
    found: dict[str, Coverage] = defaultdict(Coverage)
    for code, count in agreements.items():
        found[code].agreements = count
    _add_texts(found, known_at)
    _add_reference(found)
    if since is not None:
        _add_delays(found, since, known_at)
    return dict(found)


def _add_texts(found: dict[str, Coverage], known_at: datetime | None) -> None:
    drafts = Draft.objects.exclude(state=Draft.State.SUPERSEDED)
    if known_at is not None:
        drafts = drafts.filter(created_at__lte=known_at)
    rows: Any = (
        drafts.order_by()
        .values("pair")
        .annotate(
            documents=ArrayAgg("document", distinct=True),
            last=Max("created_at"),
            waiting=Count("pk", filter=Q(state__in=Draft.UNDECIDED)),
            judged=Count("pk", filter=~Q(state__in=Draft.UNDECIDED)),
            publishers=ArrayAgg(
                "document__publisher", distinct=True, filter=~Q(document__publisher="")
            ),
        )
    )
    for row in rows:
        for code in json.loads(row["pair"]):
            _add(found[code], row)


def _add(one: Coverage, row: dict[str, Any]) -> None:
    one.documents |= set(row["documents"])
    one.waiting += row["waiting"]
    one.judged += row["judged"]
    one.publishers |= set(row["publishers"] or ())
    one.last = max(one.last or row["last"], row["last"])


def _add_reference(found: dict[str, Coverage]) -> None:
    named = Term.objects.filter(
        name=TermName.IDENTIFIER, known_to=None, value__startswith=_REFERENCE
    )
    pairs = named.order_by().values_list("agreement__first_party", "agreement__second_party")
    for first, second, count in pairs.annotate(count=Count("agreement", distinct=True)):
        found[first].reference += count
        found[second].reference += count


def _add_delays(found: dict[str, Coverage], since: date, known_at: datetime | None) -> None:
    recent = Card.objects.held_at(known_at).filter(
        order_day__gte=since, signed_earliest__gte=since, signed_latest=F("signed_earliest")
    )
    first_known = Min("agreement__cards__known_from")
    rows = recent.order_by().annotate(first=first_known)
    for parties, signed, first in rows.values_list("parties", "signed_earliest", "first"):
        for code in parties:
            found[code].delays.append(max(0, (first.date() - signed).days))
