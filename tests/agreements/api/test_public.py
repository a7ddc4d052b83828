"""What all public reads share: CORS, methods, formats."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_record")]

ADDRESSES = [
    "/api/v1/agreements",
    "/api/v1/agreements/A-1001",
    "/api/v1/parties",
    "/api/v1/parties/UA",
    "/api/v1/commitment-types",
    "/api/v1/commitments",
    "/api/v1/milestones",
    "/api/v1/pairs",
    "/api/v1/pairs/UA-US",
    "/api/v1/documents",
    "/api/v1/frameworks",
    "/api/v1/frameworks/g7-vilnius-2023",
    "/api/v1/map",
    "/api/v1/timeline",
    "/api/v1/schema",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_scripts_of_any_site_may_read(client: Client, address: str) -> None:
    response = client.get(address, headers={"Origin": "https://example.org"})
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    refused = client.get(f"{address}?colour=red")
    assert refused.status_code == 400
    assert refused.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", ADDRESSES)
def test_browser_may_ask_first(client: Client, address: str) -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    response = client.options(f"{address}?colour=red", headers=asked)
    assert (response.status_code, response.content) == (204, b"")
    assert "GET" in response.headers["Access-Control-Allow-Methods"]
    assert "If-None-Match" in response.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client: Client, address: str, method: str) -> None:
    response = getattr(client, method)(address)
    assert response.status_code == 405
    assert response.json()["code"] == "method.not_allowed"
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_tells_what_get_would(client: Client, address: str) -> None:
    got, head = client.get(address), client.head(address)
    assert head.content == b""
    assert head.headers["Content-Length"] == got.headers["Content-Length"]
    assert head.headers.get("ETag") == got.headers.get("ETag")


@pytest.mark.parametrize("accept", ["application/xml", "text/csv", "x"])
def test_format_that_is_not_spoken_is_406(client: Client, accept: str) -> None:
    response = client.get("/api/v1/agreements", headers={"Accept": accept})
    assert response.status_code == 406
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "answer.not_acceptable"


def test_browser_gets_json(client: Client) -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    response = client.get("/api/v1/agreements", headers={"Accept": accept})
    assert response.headers["Content-Type"] == "application/json"
