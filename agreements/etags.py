"""What a copy of an answer is known by: an ETag and a moment, made of the record's version."""

from datetime import UTC, date, datetime, time
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import http_date

# A cache may keep the answer, but asks each time: that costs one small query, and an approved
# agreement, or a withdrawn one, shows at once.
CACHE_CONTROL: Final = "public, max-age=0, must-revalidate"


def digest(*about: str) -> str:
    """Return what of a strong tag counts for all that an answer depends on beside the record."""
    return blake2b("\n".join(about).encode(), digest_size=8).hexdigest()


def etag(number: int, digested: str) -> str:
    """Return the tag of an answer that is made of the record's version of this number."""
    return f'"{number}-{digested}"'


def changed_seconds(changed_at: datetime | None, about: date | None) -> int | None:
    """Return when an answer last changed: with the record, or by itself at midnight.

    The latter only if it is about today; None where it is not and there is no record yet.
    """
    today = timezone.now().date()
    midnight = datetime.combine(today, time.min, UTC) if about == today else None
    modified = max((m for m in (changed_at, midnight) if m is not None), default=None)
    return int(modified.timestamp()) if modified else None


def add_validators(response: HttpResponseBase, tag: str, seconds: int | None) -> None:
    """Say in an answer what its copies are known by, and that they are to be asked about."""
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = CACHE_CONTROL
    if seconds is not None:
        response.headers["Last-Modified"] = _written(seconds)


@lru_cache(maxsize=64)
def _written(seconds: int) -> str:
    return http_date(seconds)
