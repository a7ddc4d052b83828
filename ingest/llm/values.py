"""Single values of an answer, each taken for what it is or refused with a reason."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, Generic, TypeVar

from agreements.edtf import EdtfError, bounds

_FIRST_YEAR: Final = 1000
_LAST_YEAR: Final = 2200
_LONGEST_DURATION: Final = 999
_LARGEST_SUM: Final = Decimal(10) ** 15
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
# A stamp can lie a day behind the place where the signing was.
_TOLERANCE: Final = timedelta(days=1)


T = TypeVar("T", bound=str)


class BadValueError(Exception):
    """A value that cannot be; the message is a code for the log, never the value."""


@dataclass(frozen=True, slots=True)
class Code(Generic[T]):
    """One of the codes of a table of the codebook."""

    codes: Collection[T]

    def __call__(self, told: object) -> T:
        """Return the code; raises BadValueError for any other."""
        found = [code for code in self.codes if code == told]
        if not found:
            raise BadValueError("unknown_code")
        return found[0]


@dataclass(frozen=True, slots=True)
class Day:
    """A date in EDTF, no later than `latest` where that is given."""

    latest: date | None = None

    def __call__(self, told: object) -> str:
        """Return the date as written; raises BadValueError for what is none."""
        if not isinstance(told, str):
            raise BadValueError("malformed")
        try:
            days = bounds(told)
        except EdtfError:
            raise BadValueError("no_date") from None
        if days.earliest is None:
            return told
        if not _FIRST_YEAR <= days.earliest.year <= _LAST_YEAR:
            raise BadValueError("absurd")
        if self.latest is not None and days.earliest > self.latest + _TOLERANCE:
            raise BadValueError("still_to_come")
        return told


def years(told: object) -> int:
    """Return a duration in whole years."""
    if not isinstance(told, Decimal) or not told.is_finite():
        raise BadValueError("malformed")
    if not 1 <= told <= _LONGEST_DURATION or told != told.to_integral_value():
        raise BadValueError("absurd")
    return int(told)


def truth(told: object) -> bool:
    """Return yes or no."""
    if not isinstance(told, bool):
        raise BadValueError("malformed")
    return told


def money(told: object) -> Decimal:
    """Return a sum with two places at most."""
    if not isinstance(told, Decimal) or not told.is_finite():
        raise BadValueError("malformed")
    if not 0 < told <= _LARGEST_SUM or told != round(told, 2):
        raise BadValueError("absurd")
    return Decimal(round(told)) if told == round(told) else round(told, 2)


def currency(told: object) -> str:
    """Return what has the form of an ISO 4217 code."""
    if not isinstance(told, str) or not _CURRENCY.fullmatch(told):
        raise BadValueError("no_currency")
    return told
