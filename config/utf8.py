"""Addresses are UTF-8: what is not would be read as other words than those that were meant."""

from collections.abc import Callable
from typing import Final
from urllib.parse import unquote_plus, unquote_to_bytes

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from config.cors import is_for_programs
from config.problems import is_api, problem

_SHOWN: Final = 60


class Utf8Middleware:
    """Refuse a query that is not UTF-8, by the parameter's name: Django would put U+FFFD for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, or say which parameter can't be read."""
        name = damaged(request.META.get("QUERY_STRING", ""))
        return self.get_response(request) if name is None else _refused(request, name[:_SHOWN])


def damaged(query: str) -> str | None:
    """Return the first parameter that is not UTF-8; `query` is as WSGI has it, a character a byte.

    Its name is told with U+FFFD for what of the name itself can't be read.
    """
    if query.isascii() and "%" not in query:
        return None
    for part in query.split("&"):
        if not _is_utf8(part):
            return unquote_plus(part.partition("=")[0].encode("latin-1").decode(errors="replace"))
    return None


def _is_utf8(part: str) -> bool:
    try:
        unquote_to_bytes(part.encode("latin-1")).decode()
    except UnicodeDecodeError:
        return False
    return True


def _refused(request: HttpRequest, name: str) -> HttpResponse:
    told = f"{name}: this is not UTF-8. Percent-encode text as UTF-8: é is %C3%A9."
    if is_api(request):
        return problem("query.character", told, parameter=name)
    headers = {"Cache-Control": "no-store"}
    if is_for_programs(request.path_info):
        form = "text/plain; charset=utf-8"
        return HttpResponse(f"{told}\n", status=400, content_type=form, headers=headers)
    page = render_to_string("400.html", {"parameter": name})
    return HttpResponse(page, status=400, headers=headers)
