"""Who commits to what, and how firmly: partners or agreements by commitment types."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any, Final, NamedTuple

from agreements.models import Card, Commitment, Rank, Strength
from agreements.models.card import CardQuerySet
from agreements.tally import Selection

# So many agreements are read for one table; of a party with more, the newest.
MOST_READ: Final = 1_000


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


@dataclass(frozen=True, slots=True)
class Matrix:
    """The rows that hold anything, in order, and the types that any of them holds.

    `counts` is {type: rows that make it}, the most common first; `silent` are the rows of which no
    commitment was found.
    """

    counts: Mapping[str, int]
    rows: Sequence[Row]
    silent: Sequence[Row]


_SORTS: Final[Mapping[str, Callable[[Row], Any]]] = {
    "-breadth": lambda row: (-row.breadth, row.name),
    "name": lambda row: row.name,
    "-signed": lambda row: (-row.agreements[0].day.toordinal(), row.name),
    "signed": lambda row: (row.agreements[-1].day, row.name),
}
SORTS: Final = tuple(_SORTS)


def read(selection: Selection, *, most: int = MOST_READ) -> list[Told]:
    """Return the newest agreements of a selection, so many at most; one query."""
    numbers = selection.newest(most)
    cards = CardQuerySet(Card).standing_on(selection.day).filter(pk__in=numbers)
    ordered = cards.order_by("-order_day", "-agreement")
    return [told(*card) for card in ordered.values_list("order_day", "row_json", "spans__status")]


def told(day: date, row_json: str, status: str) -> Told:
    """Return what a card's row tells."""
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


def arranged(
    rows: Iterable[Row], *, sort: str, types: Sequence[str], only: Sequence[str] = ()
) -> Matrix:
    """Put rows and types in order; `types` is the codebook's order, `only` narrows the types."""
    kept = [_narrowed(row, only) for row in rows] if only else list(rows)
    counts = Counter(
        type_
        for row in kept
        for type_, cell in row.cells.items()
        if cell.level is not Level.EXCLUDED
    )
    found = {type_ for row in kept for type_ in row.cells}
    places = {type_: place for place, type_ in enumerate(types)}
    ordered = sorted(found, key=lambda t: (-counts[t], places.get(t, len(places)), t))
    return Matrix(
        {type_: counts[type_] for type_ in ordered},
        sorted((row for row in kept if row.cells), key=_SORTS[sort]),
        sorted((row for row in kept if not row.cells), key=_SORTS["name"]),
    )


def _cells(entries: Iterable[Mapping[str, Any]]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for entry in entries:
        if entry["rank"] != Rank.WITHDRAWN:
            cell = Cell(entry["rank"] == Rank.PREFERRED, _level(entry))
            cells[entry["type"]] = max(cell, cells.get(entry["type"], cell))
    return cells


def _level(entry: Mapping[str, Any]) -> Level:
    if entry["held"] == Commitment.Holding.EXCLUDED:
        return Level.EXCLUDED
    return Level[entry["strength"].upper()]


def _firmest(group: Sequence[Told]) -> Mapping[str, Cell]:
    if len(group) == 1:
        return group[0].cells
    cells: dict[str, Cell] = {}
    for agreement in group:
        for type_, cell in agreement.cells.items():
            cells[type_] = max(cell, cells.get(type_, cell))
    return cells


def _narrowed(row: Row, only: Sequence[str]) -> Row:
    cells = {type_: cell for type_, cell in row.cells.items() if type_ in only}
    return Row(row.code, row.name, row.agreements, cells)


def _called(agreement: Told, party: str) -> str:
    partners = [name for code, name in agreement.parties.items() if code != party]
    return f"{' and '.join(partners)}, {agreement.signed or agreement.key}"
