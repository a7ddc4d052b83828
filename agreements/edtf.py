"""Dates as EDTF writes them: the part of the standard that treaties need, read into days."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

# Year with unknown last digits, or unknown altogether; month and day, or XX; then uncertain (?),
# approximate (~) or both (%). Library of Congress, Extended Date/Time Format, level 1.
_PATTERN: Final = re.compile(
    r"(\d{4}|\d{3}X|\d{2}XX|XXXX)(?:-(\d{2}|XX)(?:-(\d{2}|XX))?)?[?~%]?", re.ASCII
)


class EdtfError(ValueError):
    """A date that EDTF doesn't know; the message says what would be right."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and the last day that a date can mean; both None where the year is unknown."""

    earliest: date | None
    latest: date | None

    def meet(self, other: "Bounds") -> bool:
        """Tell whether both could mean the same day; an unknown year could be any."""
        starts = [b for b in (self.earliest, other.earliest) if b]
        ends = [b for b in (self.latest, other.latest) if b]
        return not starts or not ends or max(starts) <= min(ends)

    def within(self, other: "Bounds") -> bool:
        """Tell whether this says at least as exactly as `other` which day it was."""
        if other.earliest is None or other.latest is None:
            return True
        if self.earliest is None or self.latest is None:
            return False
        return other.earliest <= self.earliest and self.latest <= other.latest


def bounds(written: str) -> Bounds:
    """Read `2024`, `2024-06`, `2024-06-13`, `199X`, `XXXX-06-13`, `2024-03~` into days.

    Raises:
        EdtfError: the text is no such date, or names a day that doesn't exist.
    """
    match = _PATTERN.fullmatch(written)
    if not match:
        raise EdtfError(
            f"{written!r} is no date: write 2024, 2024-06 or 2024-06-13, unknown digits as X."
        )
    year, month, day = match.groups()
    if "X" in written:
        _check_day_of_any_year(written, month, day)
    if year == "XXXX":
        return Bounds(None, None)
    first_year, last_year = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if first_year == 0:
        raise EdtfError(f"{written!r} is no date: years begin with 1.")
    if month in (None, "XX") or first_year != last_year:
        return Bounds(date(first_year, 1, 1), date(last_year, 12, 31))
    return _within_year(written, first_year, month, day)


def _within_year(written: str, year: int, month: str, day: str | None) -> Bounds:
    if not 1 <= int(month) <= 12:  # noqa: PLR2004  months of a year
        raise EdtfError(f"{written!r} is no date: months go from 01 to 12.")
    last_day = calendar.monthrange(year, int(month))[1]
    if day in (None, "XX"):
        return Bounds(date(year, int(month), 1), date(year, int(month), last_day))
    if not 1 <= int(day) <= last_day:
        raise EdtfError(f"{written!r} is no date: that month has {last_day} days.")
    exact = date(year, int(month), int(day))
    return Bounds(exact, exact)


def _check_day_of_any_year(written: str, month: str | None, day: str | None) -> None:
    """Refuse a month or day that no year has; 2000 stands for a leap year, January for XX."""
    if month is not None:
        _within_year(written, 2000, "01" if month == "XX" else month, day)
