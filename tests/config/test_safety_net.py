"""Whoever refuses something below /api/, it is a problem."""

from collections.abc import Callable, Iterator
from typing import Any, NoReturn, Protocol

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_POST, require_safe

FAILURES: dict[str, tuple[Exception, int, str]] = {
    "400": (BadRequest(), 400, "request.malformed"),
    "host": (SuspiciousOperation(), 400, "request.malformed"),
    "403": (PermissionDenied(), 403, "access.forbidden"),
    "404": (Http404(), 404, "address.unknown"),
    "500": (ZeroDivisionError(), 500, "server.error"),
    "database": (OperationalError(), 503, "server.busy"),
    "connection": (InterfaceError(), 503, "server.busy"),
    "body": (UnreadablePostError(), 500, "server.error"),
}
STATUSES = {
    401: "access.login_needed",
    409: "request.conflict",
    413: "request.too_large",
    418: "request.malformed",
    429: "request.too_many",
    502: "server.error",
    503: "server.busy",
}


def failing(error: Exception) -> Callable[[HttpRequest], NoReturn]:
    def view(request: HttpRequest) -> NoReturn:
        raise error

    return view


def bare(request: HttpRequest, status: int) -> HttpResponse:
    return HttpResponse("<h1>No</h1>", status=status, headers={"Retry-After": "7"})


@require_safe
def read(request: HttpRequest) -> HttpResponse:
    return HttpResponse("fine")


@require_POST
def write(request: HttpRequest) -> HttpResponse:
    return HttpResponse("fine")


urlpatterns: list[URLPattern | URLResolver] = [
    *(path(f"api/v1/{name}", failing(error)) for name, (error, _, _) in FAILURES.items()),
    path("api/v1/bare/<int:status>", bare),
    path("bare/<int:status>", bare),
    path("away", failing(OperationalError())),
    path("broken", failing(ZeroDivisionError())),
    path("api/v1/read", read),
    path("api/v1/write", write),
    path("", include("agreements.pages.urls")),
]
handler400 = "config.problems.bad_request"
handler403 = "config.problems.permission_denied"
handler404 = "config.problems.not_found"
handler500 = "config.problems.server_error"


@pytest.fixture
def odd_site() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


class Answer(Protocol):
    """What the tests look at in an answer."""

    status_code: int
    headers: Any

    def json(self) -> Any: ...  # noqa: ANN401


def check(answer: Answer, status: int, code: str) -> None:
    told = answer.json()
    assert (answer.status_code, told["status"], told["code"]) == (status, status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert told["request_id"] == answer.headers["X-Request-ID"]
    assert told["detail"]


@pytest.mark.usefixtures("odd_site")
@pytest.mark.parametrize("name", FAILURES)
def test_failure_of_a_plain_view_is_a_problem(client: Client, name: str) -> None:
    client.raise_request_exception = False
    _, status, code = FAILURES[name]
    answer = client.get(f"/api/v1/{name}")
    check(answer, status, code)
    assert ("Retry-After" in answer.headers) == (status == 503)


@pytest.mark.usefixtures("odd_site")
def test_a_page_whose_database_is_away_says_when_to_come_again(client: Client) -> None:
    client.raise_request_exception = False
    answer = client.get("/away")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Try again in a moment" in answer.content.decode()
    assert client.get("/broken").status_code == 500


@pytest.mark.usefixtures("odd_site")
@pytest.mark.parametrize("status", STATUSES)
def test_bare_status_is_a_problem_and_keeps_its_waiting_time(client: Client, status: int) -> None:
    answer = client.get(f"/api/v1/bare/{status}")
    check(answer, status, STATUSES[status])
    assert answer.headers["Retry-After"] == "7"


@pytest.mark.usefixtures("odd_site")
def test_what_is_no_failure_or_no_part_of_the_api_is_left_alone(client: Client) -> None:
    assert client.get("/api/v1/read").content == b"fine"
    assert client.get("/api/v1/bare/204").status_code == 204
    assert client.get("/bare/429").content == b"<h1>No</h1>"


@pytest.mark.usefixtures("odd_site")
def test_method_that_a_decorator_refuses_is_a_problem(client: Client) -> None:
    answer = client.post("/api/v1/read")
    check(answer, 405, "method.not_allowed")
    assert answer.headers["Allow"] == "GET, HEAD"


@pytest.mark.usefixtures("odd_site")
def test_missing_token_is_a_problem() -> None:
    answer = Client(enforce_csrf_checks=True).post("/api/v1/write")
    check(answer, 403, "access.forbidden")


@pytest.mark.django_db
def test_missing_token_of_an_editor_is_a_problem() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_user("olena"))
    answer = client.post("/api/v1/articles", "{}", content_type="application/json")
    check(answer, 403, "access.forbidden")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "FROB"])
@pytest.mark.parametrize("address", ["/api/v1/problems/server.error", "/api/docs"])
def test_pages_below_the_api_refuse_as_it_does(address: str, method: str) -> None:
    answer = Client(enforce_csrf_checks=True).generic(method, address)
    told = answer.json()
    check(answer, told["status"], told["code"])
    assert told["status"] in {403, 405}
