"""The gate before the API: whose key a request shows, and whether its caller has asked too much."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Final
from urllib.parse import unquote_plus

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from agreements.keys import HeldKey, KeyRefusedError, check_key, looks_like_key
from config import rates
from config.problems import problem
from config.rates import Allowance, Policy

_API: Final = "/api/"
# For people, to read how it goes on: also when they have asked too much.
_PAGES: Final = frozenset({"/api/docs"})
_BEARER: Final = re.compile(r"bearer(?: +(.*))?", re.IGNORECASE | re.DOTALL)
# What clients call a key that they put into an address.
_KEY_NAMES: Final = frozenset({"access_token", "api_key", "apikey", "token"})


class GateMiddleware:
    """Refuse keys that are none, and more requests than a caller may make, before all else.

    A good key is `request.held_key`. No key is repeated in an answer or written to a log. What is
    answered with 304 costs nothing of the limit: who asks so is counted when the answer is known,
    and one whose limit is spent beforehand like all others.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, or say why its key opens nothing."""
        if not _is_counted(request):
            return self.get_response(request)
        held, refused = None, None
        try:
            held = _held(request)
        except KeyRefusedError as error:
            # Who tries keys out is counted by address.
            refused = _refused(error)
        setattr(request, "held_key", held)  # noqa: B010  Django's class has no such attribute
        policy, caller = _caller(request, held)
        if refused is None and _is_conditional(request) and not rates.is_spent(policy, caller):
            return self._counted_after(request, policy, caller)
        allowance = rates.take(policy, caller)
        if allowance is not None and not allowance.is_allowed:
            return _with_headers(_too_many(allowance), allowance)
        return _with_headers(refused or self.get_response(request), allowance)

    def _counted_after(self, request: HttpRequest, policy: Policy, caller: str) -> HttpResponseBase:
        response = self.get_response(request)
        is_free = response.status_code == HTTPStatus.NOT_MODIFIED
        allowance = rates.look(policy, caller) if is_free else rates.take(policy, caller)
        if allowance is not None and not allowance.is_allowed:
            response.close()
            response = _too_many(allowance)
        return _with_headers(response, allowance)


def _is_counted(request: HttpRequest) -> bool:
    is_api = request.path_info.startswith(_API) and request.path_info not in _PAGES
    return is_api and request.method != "OPTIONS"


def _is_conditional(request: HttpRequest) -> bool:
    sent = request.META
    is_read = request.method in ("GET", "HEAD")
    return is_read and ("HTTP_IF_NONE_MATCH" in sent or "HTTP_IF_MODIFIED_SINCE" in sent)


def _caller(request: HttpRequest, held: HeldKey | None) -> tuple[Policy, str]:
    if held is not None:
        return rates.keyed(), str(held.pk)
    return rates.anonymous(), rates.network_of(request.META.get("REMOTE_ADDR", ""))


def _with_headers(response: HttpResponseBase, allowance: Allowance | None) -> HttpResponseBase:
    if allowance is not None:
        response.headers["RateLimit-Policy"] = allowance.policy.header
        response.headers["RateLimit"] = allowance.header
    return response


def _too_many(allowance: Allowance) -> HttpResponse:
    more = "" if allowance.policy.name == "key" else " With a key the limit is larger."
    told = f"{allowance.policy.quota} requests a minute are the limit: wait.{more}"
    answer = problem("request.too_many", told)
    answer.headers["Retry-After"] = str(allowance.seconds)
    return answer


def _held(request: HttpRequest) -> HeldKey | None:
    if _has_key_in_query(request.META.get("QUERY_STRING", "")):
        told = "Send the key as Authorization: Bearer …, and revoke this one: addresses are logged."
        raise KeyRefusedError("access.key_in_query", told)
    said = request.META.get("HTTP_AUTHORIZATION", "")
    sent = _BEARER.fullmatch(said)
    if sent is None and looks_like_key(said):
        told = "Write Bearer before the key: Authorization: Bearer atlas_…"
        raise KeyRefusedError("access.key_malformed", told)
    return None if sent is None else check_key(sent[1] or "")


def _has_key_in_query(query: str) -> bool:
    if not query:
        return False
    names = {part.partition("=")[0].lower() for part in query.split("&")}
    return not names.isdisjoint(_KEY_NAMES) or looks_like_key(unquote_plus(query))


def _refused(error: KeyRefusedError) -> HttpResponse:
    answer = problem(error.code, str(error))
    answer.headers["WWW-Authenticate"] = 'Bearer realm="Accord Atlas", error="invalid_token"'
    return answer
