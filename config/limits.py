"""How much anybody may send at once."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from agreements.numbers import whole_number
from config.problems import length_required, too_large

# A browser shows an answer only when it has sent everything: up to here it may, for nothing.
_HEARD_OUT_BYTES: Final = 200_000_000
_PIECE_BYTES: Final = 1_000_000


class BodyLimitMiddleware:
    """Refuse a body that is larger than the largest form, before anything reads or stores it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, or say that it is too large."""
        if _is_without_length(request):
            return length_required(request)
        length = _length(request)
        path = request.path_info
        if length <= settings.BODY_LIMITS.get(path, settings.DATA_UPLOAD_MAX_MEMORY_SIZE):
            return self.get_response(request)
        if length <= _HEARD_OUT_BYTES:
            _hear_out(request)
        return too_large(request)


def _is_without_length(request: HttpRequest) -> bool:
    # Chunked: Django would take the body for empty.
    return "HTTP_TRANSFER_ENCODING" in request.META and not request.META.get("CONTENT_LENGTH")


def _length(request: HttpRequest) -> int:
    # A body without a length, or with one that is no number, is not read by Django at all.
    return whole_number(request.META.get("CONTENT_LENGTH")) or 0


def _hear_out(request: HttpRequest) -> None:
    while request.read(_PIECE_BYTES):
        pass
