"""Files and the API speak no language but the record's own, whatever the pages speak."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override

_ENDINGS: Final = (".csv", ".json")
_API: Final = "/api/v1/"


class PlainFilesMiddleware:
    """Answer programs without translations, and with numbers and dates as programs read them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        if request.path.startswith(_API) or request.path.endswith(_ENDINGS):
            with override(None):
                return self.get_response(request)
        return self.get_response(request)
