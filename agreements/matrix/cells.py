"""What agreements hold of each commitment type, and how firmly, read from their cards."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any, Final, NamedTuple

from agreements.models import Card, Commitment, Rank, Strength
from agreements.models.card import CardQuerySet


class Level(IntEnum):
    """How firmly a text holds a commitment, the firmest last; `EXCLUDED` is an express no."""

    EXCLUDED = 0
    MENTIONED = 1
    INTENT = 2
    DUTY = 3

    @property
    def code(self) -> str:
        """Return the API's word."""
        return self.name.lower()

    @property
    def label(self) -> str:
        """Return it in words."""
        if self is Level.EXCLUDED:
            return str(Commitment.Holding.EXCLUDED.label)
        return str(Strength(self.code).label)


class Cell(NamedTuple):
    """What is found of one commitment type; the greater of two is the one that speaks.

    What sources agree on goes before what they contest, and then the firmer before the weaker.
    """

    is_settled: bool
    level: Level


@dataclass(frozen=True, slots=True)
class Told:
    """One agreement with what it holds; `signed` is EDTF, empty where not known.

    `commitments` are the API's words for what `cells` sums up.
    """

    key: str
    title: str
    parties: Mapping[str, str]
    signed: str
    status: str
    day: date
    commitments: Sequence[Mapping[str, Any]]
    cells: Mapping[str, Cell]

    def entries(self, type_: str) -> list[Mapping[str, Any]]:
        """Return what is held of a type, in the API's words."""
        return [c for c in self.commitments if c["type"] == type_ and c["rank"] != Rank.WITHDRAWN]


@dataclass(frozen=True, slots=True)
class Row:
    """One partner, or one agreement, with what is held; the key of the newest agreement first."""

    code: str
    name: str
    keys: Sequence[str]
    cells: Mapping[str, Cell]

    @property
    def breadth(self) -> int:
        """Return how many types of commitment are made."""
        return sum(cell.level is not Level.EXCLUDED for cell in self.cells.values())


def read(cards: Sequence[int], day: date) -> list[Told]:
    """Return the agreements of these cards as they stood on a day, newest first; one query."""
    standing = CardQuerySet(Card).standing_on(day).filter(pk__in=cards)
    ordered = standing.order_by("-order_day", "-agreement")
    return [_told(*card) for card in ordered.values_list("order_day", "row_json", "spans__status")]


def _told(day: date, row_json: str, status: str) -> Told:
    facts = json.loads(row_json)
    return Told(
        key=facts["key"],
        title=facts["title"],
        parties={party["code"]: party["name"] for party in facts["parties"]},
        signed=facts["signed"] or "",
        status=status,
        day=day,
        commitments=facts["commitments"],
        cells=_cells(facts["commitments"]),
    )


def _cells(entries: Iterable[Mapping[str, Any]]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for entry in entries:
        cell = _CELLS.get((entry["rank"], entry["held"], entry["strength"]))
        if cell is not None:
            type_ = entry["type"]
            before = cells.get(type_)
            cells[type_] = cell if before is None or cell > before else before
    return cells


def _all_cells() -> Iterator[tuple[tuple[str, str, str], Cell]]:
    for rank in (Rank.PREFERRED, Rank.CONTESTED):
        for strength in Strength:
            for held in Commitment.Holding:
                is_made = held is Commitment.Holding.MADE
                level = Level[strength.name] if is_made else Level.EXCLUDED
                names = (rank.value, held.value, strength.value)
                yield names, Cell(rank is Rank.PREFERRED, level)


# What an entry of a card comes to; one that was withdrawn comes to nothing.
_CELLS: Final[Mapping[tuple[str, str, str], Cell]] = dict(_all_cells())
