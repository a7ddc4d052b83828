"""Dates as feeds write them: RFC 822, RFC 3339 and ISO 8601, and nothing guessed."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from ingest.clean.dates import written_date

UNPARSABLE: Final = "date.unparsable"
FUTURE: Final = "date.future"
# Where it is tomorrow already, papers of tomorrow are out.
_AHEAD: Final = timedelta(days=1)
_FIRST_YEAR: Final = 1800
_LONGEST: Final = 100
_DAY_ALONE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_ISO_LIKE = re.compile(r"\d{4}-\d{2}-\d{2}[T ]")
_SPACED_ZONE = re.compile(r" (?=(?:Z|[+-]\d{2}:?\d{2})\Z)")


def read_date(written: str, now: datetime) -> tuple[datetime | None, str]:
    """Return the moment that a date names, in the zone it was written in, and a flag or "".

    A day alone is its midnight in UTC. A time without a zone names no moment, and so no day: it is
    `date.unparsable`, as is what has no such day. A moment later than a day after `now` is
    `date.future`. Both come without a moment: what is stored is what was written.
    """
    written = written.strip()
    if not written:
        return None, ""
    moment = _moment(written[:_LONGEST])
    if moment is None or moment.year < _FIRST_YEAR:
        return None, UNPARSABLE
    return (None, FUTURE) if _is_ahead(moment, now) else (moment, "")


def _is_ahead(moment: datetime, now: datetime) -> bool:
    try:
        return moment > now + _AHEAD
    except OverflowError:  # at the edge of the calendar, shifted over it by its zone
        return True


def _moment(written: str) -> datetime | None:
    try:
        if _DAY_ALONE.match(written):
            return datetime.fromisoformat(written).replace(tzinfo=UTC)
        if _ISO_LIKE.match(written):
            moment = datetime.fromisoformat(_SPACED_ZONE.sub("", written))
            return moment if moment.tzinfo else None
        moment = parsedate_to_datetime(written)
    except (ValueError, TypeError, OverflowError, IndexError):
        return _plain_day(written)
    # RFC 5322: -0000 is a time in UTC from somewhere; any other lack of a zone is a lack.
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC) if written.endswith("-0000") else None
    return moment


def _plain_day(written: str) -> datetime | None:
    """Return the midnight of an English date without a time."""
    if ":" in written or "T" in written:
        return None
    day = written_date(written)
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None
