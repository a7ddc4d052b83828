"""What went wrong, told to programs as problem JSON (RFC 9457) and to people as a page."""

import json
import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    JsonResponse,
    UnreadablePostError,
)
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import is_valid_path, path
from django.utils.http import escape_leading_slashes
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.views import exception_handler

from config import request_ids
from config.kinds import BY_STATUS, KINDS, pointer_to

_log = logging.getLogger(__name__)

_API: Final = "/api/"
_BASE: Final = "/api/v1/problems/"
_RETRY_SECONDS: Final = 5
# What is quoted back may be as long as an address.
_LONGEST: Final = 2_000


_OF_FIELDS: Final = frozenset(code for code in KINDS if code.startswith("field."))
_DATABASE_AWAY: Final = (OperationalError, InterfaceError)


def problem(
    code: str, detail: str, *, status: int | None = None, **members: object
) -> HttpResponse:
    """Return the answer for a kind of problem; `members` are told beside the standard ones."""
    kind = KINDS[code]
    told = {
        "type": _BASE + code,
        "title": kind.title,
        "status": status or kind.status,
        "detail": detail if len(detail) <= _LONGEST else f"{detail[: _LONGEST - 1]}…",
        "code": code,
    } | members
    if request_id := request_ids.current():
        told["request_id"] = request_id
    # ASCII: a value that is quoted back may hold what no encoding can carry.
    body = json.dumps(told).encode("ascii")
    return HttpResponse(
        body,
        status=status or kind.status,
        content_type="application/problem+json",
        # What was wrong a moment ago may be right by now.
        headers={"Cache-Control": "no-store", "Content-Length": str(len(body))},
    )


def problem_response(exc: Exception, context: Mapping[str, Any]) -> HttpResponseBase | None:
    """Turn what an API view raised into a problem; None leaves it to Django as a server error.

    An exception may name its `code` (as the code of its detail) and bring `members`, a mapping
    that is told beside the standard members, such as `parameter`.
    """
    if isinstance(exc, RequestDataTooBig):
        return problem("request.too_large", "Send less at once.")
    if isinstance(exc, SuspiciousOperation | RecursionError | UnreadablePostError):
        return problem("request.malformed", _why(exc))
    if isinstance(exc, _DATABASE_AWAY):
        _log.exception("The database did not serve %s", context["request"].path)
        return _busy()
    answer = exception_handler(exc, dict(context))
    if answer is None:
        return None
    return _with_headers(_told(exc, answer.status_code), answer.headers)


def _told(exc: Exception, status: int) -> HttpResponse:
    if isinstance(exc, ValidationError):
        errors = list(_field_errors(exc.detail, ""))
        first = errors[0]
        return problem(first["code"], first["detail"], pointer=first["pointer"], errors=errors)
    code = exc.get_codes() if isinstance(exc, APIException) else None
    if not isinstance(code, str) or code not in KINDS:
        code = _code_of(status)
    detail = str(getattr(exc, "detail", "")) or f"{HTTPStatus(status).phrase}."
    return problem(code, detail, status=status, **getattr(exc, "members", {}))


def instead_of(response: HttpResponseBase) -> HttpResponse:
    """Return the problem that says what a failed answer says by its status alone."""
    status = response.status_code
    code = _code_of(status)
    answer = problem(code, f"{KINDS[code].title}.", status=status)
    return _with_headers(answer, response.headers)


def _code_of(status: int) -> str:
    return BY_STATUS.get(status, "request.malformed" if status < 500 else "server.error")  # noqa: PLR2004  HTTP


def _field_errors(detail: object, pointer: str) -> Iterator[dict[str, str]]:
    """Flatten what a serializer says into its errors, each with a JSON pointer to the field."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            is_whole = name == "non_field_errors"
            yield from _field_errors(inner, pointer if is_whole else pointer + pointer_to([name]))
    elif isinstance(detail, Sequence) and not isinstance(detail, str):
        for position, inner in enumerate(detail):
            is_text = isinstance(inner, ErrorDetail)
            yield from _field_errors(inner, pointer if is_text else f"{pointer}/{position}")
    else:
        code = getattr(detail, "code", None)
        known = code if code in _OF_FIELDS else "field.value"
        yield {"pointer": pointer, "detail": str(detail), "code": known}


def _busy() -> HttpResponse:
    answer = problem("server.busy", "Try again in a moment.")
    return _with_headers(answer, {"Retry-After": str(_RETRY_SECONDS)})


def _with_headers(response: HttpResponse, headers: Mapping[str, str]) -> HttpResponse:
    for name, value in headers.items():
        if name.lower() in {"allow", "retry-after", "www-authenticate"}:
            response.headers[name] = value
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer a request that Django could not read."""
    if is_api(request):
        return problem("request.malformed", _why(exception))
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer a request that somebody may not make."""
    if is_api(request):
        return problem("access.forbidden", "You may not do this.")
    return defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer a request for an address that does not exist."""
    if not is_api(request):
        return _without_slash(request) or defaults.page_not_found(request, exception)
    hint = " Addresses here end without a slash." if request.path.endswith("/") else ""
    told = f"There is nothing at {request.path}.{hint} What there is stands at /api/docs."
    return problem("address.unknown", told)


def too_large(request: HttpRequest) -> HttpResponseBase:
    """Answer a request whose body is larger than anything that is taken in here."""
    if is_api(request):
        return problem("request.too_large", "Send less at once.")
    return render(request, "413.html", status=413)


def length_required(request: HttpRequest) -> HttpResponseBase:
    """Answer a request whose body comes in pieces, with no length said before."""
    if is_api(request):
        return problem("request.length_required", "Send Content-Length, not chunks.")
    return HttpResponse("Send Content-Length, not chunks.", status=411, content_type="text/plain")


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
    is_away = isinstance(sys.exception(), _DATABASE_AWAY)
    if is_api(request):
        if is_away:
            return _busy()
        return problem("server.error", "This is our fault; it has been logged. Try again later.")
    return _busy_page() if is_away else defaults.server_error(request)


def _busy_page() -> HttpResponse:
    # Without the request: who it is from is known by the database alone.
    headers = {"Retry-After": str(_RETRY_SECONDS), "Cache-Control": "no-store"}
    return HttpResponse(render_to_string("503.html"), status=503, headers=headers)


@csrf_exempt  # it changes nothing, and a refusal here is no page
def explain(request: HttpRequest, code: str) -> HttpResponse:
    """Say what a kind of problem is: what its `type` points to."""
    if request.method not in ("GET", "HEAD"):
        refused = problem("method.not_allowed", "This can only be read.")
        return _with_headers(refused, {"Allow": "GET, HEAD"})
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
    if isinstance(exception, UnreadablePostError):
        return "The body ended before its length was reached."
    return "The request names a host that is not served here, or is damaged."


def is_api(request: HttpRequest) -> bool:
    """Tell whether a program asks, not a person's browser."""
    return request.path_info.startswith(_API)


urlpatterns = [path("problems/<str:code>", explain, name="problem")]
