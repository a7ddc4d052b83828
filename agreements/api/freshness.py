"""Answers that say when they change: validators from the record's version, 304 without a row."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from hashlib import blake2b
from typing import Final, NamedTuple

from django.db import connection
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from rest_framework.request import Request
from rest_framework.response import Response

# Counted up whenever the same rows come out as other bytes than before.
REPRESENTATION: Final = 1
# A cache may keep the answer, but asks each time: that costs one small query, and an approved
# agreement, or a withdrawn one, shows at once.
CACHE_CONTROL: Final = "public, max-age=0, must-revalidate"
# In words of SQL: to put it together takes Django longer than all else that a 304 needs.
_VERSION: Final = "SELECT number, changed_at FROM agreements_recordversion ORDER BY id LIMIT 1"


class Version(NamedTuple):
    """The record's number, counted up with every change, and when it last changed."""

    number: int
    changed_at: datetime | None


def fresh_answer(
    request: Request,
    make_body: Callable[[], bytes | HttpResponseBase],
    *,
    as_of: date | None = None,
    of: Version | None = None,
) -> HttpResponseBase:
    """Answer 304 if the caller has what we would send, else with the body, or a whole answer.

    `as_of` is the day that the body is about, where it is about one: without a query that names
    it, midnight changes the answer though nobody has changed the record. The version is read
    before the rows: an approval in between gives newer rows an older tag, never the reverse. `of`
    is the version where it has been read before.
    """
    number, changed_at = of or read_version()
    moments = [changed_at, _midnight(as_of)]
    modified = max((m for m in moments if m is not None), default=None)
    seconds = int(modified.timestamp()) if modified else None
    etag = _etag(request, number, as_of)
    unchanged = get_conditional_response(request._request, etag, seconds)  # noqa: SLF001  Django's own request
    response = unchanged or _answer(make_body())
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = CACHE_CONTROL
    response.headers["Vary"] = "Accept"
    if seconds is not None:
        response.headers["Last-Modified"] = http_date(seconds)
    return response


def _answer(made: bytes | HttpResponseBase) -> HttpResponseBase:
    return Response(made) if isinstance(made, bytes) else made


def read_version() -> Version:
    """Return the version that the record has now; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        found = cursor.fetchone()
    return Version(*found) if found else Version(0, None)


def _midnight(day: date | None) -> datetime | None:
    """Return when today began if the answer is about today, else None."""
    today = timezone.now().date()
    return datetime.combine(today, time.min, UTC) if day == today else None


def _etag(request: Request, number: int, as_of: date | None) -> str:
    """Return a strong tag; the address counts whole, for it stands in the links of a list."""
    about = (request.build_absolute_uri(), str(as_of), str(REPRESENTATION))
    digest = blake2b("\n".join(about).encode(), digest_size=8).hexdigest()
    return f'"{number}-{digest}"'
