"""What fails below /api/ is a problem whoever answers: Django's decorators and middleware too."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponseBase

from config.problems import instead_of, is_api

_PROBLEM: Final = "application/problem+json"


class SafetyNetMiddleware:
    """Put a problem in the place of any other failure below /api/."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        response = self.get_response(request)
        is_failure = response.status_code >= HTTPStatus.BAD_REQUEST
        if not is_failure or not is_api(request):
            return response
        if response.headers.get("Content-Type", "").startswith(_PROBLEM):
            return response
        return instead_of(response)
