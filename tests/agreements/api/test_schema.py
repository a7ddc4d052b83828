"""The published schema: valid, committed as it is served, and true of real answers."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

from agreements.exports import LICENCE
from agreements.filters import PARAMETERS
from agreements.models import Card
from tests.agreements.api.conftest import Approve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_record")]

COMMITTED = Path(__file__).parents[3] / "docs" / "openapi.yaml"


@pytest.fixture
def schema(client: Client) -> dict[str, Any]:
    told: dict[str, Any] = client.get("/api/v1/schema?format=json").json()
    return told


def strict(schema: dict[str, Any], path: str, status: str = "200") -> Draft202012Validator:
    """Return what checks an answer, members that the schema doesn't tell of included."""
    components = schema["components"]
    for shape in components["schemas"].values():
        if "properties" in shape:
            shape["additionalProperties"] = False
    content = schema["paths"][path]["get"]["responses"][status]["content"]
    (told,) = content.values()
    return Draft202012Validator(
        told["schema"] | {"components": components}, format_checker=FormatChecker()
    )


def test_schema_is_valid_openapi(schema: dict[str, Any]) -> None:
    assert schema["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(schema).validate()


def test_the_licence_is_that_of_every_file(schema: dict[str, Any]) -> None:
    told = {"name": LICENCE.name, "identifier": LICENCE.spdx}
    assert schema["info"]["license"] == told


def test_every_operation_says_in_a_few_words_what_it_is_for(schema: dict[str, Any]) -> None:
    told = [each for path in schema["paths"].values() for each in path.values()]
    assert [each["operationId"] for each in told if not each.get("summary")] == []


def test_schema_is_made_without_a_warning() -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO())


def test_committed_copy_is_what_is_served(client: Client) -> None:
    """Renew it with `manage.py spectacular --file docs/openapi.yaml`."""
    served = client.get("/api/v1/schema").content.decode()
    assert COMMITTED.read_text(encoding="utf-8") == served


@pytest.mark.parametrize("ask", [{"format": "yaml"}, {}])
def test_yaml_and_json_say_the_same(
    client: Client, schema: dict[str, Any], ask: dict[str, str]
) -> None:
    assert yaml.safe_load(client.get("/api/v1/schema", ask).content) == schema


def test_json_comes_by_accept_too(client: Client, schema: dict[str, Any]) -> None:
    response = client.get("/api/v1/schema", headers={"Accept": "application/json"})
    assert response.json() == schema


def test_format_that_there_is_not_is_refused(client: Client) -> None:
    response = client.get("/api/v1/schema?format=xml")
    assert (response.status_code, response.json()["parameter"]) == (400, "format")


def test_every_parameter_of_the_list_is_described(schema: dict[str, Any]) -> None:
    told = schema["paths"]["/api/v1/agreements"]["get"]["parameters"]
    assert {p["name"] for p in told if p["in"] == "query"} == PARAMETERS | {
        "limit",
        "after",
        "before",
        "count",
        "expand",
        "fields",
    }
    assert all(p["description"] for p in told)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/api/v1/agreements", "/api/v1/agreements?limit=200"),
        ("/api/v1/agreements", "/api/v1/agreements?limit=2&count=1&known_at=2026-11-20"),
        ("/api/v1/agreements", "/api/v1/agreements?limit=200&expand=evidence,history,links"),
        ("/api/v1/agreements", "/api/v1/agreements?limit=50&expand=links&fields=links,title"),
        ("/api/v1/agreements/{key}", "/api/v1/agreements/A-1001?expand=evidence,history,links"),
        ("/api/v1/agreements/{key}", "/api/v1/agreements/A-1001?fields=terms"),
        ("/api/v1/commitments", "/api/v1/commitments?limit=200"),
        ("/api/v1/commitments", "/api/v1/commitments?limit=2&count=1&as_of=1990-01-01"),
        ("/api/v1/milestones", "/api/v1/milestones?limit=200&count=1"),
        ("/api/v1/pairs", "/api/v1/pairs?limit=200&count=1"),
        ("/api/v1/pairs/{key}", "/api/v1/pairs/US-JP"),
        ("/api/v1/pairs/{key}", "/api/v1/pairs/KE-PL"),
        ("/api/v1/documents", "/api/v1/documents?count=1"),
        ("/api/v1/frameworks", "/api/v1/frameworks"),
        ("/api/v1/frameworks/{slug}", "/api/v1/frameworks/g7-vilnius-2023"),
        ("/api/v1/map", "/api/v1/map"),
        ("/api/v1/map", "/api/v1/map?country=UA"),
        ("/api/v1/timeline", "/api/v1/timeline?show=changed"),
        ("/api/v1/parties", "/api/v1/parties"),
        ("/api/v1/parties/{code}", "/api/v1/parties/JP"),
        ("/api/v1/commitment-types", "/api/v1/commitment-types"),
    ],
)
def test_answers_have_the_published_shape(
    client: Client, schema: dict[str, Any], path: str, address: str
) -> None:
    strict(schema, path).validate(client.get(address).json())


def test_every_agreement_has_the_published_shape(
    client: Client, schema: dict[str, Any], approve: Approve
) -> None:
    approve("KE", "PL", signed="2026-11", title="Training agreement of Kenya and Poland")
    validator = strict(schema, "/api/v1/agreements/{key}")
    numbers = Card.objects.filter(known_to=None).values_list("agreement", flat=True)
    for number in numbers:
        validator.validate(client.get(f"/api/v1/agreements/A-{number}").json())


@pytest.mark.parametrize(
    ("path", "address", "status"),
    [
        ("/api/v1/agreements", "/api/v1/agreements?colour=red", "400"),
        ("/api/v1/agreements", "/api/v1/agreements?status=great", "400"),
        ("/api/v1/agreements/{key}", "/api/v1/agreements/A-1", "404"),
    ],
)
def test_refusals_have_the_published_shape(
    client: Client, schema: dict[str, Any], path: str, address: str, status: str
) -> None:
    strict(schema, path, status).validate(client.get(address).json())
