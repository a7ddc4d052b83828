"""Answer a script's request with the page that a browser without script would be sent on to."""

from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import resolve, reverse

from agreements.pages.frame import tell_in_place

_View = Callable[..., HttpResponse]


def answered_in_place(view: _View) -> _View:
    """Let htmx have the next page at once, with its address: one request for a decision.

    Only pages of the desk are answered so; whoever has to sign in is sent there.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401  any view's
        response = view(request, *args, **kwargs)
        if not request.headers.get("HX-Request") or not isinstance(response, HttpResponseRedirect):
            return response
        address = urlsplit(response.url)
        if address.netloc or not address.path.startswith(reverse("review")):
            return response
        asked = _asking(request, address.path, address.query)
        tell_in_place(asked)
        found = resolve(address.path)
        page = found.func(asked, *found.args, **found.kwargs)
        page.headers["HX-Push-Url"] = response.url
        assert isinstance(page, HttpResponse)  # noqa: S101  every page of the desk is one
        return page

    return answer


def _asking(request: HttpRequest, path: str, query: str) -> HttpRequest:
    """Return the request that would have asked for the page; the same editor, the same messages."""
    asked = copy(request)
    asked.method = "GET"
    asked.path = asked.path_info = path
    asked.GET = QueryDict(query)
    asked.POST = QueryDict()
    return asked
