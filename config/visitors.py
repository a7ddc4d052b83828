"""What only people's browsers need around an answer: sessions, messages, htmx, kept forms."""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponseBase
from django_htmx.middleware import HtmxMiddleware

from agreements.pages.kept import KeptMiddleware

_API: Final = "/api/v1/"
_Handler = Callable[[HttpRequest], HttpResponseBase]
_AROUND: Final = (
    SessionMiddleware,
    AuthenticationMiddleware,
    MessageMiddleware,
    HtmxMiddleware,
    KeptMiddleware,
)


class VisitorsMiddleware:
    """Puts them around each answer, but not around that to a program without a session.

    They are a tenth of what a short answer of the API costs. An editor's browser that asks the API
    brings the session's cookie, and has them.
    """

    def __init__(self, get_response: _Handler) -> None:
        """Keep what answers, with them and without."""
        self.get_response = get_response
        around: Any = get_response
        for kind in reversed(_AROUND):
            around = convert_exception_to_response(kind(around))
        self._around: _Handler = around

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        is_api = request.path_info.startswith(_API)
        if is_api and settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        return self._around(request)
