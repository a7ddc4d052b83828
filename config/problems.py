"""What went wrong, told to programs as problem JSON (RFC 9457) and to people as a page."""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.db import OperationalError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import is_valid_path, path
from django.utils.http import escape_leading_slashes
from django.views import defaults
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.views import exception_handler

_log = logging.getLogger(__name__)

_API: Final = "/api/"
_BASE: Final = "/api/v1/problems/"
_RETRY_SECONDS: Final = 5


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: the status it comes with, and its title, which never changes."""

    status: int
    title: str


# The codes are promised: a program may branch on them. New ones may come, none changes its meaning.
KINDS: Final = {
    "query.unknown": Kind(400, "There is no such parameter"),
    "query.doubled": Kind(400, "This parameter may stand only once"),
    "query.value": Kind(400, "This value makes no sense here"),
    "query.character": Kind(400, "This character can't be in a query"),
    "query.cursor": Kind(400, "This cursor is none of ours"),
    "request.malformed": Kind(400, "The request can't be read"),
    "field.value": Kind(400, "Some fields are wrong"),
    "access.login_needed": Kind(401, "Sign in first"),
    "access.forbidden": Kind(403, "You may not do this"),
    "record.unknown": Kind(404, "The record has nothing of this name"),
    "record.not_then": Kind(404, "It did not stand then, or was not known then"),
    "address.unknown": Kind(404, "There is nothing at this address"),
    "method.not_allowed": Kind(405, "This address does not take this method"),
    "answer.not_acceptable": Kind(406, "There is no answer in this format"),
    "request.conflict": Kind(409, "Something else has changed this in the meantime"),
    "request.too_large": Kind(413, "The request is too large"),
    "request.media_type": Kind(415, "Requests in this format are not read here"),
    "request.too_many": Kind(429, "Too many requests"),
    "server.error": Kind(500, "The server failed"),
    "server.busy": Kind(503, "The database did not answer in time"),
}
# The code of an error that brings none of its own.
_BY_STATUS: Final = {
    400: "request.malformed",
    401: "access.login_needed",
    403: "access.forbidden",
    404: "address.unknown",
    405: "method.not_allowed",
    406: "answer.not_acceptable",
    409: "request.conflict",
    413: "request.too_large",
    415: "request.media_type",
    429: "request.too_many",
    503: "server.busy",
}


def problem(
    code: str, detail: str, *, status: int | None = None, **members: object
) -> HttpResponse:
    """Return the answer for a kind of problem; `members` are told beside the standard ones."""
    kind = KINDS[code]
    told = {
        "type": _BASE + code,
        "title": kind.title,
        "status": status or kind.status,
        "detail": detail,
        "code": code,
    } | members
    # ASCII: a value that is quoted back may hold what no encoding can carry.
    return HttpResponse(
        json.dumps(told).encode("ascii"),
        status=status or kind.status,
        content_type="application/problem+json",
        # What was wrong a moment ago may be right by now.
        headers={"Cache-Control": "no-store"},
    )


def problem_response(exc: Exception, context: Mapping[str, Any]) -> HttpResponseBase | None:
    """Turn what an API view raised into a problem; None leaves it to Django as a server error.

    An exception may name its `code` (as the code of its detail) and bring `members`, a mapping
    that is told beside the standard members, such as `parameter`.
    """
    if isinstance(exc, RequestDataTooBig):
        return problem("request.too_large", "Send less at once.")
    if isinstance(exc, SuspiciousOperation | RecursionError):
        return problem("request.malformed", _why(exc))
    if isinstance(exc, OperationalError):
        _log.exception("The database did not serve %s", context["request"].path)
        return _with_headers(
            problem("server.busy", "Try again in a moment."), {"Retry-After": str(_RETRY_SECONDS)}
        )
    answer = exception_handler(exc, dict(context))
    if answer is None:
        return None
    return _with_headers(_told(exc, answer.status_code), answer.headers)


def _told(exc: Exception, status: int) -> HttpResponse:
    if isinstance(exc, ValidationError):
        errors = list(_field_errors(exc.detail, ""))
        return problem(
            "field.value", errors[0]["detail"], pointer=errors[0]["pointer"], errors=errors
        )
    code = exc.get_codes() if isinstance(exc, APIException) else None
    if not isinstance(code, str) or code not in KINDS:
        code = _BY_STATUS.get(status, "request.malformed" if status < 500 else "server.error")  # noqa: PLR2004  HTTP
    detail = str(getattr(exc, "detail", "")) or f"{HTTPStatus(status).phrase}."
    return problem(code, detail, status=status, **getattr(exc, "members", {}))


def _field_errors(detail: object, pointer: str) -> Iterator[dict[str, str]]:
    """Flatten what a serializer says into its errors, each with a JSON pointer to the field."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            is_whole = name == "non_field_errors"
            yield from _field_errors(inner, pointer if is_whole else f"{pointer}/{_escape(name)}")
    elif isinstance(detail, Sequence) and not isinstance(detail, str):
        for position, inner in enumerate(detail):
            is_text = isinstance(inner, ErrorDetail)
            yield from _field_errors(inner, pointer if is_text else f"{pointer}/{position}")
    else:
        yield {"pointer": pointer, "detail": str(detail)}


def _escape(name: object) -> str:
    return str(name).replace("~", "~0").replace("/", "~1")


def _with_headers(response: HttpResponse, headers: Mapping[str, str]) -> HttpResponse:
    for name, value in headers.items():
        if name.lower() in {"allow", "retry-after", "www-authenticate"}:
            response.headers[name] = value
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer a request that Django could not read."""
    if _is_api(request):
        return problem("request.malformed", _why(exception))
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer a request that somebody may not make."""
    if _is_api(request):
        return problem("access.forbidden", "You may not do this.")
    return defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer a request for an address that does not exist."""
    if not _is_api(request):
        return _without_slash(request) or defaults.page_not_found(request, exception)
    hint = " Addresses here end without a slash." if request.path.endswith("/") else ""
    return problem("address.unknown", f"There is nothing at {request.path}.{hint}")


def too_large(request: HttpRequest) -> HttpResponseBase:
    """Answer a request whose body is larger than anything that is taken in here."""
    if _is_api(request):
        return problem("request.too_large", "Send less at once.")
    return render(request, "413.html", status=413)


def _without_slash(request: HttpRequest) -> HttpResponseBase | None:
    """Lead people who wrote /countries/ to /countries; None where that would be no page either."""
    bare = request.path_info.rstrip("/")
    if bare in {request.path_info, ""} or not is_valid_path(bare):
        return None
    query = request.META.get("QUERY_STRING", "")
    address = escape_leading_slashes(request.path.rstrip("/"))
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Answer a request that broke the server; it has been logged."""
    if _is_api(request):
        return problem("server.error", "This is our fault; it has been logged. Try again later.")
    return defaults.server_error(request)


def explain(request: HttpRequest, code: str) -> JsonResponse:
    """Say what a kind of problem is: what its `type` points to."""
    kind = KINDS.get(code)
    if kind is None:
        raise Http404
    return JsonResponse(
        {"type": _BASE + code, "code": code, "status": kind.status, "title": kind.title}
    )


def _why(exception: Exception) -> str:
    if isinstance(exception, TooManyFieldsSent):
        return "There are too many parameters."
    if isinstance(exception, RecursionError):
        return "It is nested too deeply."
    return "The request names a host that is not served here, or is damaged."


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith(_API)


urlpatterns = [path("problems/<str:code>", explain, name="problem")]
