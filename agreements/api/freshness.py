"""Answers that say when they change: validators from the record's version, 304 without a row."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time
from functools import lru_cache
from hashlib import blake2b
from typing import Final, NamedTuple

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from rest_framework.request import Request

from agreements.api.underlying import underlying

# Counted up whenever the same rows come out as other bytes than before.
REPRESENTATION: Final = 2
_API: Final = "/api/v1/"
_ANY: Final = "*/*"
_OURS: Final = re.compile(r'(?:W/)?"([0-9]{1,19})-([0-9a-f]{16})"')
JSON: Final = "application/json"
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
    version = of or read_version()
    seconds = _seconds(version, as_of)
    asked = underlying(request)
    etag = f'"{version.number}-{_digest(asked, as_of)}"'
    unchanged = get_conditional_response(asked, etag, seconds)
    return _told(unchanged or _answer(make_body()), etag, seconds)


class UnchangedMiddleware:
    """Answer 304 to who sends the tag that is right just now, before any view is looked for.

    The tag was given for this very address, of a record that has not changed since: so the view
    would answer the same, which costs twice the time. All else is the view's to answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        return _unchanged(request) or self.get_response(request)


def _unchanged(request: HttpRequest) -> HttpResponseBase | None:
    sent = _OURS.fullmatch(request.META.get("HTTP_IF_NONE_MATCH", ""))
    if sent is None or not _is_plain(request):
        return None
    number, digest = sent.groups()
    for about in _days(request):
        if _digest(request, about) == digest:
            version = read_version()
            if str(version.number) != number:
                return None
            return _told(
                HttpResponseNotModified(), sent[0].removeprefix("W/"), _seconds(version, about)
            )
    return None


def _is_plain(request: HttpRequest) -> bool:
    """Tell whether it reads, in any form, on no other condition."""
    sent = request.META
    is_read = request.method in ("GET", "HEAD") and request.path_info.startswith(_API)
    is_free = "HTTP_IF_MATCH" not in sent and "HTTP_IF_UNMODIFIED_SINCE" not in sent
    return is_read and is_free and sent.get("HTTP_ACCEPT", _ANY) == _ANY


def _days(request: HttpRequest) -> Iterator[date | None]:
    """Yield the days that the answer may be about: none, today, or the one that is named."""
    yield None
    yield timezone.now().date()
    if "as_of=" in request.META.get("QUERY_STRING", ""):
        with suppress(ValueError):
            yield date.fromisoformat(request.GET.get("as_of", ""))


def _told(response: HttpResponseBase, etag: str, seconds: int | None) -> HttpResponseBase:
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = CACHE_CONTROL
    response.headers["Vary"] = "Accept"
    if seconds is not None:
        response.headers["Last-Modified"] = _written(seconds)
    return response


def _answer(made: bytes | HttpResponseBase) -> HttpResponseBase:
    return HttpResponse(made, content_type=JSON) if isinstance(made, bytes) else made


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


@lru_cache(maxsize=64)
def _written(seconds: int) -> str:
    return http_date(seconds)


def _seconds(version: Version, as_of: date | None) -> int | None:
    """Return when the answer last changed: with the record, or by itself at midnight."""
    moments = [version.changed_at, _midnight(as_of)]
    modified = max((m for m in moments if m is not None), default=None)
    return int(modified.timestamp()) if modified else None


def _digest(request: HttpRequest, as_of: date | None) -> str:
    """Return what of a strong tag the address counts for, whole: it stands in a list's links."""
    site = f"{request.scheme}://{request.get_host()}"
    about = (site, request.get_full_path(), str(as_of), str(REPRESENTATION))
    return blake2b("\n".join(about).encode(), digest_size=8).hexdigest()
