"""When something happened to rows: the same to one row any number of times; knows no database."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

# Periods whose rows are remembered: the years of the time strip, and then some.
_ASKED: Final = 512
# So many moments that came later are looked through one by one; more are sorted in.
_LATER: Final = 1_024


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Moments (day, row), in order; `later` came after they were sorted, few enough to look at."""

    days: "array[int]"
    rows: "array[int]"
    later: tuple[tuple[int, int], ...] = ()
    asked: dict[tuple[int, int], int] = field(default_factory=dict)

    @classmethod
    def empty(cls) -> "Moments":
        """Return no moments."""
        return cls(array("l"), array("l"))

    def and_then(self, moments: Iterable[tuple[int, int]], *, most: int = _LATER) -> "Moments":
        """Return these moments and more."""
        later = (*self.later, *moments)
        if len(later) <= most:
            return Moments(self.days, self.rows, later, self.asked)
        ordered = sorted({*zip(self.days, self.rows, strict=True), *later})
        days, rows = zip(*ordered, strict=True)
        return Moments(array("l", days), array("l", rows))

    def between(self, first: int, last: int) -> int:
        """Return the set of the rows to which it happened from one day to another, both meant."""
        found = self.asked.get((first, last))
        if found is None:
            begin, end = bisect_left(self.days, first), bisect_right(self.days, last)
            found = _set_of(self.rows[begin:end])
            if len(self.asked) < _ASKED:
                self.asked[first, last] = found
        for day, row in self.later:
            if first <= day <= last:
                found |= 1 << row
        return found

    def newest(self, among: int, days: tuple[int, int], needed: int) -> list[tuple[int, int]]:
        """Return the newest moments (day, row) of a set's rows between two days, in no order.

        So many as are needed, where there are so many, and all others of the last one's day.
        """
        first, last = days
        is_among = _bytes_of(among)
        found: list[tuple[int, int]] = []
        for place in range(bisect_right(self.days, last) - 1, -1, -1):
            day, row = self.days[place], self.rows[place]
            if day < first or (len(found) >= needed and day < found[-1][0]):
                break
            if row >> 3 < len(is_among) and is_among[row >> 3] >> (row & 7) & 1:
                found.append((day, row))
        oldest = found[-1][0] if len(found) >= needed else first
        return found + [m for m in self.later if oldest <= m[0] <= last and among >> m[1] & 1]


def _bytes_of(bits: int) -> bytes:
    """Return a set as bytes, row 0 the lowest bit of the first."""
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")


def _set_of(rows: Iterable[int]) -> int:
    listed = list(rows)
    if not listed:
        return 0
    found = bytearray(max(listed) // 8 + 1)
    for row in listed:
        found[row >> 3] |= 1 << (row & 7)
    return int.from_bytes(found, "little")
