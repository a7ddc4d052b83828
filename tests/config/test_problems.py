"""Problems: one shape for every failure under /api/, pages for people elsewhere."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
)
from django.db import OperationalError
from django.http import Http404, HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import get_resolver
from rest_framework import exceptions, serializers

from agreements.api.refusals import NotThenError, QueryError, UnknownRecordError
from agreements.filters import CharacterError, FilterError
from config import problems
from config.kinds import KINDS


def told(exc: Exception) -> tuple[HttpResponseBase, dict[str, Any]]:
    request = RequestFactory().get("/api/v1/agreements")
    response = problems.problem_response(exc, {"request": request})
    assert response is not None
    return response, json.loads(response.getvalue())


@pytest.mark.parametrize(
    ("exc", "status", "code"),
    [
        (exceptions.ParseError(), 400, "request.malformed"),
        (exceptions.NotAuthenticated(), 401, "access.login_needed"),
        (exceptions.PermissionDenied(), 403, "access.forbidden"),
        (PermissionDenied(), 403, "access.forbidden"),
        (Http404(), 404, "address.unknown"),
        (exceptions.MethodNotAllowed("POST"), 405, "method.not_allowed"),
        (exceptions.NotAcceptable(), 406, "answer.not_acceptable"),
        (RequestDataTooBig(), 413, "request.too_large"),
        (exceptions.UnsupportedMediaType("text/csv"), 415, "request.media_type"),
        (exceptions.Throttled(wait=7), 429, "request.too_many"),
        (SuspiciousOperation(), 400, "request.malformed"),
        (TooManyFieldsSent(), 400, "request.malformed"),
        (RecursionError(), 400, "request.malformed"),
        (OperationalError(), 503, "server.busy"),
        (exceptions.APIException(), 500, "server.error"),
        (QueryError.unknown(["x"], {"y"}), 400, "query.unknown"),
        (QueryError.doubled("x"), 400, "query.doubled"),
        (QueryError.from_filter(FilterError("x", "No.")), 400, "query.value"),
        (QueryError.from_filter(CharacterError("x", "No.")), 400, "query.character"),
        (UnknownRecordError(), 404, "record.unknown"),
        (NotThenError(), 404, "record.not_then"),
    ],
)
def test_each_failure_has_its_code(exc: Exception, status: int, code: str) -> None:
    response, problem = told(exc)
    assert (response.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert problem["title"] == KINDS[code].title
    assert problem["type"] == f"/api/v1/problems/{code}"
    assert problem["detail"]
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"


def test_waiting_time_and_methods_are_told() -> None:
    assert told(exceptions.Throttled(wait=7))[0].headers["Retry-After"] == "7"
    assert told(OperationalError())[0].headers["Retry-After"] == "5"


def test_wrong_fields_are_pointed_at() -> None:
    class Inner(serializers.Serializer[Any]):
        year = serializers.IntegerField()

    class Outer(serializers.Serializer[Any]):
        title = serializers.CharField()
        rows = Inner(many=True)

    outer = Outer(data={"rows": [{"year": 1}, {"year": "x"}]})
    with pytest.raises(exceptions.ValidationError) as refused:
        outer.is_valid(raise_exception=True)
    _, problem = told(refused.value)
    assert problem["code"] == "field.value"
    assert [error["pointer"] for error in problem["errors"]] == ["/title", "/rows/1/year"]
    assert problem["pointer"] == "/title"


def test_pointers_are_escaped_and_the_whole_is_the_empty_one() -> None:
    _, escaped = told(exceptions.ValidationError({"a/b~c": ["No."]}))
    assert escaped["pointer"] == "/a~1b~0c"
    _, whole = told(exceptions.ValidationError({"non_field_errors": ["No."]}))
    assert whole["pointer"] == ""
    _, bare = told(exceptions.ValidationError("No."))
    assert bare["errors"] == [{"pointer": "", "detail": "No.", "code": "field.value"}]


def test_quoted_surrogates_can_be_sent() -> None:
    _, problem = told(QueryError("q", "No \ud800."))
    assert problem["detail"] == "No \ud800."


@pytest.mark.parametrize("address", ["/api/v1/nothing", "/api/", "/api/v2/agreements"])
def test_unknown_address_is_a_problem(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "address.unknown"
    assert "/api/docs" in response.json()["detail"]


def test_slash_at_the_end_is_pointed_out(client: Client) -> None:
    assert "without a slash" in client.get("/api/v1/agreements/").json()["detail"]


def test_wrong_host_is_a_problem(client: Client) -> None:
    response = client.get("/api/v1/parties", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert response.json()["code"] == "request.malformed"


def test_broken_view_is_a_problem(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("agreements.api.codes.fresh_answer", broken)
    client.raise_request_exception = False
    response = client.get("/api/v1/parties")
    assert response.status_code == 500
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "server.error"
    assert "ZeroDivision" not in response.content.decode()


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_people_get_a_page(rf: RequestFactory, status: int) -> None:
    handler = get_resolver().resolve_error_handler(status)
    args = () if status == 500 else (Http404(),)
    asked = {}
    for path in ("/somewhere", "/api/v1/somewhere"):
        request = rf.get(path)
        request.user = AnonymousUser()
        asked[path] = handler(request, *args)
    assert {response.status_code for response in asked.values()} == {status}
    assert asked["/somewhere"].headers["Content-Type"].startswith("text/html")
    assert asked["/api/v1/somewhere"].headers["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/countries/", "/countries"),
        ("/agreements/?party=UA&as_of=2024-01-01", "/agreements?party=UA&as_of=2024-01-01"),
        ("/countries/UA//", "/countries/UA"),
    ],
)
def test_a_slash_too_many_leads_to_the_page(client: Client, asked: str, led_to: str) -> None:
    response = client.get(asked)
    assert response.status_code == 301
    assert response.headers["Location"] == led_to


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["/nowhere/", "/api/v1/parties/"])
def test_a_slash_leads_nowhere_else(client: Client, asked: str) -> None:
    assert client.get(asked).status_code == 404


@pytest.mark.parametrize("code", KINDS)
def test_type_leads_to_an_explanation(client: Client, code: str) -> None:
    explained = client.get(f"/api/v1/problems/{code}").json()
    assert explained["title"] == KINDS[code].title
    assert client.get("/api/v1/problems/love").status_code == 404
