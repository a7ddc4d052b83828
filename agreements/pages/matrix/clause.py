"""What one cell of the table stands for: the quotes, and who else makes the same commitment."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from agreements.matrix import Cell, Level, Matrix, Row
from agreements.models import Card
from agreements.models.card import CardQuerySet
from agreements.pages.asking import Asked
from agreements.pages.matrix.table import words
from agreements.pages.record import Record, TypeWords, read_record
from agreements.pages.record.doubts import Doubt
from agreements.pages.record.sheet import Promise
from agreements.pages.record.sources import documents_of
from agreements.surroundings import archived

# So many agreements of a pair are quoted, the newest; so many others are named.
_QUOTED: Final = 6
_OTHERS: Final = 12


@dataclass(frozen=True, slots=True)
class Passage:
    """What one agreement says of the commitment."""

    key: str
    title: str
    made: list[Promise]
    excluded: list[Promise]
    doubts: list[Doubt]

    @property
    def is_silent(self) -> bool:
        """Tell whether nothing of it was found there."""
        return not (self.made or self.excluded or self.doubts)


@dataclass(frozen=True, slots=True)
class Other:
    """Another row with the same commitment; `row` names it in addresses."""

    row: str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One cell, opened; `cell` is None where nothing was found."""

    row: str
    name: str
    type: str
    about: TypeWords
    cell: Cell | None
    words: str
    passages: list[Passage]
    silent: int
    others: list[Other] = field(default_factory=list)
    more_others: int = 0

    @property
    def is_excluded(self) -> bool:
        """Tell whether the text says that it does not hold it."""
        return self.cell is not None and self.cell.level is Level.EXCLUDED


def open_clause(
    asked: Asked,
    matrix: Matrix,
    shown: Sequence[Row],
    *,
    row: str,
    type_: str,
    types: Mapping[str, TypeWords],
) -> Clause | None:
    """Return the cell of a row and a type, or None where there is no such cell.

    `shown` are the rows of the page: others are named from among them. Three queries at most.
    """
    line = matrix.line(row)
    if line is None or type_ not in types:
        return None
    found = next((each for each in shown if each.code == row), None) or matrix.rows([line])[0]
    cell = found.cells.get(type_)
    telling = matrix.keys(line, type_)
    others = _others(shown, found, type_)
    is_made = cell is not None and cell.level is not Level.EXCLUDED
    elsewhere = matrix.counts.get(type_, 0) - is_made
    return Clause(
        row=row,
        name=found.name,
        type=type_,
        about=types[type_],
        cell=cell,
        words=words(cell),
        passages=passages(asked, (telling or found.keys)[:_QUOTED], type_, types),
        silent=len(found.keys) - len(telling) if telling else 0,
        others=others[:_OTHERS],
        more_others=max(0, elsewhere - min(len(others), _OTHERS)),
    )


def _others(shown: Sequence[Row], opened: Row, type_: str) -> list[Other]:
    holding = [
        (cell, row)
        for row in shown
        if row.code != opened.code and (cell := row.cells.get(type_)) and cell.level
    ]
    holding.sort(key=lambda pair: (-pair[0].level, pair[1].name))
    return [Other(row.code, row.name, words(cell)) for cell, row in holding]


def passages(
    asked: Asked, keys: Sequence[str], type_: str, types: Mapping[str, TypeWords]
) -> list[Passage]:
    """Return what each of these agreements says of a type, the newest first; two queries."""
    numbers = [int(key.removeprefix("A-")) for key in keys]
    cards = CardQuerySet(Card).held_at(asked.clocks.known_at).filter(agreement__in=numbers)
    rows = cards.order_by("-order_day", "-agreement").values_list("item_json", flat=True)
    items = [_about(json.loads(row), type_) for row in rows]
    archive = archived(set[int]().union(*(documents_of(item) for item in items)))
    records = (read_record(item, types, archive) for item in items)
    return [passage(record, type_, types[type_].name) for record in records]


def _about(item: dict[str, Any], type_: str) -> dict[str, Any]:
    """Return the item with nothing in it but one type's commitments."""
    own = [entry for entry in item["commitments"] if entry["type"] == type_]
    return item | {"milestones": [], "terms": [], "links": [], "commitments": own}


def passage(record: Record, type_: str, name: str) -> Passage:
    """Return what a record says of a type that is called so."""
    return Passage(
        record.key,
        record.title,
        [promise for promise in record.made if promise.type == type_],
        [promise for promise in record.excluded if promise.type == type_],
        [doubt for doubt in record.doubts if doubt.about == name],
    )
