"""Dates as pages write them in their metadata."""

import re
from datetime import date
from typing import Final

_ISO = re.compile(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?![\d-])")
_DAY_FIRST = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)?[ .]+([a-z]{3,9})\.?,? +(\d{4})\b", re.IGNORECASE
)
_MONTH_FIRST = re.compile(
    r"\b([a-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})\b", re.IGNORECASE
)
_MONTHS: Final = ("january", "february", "march", "april", "may", "june", "july", "august",
                  "september", "october", "november", "december")  # fmt: skip
_LONGEST: Final = 100
_YEARS: Final = range(1800, 2200)


def written_date(text: str | None) -> date | None:
    """Return the day that a machine-readable or an English date names, in its own time zone.

    None for what names no day, for numbers in an order that countries read differently
    (06/07/2024), and for years outside 1800 to 2199.
    """
    text = (text or "")[:_LONGEST]
    if found := _ISO.match(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.search(text):
        return _day(int(found[3]), _month(found[2]), int(found[1]))
    if found := _MONTH_FIRST.search(text):
        return _day(int(found[3]), _month(found[1]), int(found[2]))
    return None


def _month(name: str) -> int:
    """Return 1 to 12 for a month's name or its beginning; 0 for another word."""
    name = "sep" if name.lower() == "sept" else name.lower()
    for number, month in enumerate(_MONTHS, 1):
        if name in {month, month[:3]}:
            return number
    return 0


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None
