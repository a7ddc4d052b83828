"""Scripts of any site may read what everybody may read, in every format."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase

_API: Final = "/api/"
# The files for programs that the pages' own addresses give.
_FILES: Final = (
    *(".atom", ".bib", ".csv", ".dta", ".geojson", ".json", ".jsonl", ".parquet"),
    *(".png", ".ris", ".svg", ".txt"),
)
_EXPOSED: Final = (
    "Content-Disposition, Deprecation, ETag, Last-Modified, Link, Location, RateLimit, "
    "RateLimit-Policy, Record-Version, Retry-After, Sunset, X-Request-ID"
)
_METHODS: Final = "GET, HEAD, OPTIONS"
_SENT: Final = "Accept, Authorization, If-Modified-Since, If-None-Match, X-Request-ID"
_DAY_SECONDS: Final = "86400"


class CorsMiddleware:
    """Open public reads to every origin, and nothing else.

    No cookie goes along with a request that is answered with `*`, so nothing of who is signed in is
    told; what is private is not opened all the same. What may be written is written from servers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; a browser that asks first is answered here."""
        if not is_for_programs(request.path_info):
            return self.get_response(request)
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            return _preflight()
        response = self.get_response(request)
        if getattr(request, "is_private", False):
            response.headers.setdefault("Cache-Control", "private, no-store")
        elif request.method in ("GET", "HEAD", "OPTIONS"):
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = _EXPOSED
        return response


def is_for_programs(path: str) -> bool:
    """Tell whether the answer is the API's, or a file."""
    return path.startswith(_API) or path.endswith(_FILES)


def _preflight() -> HttpResponse:
    response = HttpResponse(status=204)
    del response.headers["Content-Type"]  # there is none
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = _METHODS
    response.headers["Access-Control-Allow-Headers"] = _SENT
    response.headers["Access-Control-Max-Age"] = _DAY_SECONDS
    return response
