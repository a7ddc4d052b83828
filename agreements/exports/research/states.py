"""States as data sets number them: Correlates of War, and Gleditsch and Ward.

Since when a state is a member of the state system stands in state_system.csv, by year, from the
State System Membership list of the Correlates of War Project, version 2016.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from agreements.models import Party

# The state system of the Correlates of War begins in this year.
FIRST_YEAR: Final = 1816
_LAST_YEAR: Final = 9999
_SYSTEM: Final = Path(__file__).with_name("state_system.csv")
# Numbers that one of our parties had earlier: first and last year, number, abbreviation.
_EARLIER: Final = {
    "DE": (1946, 1989, 260, "GFR"),
    "YE": (FIRST_YEAR, 1989, 678, "YAR"),
}
# Where Gleditsch and Ward number otherwise.
_GLEDITSCH_WARD: Final = {
    "DE": 260,
    "KI": 970,
    "NR": 971,
    "RS": 340,
    "TO": 972,
    "TV": 973,
    "YE": 678,
}


@dataclass(frozen=True, slots=True)
class State:
    """A party with a COW number."""

    code: str
    iso3: str
    number: int
    abbreviation: str

    @property
    def gleditsch_ward(self) -> int:
        """The number of Gleditsch and Ward's list."""
        return _GLEDITSCH_WARD.get(self.code, self.number)

    def in_year(self, year: int) -> tuple[int, str]:
        """Return its COW number and abbreviation of that year."""
        first, last, number, abbreviation = _EARLIER.get(self.code, (1, 0, 0, ""))
        return (number, abbreviation) if first <= year <= last else (self.number, self.abbreviation)

    def is_member(self, year: int) -> bool:
        """Tell whether it was a member of the state system on a day of the year.

        Who was one when the list ends is taken to be one since.
        """
        number, _ = self.in_year(year)
        return any(first <= year <= last for first, last in _membership().get(number, ()))


@cache
def _membership() -> Mapping[int, Sequence[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    with _SYSTEM.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            span = (int(row["first_year"]), int(row["last_year"] or _LAST_YEAR))
            found.setdefault(int(row["ccode"]), []).append(span)
    return found


def states() -> dict[str, State]:
    """Return {party code: state} of all that have a COW number; one query."""
    listed = Party.objects.filter(cow_code__isnull=False)
    told = listed.values_list("code", "iso3", "cow_code", "cow_abbreviation")
    return {code: State(code, iso3, number or 0, letters) for code, iso3, number, letters in told}
