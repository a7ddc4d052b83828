"""The two clocks of a question: the day asked about, and when we knew."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

_SHOWN: Final = 60
# A program's clock may run ahead of ours by so much and still ask for its "now".
_CLOCK_SKEW: Final = timedelta(minutes=1)
# `fromisoformat` alone would also take 20240630, 2024-W26-7 and digits of other scripts.
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT: Final = re.compile(_DAY.pattern + r"T[0-9:.]{5,15}(?:Z|[+-][0-9]{2}:[0-9]{2})?")


class FilterError(ValueError):
    """A parameter that makes no sense; `name` is the parameter, the message says what would.

    `known` are the values that there are, empty where they can't be told one by one.
    """

    def __init__(self, name: str, message: str, *, known: Sequence[str] = ()) -> None:
        """Name the parameter and say what is wrong."""
        self.name, self.known = name, known
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Clocks:
    """The two clocks of a question: the day asked about, and when we knew; None is now."""

    as_of: date
    known_at: datetime | None
    is_today: bool


def clocks(query: Mapping[str, str]) -> Clocks:
    """Read `as_of` (a day) and `known_at` (a moment or a day, whose end is meant).

    Raises:
        FilterError: one of them is no date, or `known_at` lies in the future.
    """
    today = timezone.now().date()
    written = query.get("as_of", "")
    as_of = _day("as_of", written) if written else today
    known_at = _moment(query.get("known_at", ""))
    return Clocks(as_of, known_at, is_today=as_of == today and known_at is None)


def moment(name: str, written: str) -> datetime:
    """Read a moment (UTC unless it says otherwise) or a day's beginning.

    Raises:
        FilterError: it is neither.
    """
    try:
        # A plus sign that was not escaped arrives as a space.
        return _exact_moment(written.replace(" ", "+"))
    except ValueError:
        return datetime.combine(_known_day(name, written), time.min, UTC)


def _day(name: str, written: str) -> date:
    try:
        if _DAY.fullmatch(written):
            return date.fromisoformat(written)
    except ValueError:
        pass
    raise FilterError(
        name,
        gettext("%(written)r is no day: write it like 2024-06-30.") % {"written": written[:_SHOWN]},
    )


def _moment(written: str) -> datetime | None:
    """Read a moment (UTC unless it says otherwise) or a day's end; no later than now or today."""
    if not written:
        return None
    now = timezone.now()
    try:
        # A plus sign that was not escaped arrives as a space.
        moment = _exact_moment(written.replace(" ", "+"))
        in_future = moment > now + _CLOCK_SKEW
    except ValueError:
        moment = datetime.combine(_known_day("known_at", written), time.max, UTC)
        in_future = moment.date() > now.date()
    if in_future:
        raise FilterError(
            "known_at",
            gettext("%(written)s lies in the future: nothing is known from then.")
            % {"written": written},
        )
    return moment


def _exact_moment(written: str) -> datetime:
    moment = parse_datetime(written) if _MOMENT.fullmatch(written) else None
    if moment is None:
        raise ValueError(written)
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(written) from error


def _known_day(name: str, written: str) -> date:
    try:
        return _day(name, written)
    except FilterError as error:
        raise FilterError(
            name,
            gettext("%(written)r is no moment: write 2024-07-01 or 2024-07-01T12:00:00Z.")
            % {"written": written[:_SHOWN]},
        ) from error
