"""The rows and columns of the table, counted and put in order without reading a card."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import attrgetter, or_
from typing import NamedTuple

from agreements.matrix.cells import Cell, Level, Row
from agreements.models import Card, Strength
from agreements.tally import Selection, Tally
from agreements.tally.bits import rows_of
from agreements.tally.owing import EXCLUDED, WAYS


@dataclass(frozen=True, slots=True)
class Line:
    """One row before it is read: a partner's code or an agreement's key, and its agreements.

    `rows` are the agreements' rows in the tally, `made` and `held` have a bit for each type: what
    is made, and what is made or expressly excluded. `first` and `last` are days by their number.
    """

    code: str
    name: str
    rows: Sequence[int]
    first: int
    last: int
    made: int
    held: int

    @property
    def breadth(self) -> int:
        """Return how many types of commitment are made."""
        return self.made.bit_count()


@dataclass(frozen=True, slots=True)
class Matrix:
    """The rows that hold anything, in order, and the types that any of them holds.

    `counts` is {type: rows that make it}, the most common first; `silent` are the rows of which no
    commitment was found.
    """

    own: Selection
    is_by_agreement: bool
    types: Sequence[str]
    counts: Mapping[str, int]
    lines: Sequence[Line]
    silent: Sequence[Line]

    def line(self, code: str) -> Line | None:
        """Return the row of this code."""
        return next((line for line in (*self.lines, *self.silent) if line.code == code), None)

    def rows(self, lines: Sequence[Line]) -> list[Row]:
        """Return these rows with their cells; one query where they are agreements, else none."""
        cells = _cells(self.own.tally, lines, self.types)
        signed = self._signed(lines) if self.is_by_agreement else {}
        return [
            Row(
                line.code,
                f"{line.name}, {signed.get(line.code) or line.code}"
                if self.is_by_agreement
                else line.name,
                self.keys(line),
                found,
            )
            for line, found in zip(lines, cells, strict=True)
        ]

    def keys(self, line: Line, type_: str | None = None) -> list[str]:
        """Return the keys of a row's agreements, newest first; of those that tell of a type."""
        tally = self.own.tally
        rows = line.rows
        if type_ is not None:
            told = tally.columns.get("commitment", {}).get(type_, 0) | _excluded(self.own, type_)
            rows = [row for row in rows if told >> row & 1]
        newest = sorted(rows, key=lambda row: (-tally.order_days[row], -tally.agreements[row]))
        return [f"A-{tally.agreements[row]}" for row in newest]

    def _signed(self, lines: Iterable[Line]) -> dict[str, str]:
        cards = [self.own.tally.cards[row] for line in lines for row in line.rows]
        told = Card.objects.filter(pk__in=cards).values_list("agreement", "signed")
        return {f"A-{agreement}": signed for agreement, signed in told}


class _Held(NamedTuple):
    """What each row of the tally makes and excludes, a bit for each type."""

    made: Mapping[int, int]
    excluded: Mapping[int, int]


def matrix_of(  # noqa: PLR0913  all of them are what the table is asked for
    selection: Selection,
    party: str,
    names: Mapping[str, str],
    *,
    is_by_agreement: bool,
    sort: str,
    types: Sequence[str],
    only: Collection[str] = (),
) -> Matrix:
    """Return the table of one party's agreements; asks the database for nothing.

    `types` is the codebook's order, `only` narrows them; `sort` is -breadth, name, -signed or
    signed.
    """
    own = selection.of_any_party([party])
    columns = [type_ for type_ in types if not only or type_ in only]
    made = [own.with_any_commitment([type_]).bits for type_ in columns]
    excluded = [_excluded(own, type_) for type_ in columns]
    rows = rows_of(own.bits)
    held = _Held(_masks(own.tally, rows, made), _masks(own.tally, rows, excluded))
    lines = list(_lines(own, party, names, held, is_by_agreement=is_by_agreement))
    counts = {
        type_: bits.bit_count() if is_by_agreement else sum(line.made >> i & 1 for line in lines)
        for i, (type_, bits) in enumerate(zip(columns, made, strict=True))
    }
    shown = [t for t, m, e in zip(columns, made, excluded, strict=True) if m or e]
    return Matrix(
        own,
        is_by_agreement,
        columns,
        {type_: counts[type_] for type_ in sorted(shown, key=lambda t: -counts[t])},
        _sorted([line for line in lines if line.held], sort),
        _sorted([line for line in lines if not line.held], "name"),
    )


def levels(selection: Selection, type_: str) -> dict[Level, Selection]:
    """Return {how firmly: agreements that make a type so}, each under its firmest."""
    left = selection
    found = {}
    for level in (Level.DUTY, Level.INTENT, Level.MENTIONED):
        own = replace(left, bits=left.bits & _held(left.tally, type_, level))
        found[level] = own
        left = replace(left, bits=left.bits & ~own.bits)
    return found


def firmest(selection: Selection, type_: str, number: int) -> list[int]:
    """Return so many cards that make a type, the firmest first, then the newest."""
    cards: list[int] = []
    for own in levels(selection, type_).values():
        if len(cards) < number:
            cards += own.newest(number - len(cards))
    return cards


def _excluded(own: Selection, type_: str) -> int:
    return _held(own.tally, type_, Level.EXCLUDED) & own.bits


def _lines(
    own: Selection, party: str, names: Mapping[str, str], held: _Held, *, is_by_agreement: bool
) -> Iterator[Line]:
    tally = own.tally
    for code, bits in tally.columns.get("party", {}).items():
        if code == party or not (found := bits & own.bits):
            continue
        rows, name = rows_of(found), names.get(code, code)
        if is_by_agreement:
            for row in rows:
                day, made = tally.order_days[row], held.made.get(row, 0)
                both = made | held.excluded.get(row, 0)
                yield Line(f"A-{tally.agreements[row]}", name, (row,), day, day, made, both)
        else:
            yield _line(code, name, rows, own, held)


def _line(code: str, name: str, rows: Sequence[int], own: Selection, held: _Held) -> Line:
    days = [own.tally.order_days[row] for row in rows]
    made = reduce(or_, [held.made.get(row, 0) for row in rows])
    excluded = reduce(or_, [held.excluded.get(row, 0) for row in rows])
    return Line(code, name, rows, min(days), max(days), made, made | excluded)


def _cells(
    tally: Tally, lines: Sequence[Line], types: Sequence[str]
) -> Iterator[Mapping[str, Cell]]:
    """Yield the cells of each line: what speaks among all that its agreements hold of a type."""
    rows = [row for line in lines for row in line.rows]
    greatest_first = [(cell, _masks(tally, rows, sets)) for cell, sets in _spoken(tally, types)]
    for line in lines:
        cells: dict[str, Cell] = {}
        seen = 0
        for cell, masks in greatest_first:
            new = reduce(or_, [masks.get(row, 0) for row in line.rows]) & ~seen
            seen |= new
            cells |= {type_: cell for i, type_ in enumerate(types) if new >> i & 1} if new else {}
        yield cells


def _spoken(tally: Tally, types: Sequence[str]) -> Iterator[tuple[Cell, list[int]]]:
    """Yield each cell there can be, the greatest first, with its rows of each type."""
    contested = tally.columns.get("contested", {})
    for is_settled in (True, False):
        for level in sorted(Level, reverse=True):
            sets = []
            for type_ in types:
                differ = contested.get(f"{level.code} {type_}", 0)
                sets.append(_held(tally, type_, level) & ~differ if is_settled else differ)
            yield Cell(is_settled, level), sets


def _held(tally: Tally, type_: str, level: Level) -> int:
    words = tally.columns.get("owed", {})
    if level is Level.EXCLUDED:
        return reduce(or_, (words.get(f"{EXCLUDED} {s} {type_}", 0) for s in Strength))
    ways = (way for way in WAYS if way != EXCLUDED)
    return reduce(or_, (words.get(f"{way} {level.code} {type_}", 0) for way in ways))


def _masks(tally: Tally, rows: Sequence[int], sets: Sequence[int]) -> dict[int, int]:
    """Return for each row a bit for each of the sets that it is in; nothing for empty sets."""
    if not any(sets):
        return {}
    length = len(tally.cards) // 8 + 1
    places = [(row >> 3, 1 << (row & 7)) for row in rows]
    masks = [0] * len(rows)
    for number, bits in enumerate(sets):
        if bits:
            held = bits.to_bytes(length, "little")
            bit = 1 << number
            masks = [
                mask | bit if held[byte] & within else mask
                for mask, (byte, within) in zip(masks, places, strict=True)
            ]
    return dict(zip(rows, masks, strict=True))


def _sorted(lines: Sequence[Line], sort: str) -> list[Line]:
    """Return the lines in an order; equal ones by name, then the newest first."""
    ordered = sorted(sorted(lines, key=lambda line: -line.last), key=attrgetter("name"))
    if sort == "signed":
        return sorted(ordered, key=attrgetter("first"))
    if sort == "-signed":
        return sorted(ordered, key=lambda line: -line.last)
    return ordered if sort == "name" else sorted(ordered, key=lambda line: -line.breadth)
