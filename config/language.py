"""Files and the API speak no language but the record's own, whatever the pages speak."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, override

_ENDINGS: Final = (".csv", ".json")
_API: Final = "/api/v1/"
# The record's own language, in which all texts are written; None is no language at all.
_OWN: Final = (None, "en")


class PlainFilesMiddleware:
    """Answer programs without translations, and with numbers and dates as programs read them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        is_for_programs = request.path.startswith(_API) or request.path.endswith(_ENDINGS)
        # To change the language takes longer than to find out that it need not be changed.
        if is_for_programs and get_language() not in _OWN:
            with override(None):
                return self.get_response(request)
        return self.get_response(request)
