"""Dates in words, in the language and form of whoever reads them."""

from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.edtf import bounds

_LONGEST_MONTH: Final = 31


def edtf_words(written: str | None) -> str:
    """Return an EDTF date as prose: "12 January 2024", "March 2024", "about 2019"."""
    if not written:
        return _("date not known")
    plain = written.rstrip("?~%")
    words = _day_words(plain)
    if plain == written:
        return words
    form = _("about %(date)s") if written[-1] in "~%" else _("%(date)s (uncertain)")
    return form % {"date": words}


def _day_words(plain: str) -> str:
    days = bounds(plain)
    if days.earliest is None or days.latest is None:
        return _yearless_words(plain)
    if days.earliest == days.latest:
        return date_format(days.earliest, "DATE_FORMAT")
    is_one_month = (days.latest - days.earliest).days < _LONGEST_MONTH
    return date_format(days.earliest, "YEAR_MONTH_FORMAT") if is_one_month else plain


def _yearless_words(plain: str) -> str:
    """Return "13 June of a year not known" for XXXX-06-13; 2000 lends the month its name."""
    month_and_day = plain.removeprefix("XXXX").lstrip("-")
    if not month_and_day or "X" in month_and_day:
        return _("year not known")
    days = bounds(f"2000-{month_and_day}")
    if days.earliest is None:
        return _("year not known")
    form = "MONTH_DAY_FORMAT" if days.earliest == days.latest else "F"
    return _("%(day)s of a year not known") % {"day": date_format(days.earliest, form)}
