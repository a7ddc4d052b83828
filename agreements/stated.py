"""Commitments and milestones of all agreements, one row each: narrowed, and told with evidence."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import F
from django.http import QueryDict

from agreements import codebook, holding, paging, telling
from agreements.filters import days, one_of, party_codes
from agreements.models import Card, Commitment, Milestone, MilestoneKind, Strength
from agreements.models.card import CardQuerySet
from agreements.models.statements import held_at

# The last that came to the record first.
LATEST: Final = paging.latest_by("statement")
_COLUMNS: Final = ("agreement_id", "row_json")
_TOLD_OF_AGREEMENT: Final = ("key", "title", "parties")

Conditions = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Filter:
    """A parameter of such a list: its values, each of which may stand, to what must hold of a row.

    `known` are the values there are, None where they stand in tables or are days.
    """

    about: str
    read: Callable[[str, Sequence[str]], Conditions]
    known: Sequence[str] | None = None
    is_repeatable: bool = True


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of statement: its table, what leads there from an agreement, and its filters."""

    model: type[Commitment | Milestone]
    related: str
    filters: Mapping[str, Filter]

    def held(self, cards: CardQuerySet, query: QueryDict, moment: datetime | None) -> CardQuerySet:
        """Return a row for each statement of the cards' agreements that was held at `moment`.

        Each row is the agreement's card, with the statement's number as `statement`.

        Raises:
            FilterError: a value makes no sense.
        """
        wanted: dict[str, object] = {}
        for name, narrowing in self.filters.items():
            values = [value.strip() for value in query.getlist(name) if value.strip()]
            if values:
                wanted |= narrowing.read(name, values)
        # All in one call: each call would mean another row of the same agreement.
        narrowed = cards.filter(
            held_at(moment, of=f"{self.related}__"),
            **{f"{self.related}__{name}": value for name, value in wanted.items()},
        )
        return narrowed.annotate(statement=F(f"{self.related}__id")).only(*_COLUMNS)


def told(kind: Kind, rows: Sequence[Card], moment: datetime | None) -> list[str]:
    """Return the rows as JSON, each statement with its agreement and evidence; two queries."""
    numbers: list[int] = [row.statement for row in rows]  # type: ignore[attr-defined]  # annotated
    found = kind.model.objects.select_related("decision").in_bulk(numbers)
    holding.show_evidence(list(found.values()), moment)
    return [
        telling.compact(_row(row, found[number])) for row, number in zip(rows, numbers, strict=True)
    ]


def _row(card: Card, statement: Commitment | Milestone) -> dict[str, Any]:
    row = json.loads(card.row_json)
    agreement = {name: row[name] for name in _TOLD_OF_AGREEMENT}
    agreement |= {"status": card.status, "signed": row["signed"]}
    decided = {"decision": telling.decided(statement.decision)}
    return {"id": statement.pk, "agreement": agreement} | telling.whole(statement) | decided


def _any_of(field: str, about: str, known: Sequence[str] | Callable[[], Collection[str]]) -> Filter:
    def read(name: str, values: Sequence[str]) -> Conditions:
        return {f"{field}__in": one_of(name, values, known() if callable(known) else known)}

    return Filter(about, read, None if callable(known) else known)


def _party(field: str, about: str) -> Filter:
    def read(name: str, values: Sequence[str]) -> Conditions:
        return {f"{field}__in": party_codes(name, values, codebook.party_names())}

    return Filter(about, read)


def _day(field: str, about: str, choose: Callable[[tuple[date, date]], date]) -> Filter:
    def read(name: str, values: Sequence[str]) -> Conditions:
        return {field: choose(days(name, values[0]))}

    return Filter(about, read, is_repeatable=False)


def _is_expected(name: str, values: Sequence[str]) -> Conditions:
    return {"is_expected": one_of(name, values, ("0", "1")) == ["1"]}


COMMITMENTS: Final = Kind(
    Commitment,
    "agreement__commitments",
    {
        "type": _any_of("type", "What it is about: a code of /commitment-types", codebook.types),
        "debtor": _party("debtor", "Who owes it, where one owes the other: a party's code"),
        "creditor": _party("creditor", "To whom, where one owes the other: a party's code"),
        "held": _any_of(
            "held", "Whether it is made or expressly excluded", Commitment.Holding.values
        ),
        "direction": _any_of("direction", "Who owes it", Commitment.Direction.values),
        "strength": _any_of("strength", "How firmly it is made", Strength.values),
    },
)
MILESTONES: Final = Kind(
    Milestone,
    "agreement__milestones",
    {
        "milestone": _any_of("kind", "What happened", MilestoneKind.values),
        "happened_from": _day(
            "latest__gte",
            "May have happened then or later: 2024, 2024-06 or 2024-06-13",
            lambda days: days[0],
        ),
        "happened_to": _day(
            "earliest__lte",
            "May have happened then or earlier: 2024, 2024-06 or 2024-06-13",
            lambda days: days[1],
        ),
        "expected": Filter(
            "1: only what is expected; 0: only what happened",
            _is_expected,
            ("0", "1"),
            is_repeatable=False,
        ),
    },
)
