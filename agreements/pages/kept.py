"""What was typed is kept where a form comes too late: signed out, or from a page that is too old.

It goes along in the answer, hidden, so that nothing is stored of who is not signed in.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import is_valid_path, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from agreements.pages.signed_in import who_is_in

TOKEN_HEADER: Final = "X-Form-Token"  # noqa: S105  a header's name
_PREFIX: Final = "kept."
_TO: Final = "kept_to"
# What the page itself sent along: kept, but not shown as something that was typed.
_OF_THE_PAGE: Final = frozenset(
    {
        *("version", "record", "key", "layer", "lease", "seen", "seconds", "keep", "conflict"),
        *("verdict", "held_by", "do", "editing", "all", "agreement", "next"),
    }
)
_NOT_TYPED: Final = re.compile(r"v\w*-(start|end|at|evidence)|(rule|choose)-\w+")


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that was not carried out: the address that it was sent to, and its fields.

    `has_file` tells that a file went with it, which can't be kept.
    """

    to: str
    fields: list[tuple[str, str]]
    has_file: bool = False

    @property
    def typed(self) -> list[str]:
        """What is worth showing of it: texts, in the order of the form."""
        said = (value.strip() for name, value in self.fields if _is_typed(name))
        return [value for value in said if value]


def _is_typed(name: str) -> bool:
    return name not in _OF_THE_PAGE and not _NOT_TYPED.fullmatch(name)


def kept_of(request: HttpRequest) -> Kept | None:
    """Return what a refused request sent; None where it sent nothing that could be sent again."""
    if request.path == reverse("login"):
        return _passed_on(request)
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    return Kept(request.get_full_path(), fields, bool(request.FILES)) if fields else None


class KeptMiddleware:
    """Ask who was signed out meanwhile to sign in, with what they sent going along."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; a script is led to the sign-in page and keeps things itself."""
        response = self.get_response(request)
        if request.method != "POST" or not _leads_to_login(response) or _is_script(request):
            return response
        kept = kept_of(request)
        return response if kept is None else _sign_in_again(request, kept)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token does not fit: with a new token, and the form to be sent again.

    A form from another site gets neither.
    """
    if not _is_ours(request, reason):
        return render(request, "403_csrf.html", {"is_foreign": True}, status=403)
    is_in = who_is_in(request) is not None
    if not is_in and _is_script(request):
        return HttpResponseRedirect(reverse("login"))
    kept = kept_of(request)
    if not is_in and (kept or request.path == reverse("login")):
        return _sign_in_again(request, kept)
    response = render(request, "403_csrf.html", {"kept": kept}, status=403)
    response.headers[TOKEN_HEADER] = get_token(request)
    return response


class SignIn(LoginView):
    """Sign in; who was in the middle of something goes on with it."""

    template_name = "pages/login.html"
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401  Django's
        """Let who has signed in elsewhere in the meantime go on as well."""
        kept = _passed_on(request)
        if kept is not None and request.method == "POST" and request.user.is_authenticated:
            return _send_again(request, kept)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401  Django's
        """Say why one has to sign in again, where that is so."""
        kept = _passed_on(self.request)
        is_out = any("signed_out" in sent for sent in (self.request.GET, self.request.POST))
        return super().get_context_data(
            kept=kept, is_signed_out=is_out or kept is not None, **kwargs
        )

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in, and show what was kept."""
        response = super().form_valid(form)
        kept = _passed_on(self.request)
        return response if kept is None else _send_again(self.request, kept)


def _sign_in_again(request: HttpRequest, kept: Kept | None) -> HttpResponse:
    told: Mapping[str, object] = {
        "kept": kept,
        "is_signed_out": kept is not None,
        "is_too_old": kept is None,
        "next": request.POST.get("next", "") if kept is None else "",
    }
    return render(request, "pages/login.html", told, status=403)


def _send_again(request: HttpRequest, kept: Kept) -> HttpResponse:
    return render(request, "pages/send_again.html", {"kept": kept})


def _passed_on(request: HttpRequest) -> Kept | None:
    """Return what the sign-in page carries for afterwards."""
    to = request.POST.get(_TO, "")
    is_ours = url_has_allowed_host_and_scheme(to, allowed_hosts=None)
    if not is_ours or not is_valid_path(urlsplit(to).path) or to == reverse("login"):
        return None
    fields = [
        (name.removeprefix(_PREFIX), value)
        for name, values in request.POST.lists()
        for value in values
        if name.startswith(_PREFIX)
    ]
    return Kept(to, fields, "kept_file" in request.POST)


def _leads_to_login(response: HttpResponseBase) -> bool:
    if not isinstance(response, HttpResponseRedirect):
        return False
    return urlsplit(response.url).path == reverse("login")


def _is_script(request: HttpRequest) -> bool:
    return bool(request.headers.get("HX-Request"))


def _is_ours(request: HttpRequest, reason: str) -> bool:
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return site in ("same-origin", "none") and not reason.startswith(("Origin", "Referer"))
