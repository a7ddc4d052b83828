"""Sets of rows as the bits of one integer: row 0 is the lowest bit.

An integer of 100,000 bits takes 13 kB; to intersect and to count two takes a few microseconds.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

# Where a line keeps what holds there: so many turns are applied at most to find what holds between.
_STEP: Final = 1_024
# Points whose answers a line remembers: the ends of the years, for the time strip, and then some.
_ASKED: Final = 512
_BITS: Final = 8
# So few rows are taken out of a set one by one sooner than it is looked through.
_FEW: Final = 32

Turns = Sequence[tuple[int, int]]


def bits_of(rows: Iterable[int]) -> int:
    """Return the set of these rows; one that is named twice is not in it, as if turned twice."""
    listed = list(rows)
    if not listed:
        return 0
    turned = bytearray(max(listed) // _BITS + 1)
    for row in listed:
        turned[row >> 3] ^= 1 << (row & 7)
    return int.from_bytes(turned, "little")


def rows_of(bits: int) -> list[int]:
    """Return the rows of a set, ascending; the fewer there are, the faster."""
    if bits.bit_count() <= _FEW:
        return _few_rows_of(bits)
    found = []
    written = bits.to_bytes((bits.bit_length() + 7) // _BITS, "little")
    for some in _NOT_NOTHING.finditer(written):
        first = some.start() * _BITS
        found.extend([first + bit for bit in _ON[some[0][0]]])
    return found


def _few_rows_of(bits: int) -> list[int]:
    found = []
    while bits:
        row = bits.bit_length() - 1
        bits ^= 1 << row
        found.append(row)
    return found[::-1]


_NOT_NOTHING: Final = re.compile(rb"[^\0]", re.DOTALL)
_ON: Final = [[bit for bit in range(_BITS) if byte >> bit & 1] for byte in range(256)]


def counts(within: int, sets: Mapping[str, int]) -> dict[str, int]:
    """Return {name: how many rows of the set are in `within`}, zero counts left out."""
    found = ((name, (within & bits).bit_count()) for name, bits in sets.items())
    return {name: count for name, count in found if count}


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Which rows hold at each point of a line of days or moments.

    Made of turns (point, row): from that point on the row holds if it did not, and the reverse.
    `later` are turns that came after the line was made, few enough to look through one by one.
    """

    points: "array[int]"
    rows: "array[int]"
    kept: list[int]
    later: tuple[tuple[int, int], ...] = ()
    asked: dict[int, int] = field(default_factory=dict)

    @classmethod
    def empty(cls) -> "Line":
        """Return a line on which nothing ever holds."""
        return cls(array("q"), array("l"), [0])

    @classmethod
    def of(cls, turns: Iterable[tuple[int, int]], *, start: int = 0) -> "Line":
        """Make a line from its turns in any order; `start` holds before the first."""
        ordered = sorted(turns)
        points = array("q", [point for point, _ in ordered])
        rows = array("l", [row for _, row in ordered])
        kept = [start]
        for begin in range(0, len(rows), _STEP):
            kept.append(kept[-1] ^ bits_of(rows[begin : begin + _STEP]))
        return cls(points, rows, kept)

    def at(self, point: int) -> int:
        """Return the set of the rows that hold at a point."""
        found = self.asked.get(point)
        if found is None:
            passed = bisect_right(self.points, point)
            step = passed // _STEP
            turned = [
                *self.rows[step * _STEP : passed],
                *(r for at, r in self.later if at <= point),
            ]
            found = self.kept[step] ^ bits_of(turned)
            if len(self.asked) < _ASKED:
                self.asked[point] = found
        return found

    def and_then(self, turns: Turns, *, most: int = _STEP) -> "Line":
        """Return the line with more turns; made anew where too many came later."""
        if not turns:
            return self
        later = (*self.later, *turns)
        if len(later) <= most:
            return Line(self.points, self.rows, self.kept, later)
        before = zip(self.points, self.rows, strict=True)
        return Line.of([*before, *later], start=self.kept[0])
