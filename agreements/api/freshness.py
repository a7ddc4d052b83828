"""Answers that say when they change: validators from the record's version, 304 without a row."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import Final, NamedTuple

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from rest_framework.request import Request

from agreements import etags
from agreements.api.underlying import underlying

# Counted up whenever the same rows come out as other bytes than before.
REPRESENTATION: Final = 2
_API: Final = "/api/v1/"
_ANY: Final = "*/*"
_OURS: Final = re.compile(r'(?:W/)?"([0-9]{1,19})-([0-9a-f]{16})"')
JSON: Final = "application/json"
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
    seconds = etags.changed_seconds(version.changed_at, as_of)
    asked = underlying(request)
    tag = etags.etag(version.number, _digest(asked, as_of))
    unchanged = get_conditional_response(asked, tag, seconds)
    return _told(unchanged or _answer(make_body()), tag, seconds)


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
            seconds = etags.changed_seconds(version.changed_at, about)
            return _told(HttpResponseNotModified(), sent[0].removeprefix("W/"), seconds)
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


def _told(response: HttpResponseBase, tag: str, seconds: int | None) -> HttpResponseBase:
    etags.add_validators(response, tag, seconds)
    response.headers["Vary"] = "Accept"
    return response


def _answer(made: bytes | HttpResponseBase) -> HttpResponseBase:
    return HttpResponse(made, content_type=JSON) if isinstance(made, bytes) else made


def read_version() -> Version:
    """Return the version that the record has now; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        found = cursor.fetchone()
    return Version(*found) if found else Version(0, None)


def _digest(request: HttpRequest, as_of: date | None) -> str:
    """Return what of a strong tag the address counts for, whole: it stands in a list's links."""
    site = f"{request.scheme}://{request.get_host()}"
    return etags.digest(site, request.get_full_path(), str(as_of), str(REPRESENTATION))
