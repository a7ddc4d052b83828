"""Whatever the schema calls deprecated says so in its answers, with the day on which it ends."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any, ClassVar

import pytest
from django.test import Client, override_settings
from django.urls import path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.api.public import PublicView
from agreements.deprecation import NOTICE, Deprecation, DeprecationView

OLD = Deprecation(date(2026, 11, 1), date(2027, 12, 1), "/api/docs#old")
OLDER = Deprecation(date(2026, 10, 1), date(2028, 1, 1), "/api/docs#older")
_NAMES = [OpenApiParameter(name, str) for name in ("colour", "size", "shape")]


class OldView(PublicView):
    deprecated = OLD

    @extend_schema(responses=str)
    def get(self, request: Request) -> Response:
        return Response("old", headers={"Link": '</next>; rel="next"'})


class ParameterView(PublicView):
    takes = frozenset({"colour", "size", "shape"})
    deprecated_parameters: ClassVar = {"colour": OLD, "size": OLDER}

    @extend_schema(responses=str, parameters=_NAMES)
    def get(self, request: Request) -> Response:
        return Response("new")


class ForgottenView(PublicView):
    """Says in the schema alone that it is deprecated."""

    @extend_schema(responses=str, deprecated=True)
    def get(self, request: Request) -> Response:
        return Response("old")


urlpatterns = [
    path("api/old", OldView.as_view()),
    path("api/parameters", ParameterView.as_view()),
    path("api/forgotten", ForgottenView.as_view()),
]


@pytest.fixture
def old_site() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


def schema() -> dict[str, Any]:
    told: dict[str, Any] = generator().get_schema(request=None, public=True)
    return told


def generator() -> Any:  # noqa: ANN401  drf-spectacular has no types for it
    made: Any = SchemaGenerator
    return made()


def deprecated(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the address of everything that is deprecated, with a query that uses it."""
    for address, methods in schema["paths"].items():
        for operation in methods.values():
            ready = re.sub(r"\{\w+\}", "A-1001", address)
            if operation.get("deprecated"):
                yield ready, {}
            for parameter in operation.get("parameters", ()):
                if parameter.get("deprecated"):
                    yield ready, {parameter["name"]: "1"}


def silent(client: Client) -> list[tuple[str, dict[str, str]]]:
    """Return what the schema calls deprecated and the answers don't."""
    found = deprecated(schema())
    return [
        (address, query)
        for address, query in found
        if not _says_both(client.get(address, query).headers)
    ]


def _says_both(headers: Mapping[str, str]) -> bool:
    said, ends = headers.get("Deprecation", ""), headers.get("Sunset", "")
    if not re.fullmatch(r"@\d+", said) or not ends:
        return False
    since = datetime.fromtimestamp(int(said[1:]), UTC)
    return parsedate_to_datetime(ends) - since >= NOTICE


@pytest.mark.django_db
def test_the_api_says_all_that_its_schema_says(client: Client) -> None:
    assert silent(client) == []


@pytest.mark.usefixtures("old_site")
def test_what_says_so_in_the_schema_alone_is_found(client: Client) -> None:
    assert len(list(deprecated(schema()))) == 4
    assert silent(client) == [("/api/forgotten", {})]


@pytest.mark.usefixtures("old_site")
def test_old_address_tells_both_days_and_where_to_read(client: Client) -> None:
    answer = client.get("/api/old")
    assert answer.headers["Deprecation"] == "@1793491200"
    assert answer.headers["Sunset"] == "Wed, 01 Dec 2027 00:00:00 GMT"
    assert answer.headers["Link"] == (
        '</next>; rel="next", </api/docs#old>; rel="deprecation"; type="text/html"'
    )
    exposed = answer.headers["Access-Control-Expose-Headers"]
    assert {"Deprecation", "Sunset", "Link"} <= set(exposed.split(", "))


@pytest.mark.usefixtures("old_site")
def test_old_parameter_is_told_to_who_uses_it(client: Client) -> None:
    for query in ({}, {"shape": "1"}):
        answer = client.get("/api/parameters", query)
        assert not {"Deprecation", "Sunset", "Link"} & set(answer.headers)
    assert client.get("/api/parameters?colour=1").headers["Deprecation"] == "@1793491200"


@pytest.mark.usefixtures("old_site")
def test_of_two_the_earlier_days_count(client: Client) -> None:
    answer = client.get("/api/parameters?colour=1&size=1")
    assert answer.headers["Deprecation"] == "@1790812800"
    assert answer.headers["Sunset"] == "Wed, 01 Dec 2027 00:00:00 GMT"
    assert answer.headers["Link"].count("rel=") == 2


@pytest.mark.usefixtures("old_site")
def test_refusals_tell_it_too(client: Client) -> None:
    answer = client.get("/api/old?colour=red")
    assert answer.status_code == 400
    assert answer.headers["Sunset"] == "Wed, 01 Dec 2027 00:00:00 GMT"


def test_every_view_of_the_api_can_be_deprecated() -> None:
    of_schema = generator()
    of_schema._initialise_endpoints()
    views = {callback.cls for *_, callback in of_schema.endpoints}
    assert views
    assert {view.__name__ for view in views if not issubclass(view, DeprecationView)} == set()


def test_nothing_ends_within_a_year() -> None:
    with pytest.raises(ValueError, match="365 days"):
        Deprecation(date(2026, 1, 1), date(2026, 12, 31), "/api/docs")
