"""What every answer carries: the content security policy, and who may keep the answer."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# Everything comes from this site; no inline script, no inline style.
POLICY: Final = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


# What is made for other sites' pages, and no more, may stand in them.
EMBEDDED: Final = "/embed/"
EMBEDDED_POLICY: Final = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")


class PolicyMiddleware:
    """Add the policy to each answer that has none of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request and add the header."""
        response = self.get_response(request)
        policy = EMBEDDED_POLICY if request.path.startswith(EMBEDDED) else POLICY
        response.headers.setdefault("Content-Security-Policy", policy)
        return response


class PrivateMiddleware:
    """Let nobody else keep what somebody who is signed in was answered, and nothing be stale.

    An answer that says so itself is left as it is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request and add the header."""
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response
