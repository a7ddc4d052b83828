"""Files that say when they change: who has one already is told so, before it is made again."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import wraps
from hashlib import blake2b
from typing import Concatenate, Final, ParamSpec

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from agreements import tally

# Counted up whenever the same record comes out as other bytes than before.
REPRESENTATION: Final = 1

Given = ParamSpec("Given")


def unless_unchanged(
    view: Callable[Concatenate[HttpRequest, Given], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, Given], HttpResponseBase]:
    """Answer 304 to whoever has what the view would send; one query.

    The answer may depend on the record, the address and the day, and on nothing else. The version
    is read before the rows: what is published in between gives newer rows an older tag, never the
    reverse.
    """

    @wraps(view)
    def answer(
        request: HttpRequest, /, *args: Given.args, **kwargs: Given.kwargs
    ) -> HttpResponseBase:
        number, changed_at = tally.current().version
        today = timezone.now().date()
        etag = _etag(request, number, today)
        modified = _modified(changed_at, today)
        unchanged = get_conditional_response(request, etag, modified)
        response = unchanged or view(request, *args, **kwargs)
        if response.status_code in (200, 304):
            response.headers["ETag"] = etag
            response.headers["Last-Modified"] = http_date(modified)
            response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
        return response

    return answer


def _etag(request: HttpRequest, number: int, today: date) -> str:
    about = f"{request.build_absolute_uri()}\n{today}\n{REPRESENTATION}"
    return f'"{number}-{blake2b(about.encode(), digest_size=8).hexdigest()}"'


def _modified(changed_at: datetime | None, today: date) -> int:
    """Return when the answer last changed: with the record, or at midnight."""
    midnight = datetime.combine(today, time.min, UTC)
    return int(max(changed_at or midnight, midnight).timestamp())
