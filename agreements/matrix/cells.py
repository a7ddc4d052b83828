"""What agreements hold of each commitment type, and how firmly, read from their cards."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
    """One partner, or one agreement, with what is held; the newest agreement first."""

    code: str
    name: str
    agreements: Sequence[Told]
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


def by_partner(agreements: Iterable[Told], party: str) -> list[Row]:
    """Return a row for each partner of a party, with the firmest of all their agreements."""
    groups: dict[str, list[Told]] = {}
    names: dict[str, str] = {}
    for agreement in agreements:
        for code, name in agreement.parties.items():
            if code != party:
                groups.setdefault(code, []).append(agreement)
                names.setdefault(code, name)
    return [Row(code, names[code], group, _firmest(group)) for code, group in groups.items()]


def by_agreement(agreements: Iterable[Told], party: str) -> list[Row]:
    """Return a row for each agreement, named after the partner and its day."""
    return [Row(each.key, _called(each, party), [each], each.cells) for each in agreements]


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


def _firmest(group: Sequence[Told]) -> Mapping[str, Cell]:
    if len(group) == 1:
        return group[0].cells
    cells: dict[str, Cell] = {}
    for agreement in group:
        for type_, cell in agreement.cells.items():
            before = cells.get(type_)
            cells[type_] = cell if before is None or cell > before else before
    return cells


def narrowed(row: Row, only: Collection[str]) -> Row:
    """Return the row with these types alone; all where none is named."""
    if not only:
        return row
    cells = {type_: cell for type_, cell in row.cells.items() if type_ in only}
    return Row(row.code, row.name, row.agreements, cells)


def _called(agreement: Told, party: str) -> str:
    partners = [name for code, name in agreement.parties.items() if code != party]
    return f"{' and '.join(partners)}, {agreement.signed or agreement.key}"
