"""Dates in words."""

from typing import Final

from django.template.defaultfilters import date as format_date

from agreements.edtf import bounds

_LONGEST_MONTH: Final = 31


def edtf_words(written: str | None) -> str:
    """Return an EDTF date as prose: "12 January 2024", "March 2024", "about 2019"."""
    if not written:
        return "date not known"
    plain = written.rstrip("?~%")
    words = _day_words(plain)
    if plain == written:
        return words
    return f"about {words}" if written[-1] in "~%" else f"{words} (uncertain)"


def _day_words(plain: str) -> str:
    days = bounds(plain)
    if days.earliest is None or days.latest is None:
        return _yearless_words(plain)
    if days.earliest == days.latest:
        return format_date(days.earliest, "j F Y")
    is_one_month = (days.latest - days.earliest).days < _LONGEST_MONTH
    return format_date(days.earliest, "F Y") if is_one_month else plain


def _yearless_words(plain: str) -> str:
    """Return "13 June of a year not known" for XXXX-06-13; 2000 lends the month its name."""
    month_and_day = plain.removeprefix("XXXX").lstrip("-")
    if not month_and_day or "X" in month_and_day:
        return "year not known"
    days = bounds(f"2000-{month_and_day}")
    form = "j F" if days.earliest == days.latest else "F"
    return f"{format_date(days.earliest, form)} of a year not known"
