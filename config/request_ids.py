"""A name for each request: in its answer, in what is logged meanwhile, and in problems."""

import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from typing import Final

from django.http import HttpRequest, HttpResponse

HEADER: Final = "X-Request-ID"
_ACCEPTED: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_current: ContextVar[str | None] = ContextVar("request_id", default=None)


def current() -> str | None:
    """Return the id of the request that this thread answers; None where there is none."""
    return _current.get()


def name_request(given: str = "") -> str:
    """Return the id that this thread's request has from here on: a new one, or a fit one given."""
    name = given if _ACCEPTED.fullmatch(given) else secrets.token_hex(10)
    _current.set(name)
    return name


class RequestIdMiddleware:
    """Name each request, by the name that a proxy gave it if that is short and plain.

    The name stays until the thread's next request: an answer that streams is logged under it too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request and tell its id."""
        name = name_request(request.headers.get(HEADER, ""))
        response = self.get_response(request)
        response.headers[HEADER] = name
        return response
