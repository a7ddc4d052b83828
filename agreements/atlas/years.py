"""The map year by year: what the time strip shows, and what it steps through."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from agreements.atlas.standing import STANDINGS
from agreements.tally import Selection

FIRST_YEAR: Final = 1950
# The letters that stand for the standings in a partner's row of years, and for none of them.
LETTERS: Final = "fsnue"
NOTHING: Final = "-"


@dataclass(frozen=True, slots=True)
class Years:
    """The years up to today's; the last one ends today."""

    today: date

    def __iter__(self) -> Iterator[int]:
        return iter(range(FIRST_YEAR, self.last + 1))

    def __len__(self) -> int:
        return self.last + 1 - FIRST_YEAR

    @property
    def last(self) -> int:
        """Return the year of today."""
        return self.today.year

    def ends(self) -> list[date]:
        """Return the day that each year is shown on."""
        return [min(date(year, 12, 31), self.today) for year in self]

    def nearest(self, day: date) -> int:
        """Return the year of a day, or the one of ours that is nearest to it."""
        return min(max(day.year, FIRST_YEAR), self.last)


def signed_by_year(ever: Selection, years: Years) -> list[int]:
    """Return how many agreements were surely signed in each year."""
    totals = ever.counts_surely_signed_by([date(FIRST_YEAR - 1, 12, 31), *years.ends()])
    return [after - before for before, after in pairwise(totals)]


def counts_by_year(ever: Selection, statuses: Sequence[str], years: Years) -> dict[str, list[int]]:
    """Return {party: its number of agreements at the end of each year}; parties with none left out.

    It takes a tenth of a second with 100,000 agreements: keep it.
    """
    found: dict[str, list[int]] = {}
    for place, day in enumerate(years.ends()):
        for code, count in ever.standing_on(day).standing_as(statuses).count_by("party").items():
            found.setdefault(code, [0] * len(years))[place] = count
    return found


def standing_by_year(own: Selection, code: str, years: Years) -> dict[str, str]:
    """Return {partner: a letter a year} for how the strongest agreement stood at its end."""
    found: dict[str, list[str]] = {}
    for place, day in enumerate(years.ends()):
        on_day = own.standing_on(day)
        for letter, standing in reversed(list(zip(LETTERS, STANDINGS, strict=True))):
            for other in on_day.standing_as(standing.statuses).count_by("party"):
                if other != code:
                    found.setdefault(other, [NOTHING] * len(years))[place] = letter
    return {other: "".join(letters) for other, letters in found.items()}


def bars(counts: Sequence[int], height: float, step: float = 10, power: float = 0.5) -> str:
    """Return bars as one path, each a step wide; the tallest has the height, none is unseen.

    Heights grow with a power of the counts: with their square root, the few of most years stay
    visible beside the many of one; with 1 they can be compared.
    """
    most = max(counts, default=0)
    drawn = []
    for place, count in enumerate(counts):
        share = (count / most) ** power if most else 0
        tall = max(1.5, height * share)
        drawn.append(f"M{place * step + 1:g} {height:g}v{-tall:.1f}h{step - 2:g}V{height:g}z")
    return "".join(drawn)
