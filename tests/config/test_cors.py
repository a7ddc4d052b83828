"""What scripts of other sites may read, and what they may not."""

from typing import Final

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.agreements.api.keyed import client_of

pytestmark = [pytest.mark.django_db]

SITE: Final = {"Origin": "https://example.org"}
EXPOSED: Final = {
    *("ETag", "Last-Modified", "Link", "Location", "RateLimit", "RateLimit-Policy"),
    *("Retry-After", "X-Request-ID", "Deprecation", "Sunset"),
    *("Content-Disposition", "Record-Version"),
}
FILES: Final = [
    *("/agreements.csv", "/agreements.json", "/agreements.metadata.json", "/timeline.csv"),
    *("/map.csv", "/map.svg", "/map.png", "/map/years.json", "/changes.atom", "/commitments.csv"),
]
READS: Final = ["/api/v1/agreements", "/api/v1/parties", "/api/v1/schema", "/api/v1/problems/x"]


def exposed(header: str) -> set[str]:
    return {name.strip() for name in header.split(",")}


@pytest.mark.parametrize("address", [*FILES, *READS])
def test_every_format_is_open_with_its_headers(client: Client, address: str) -> None:
    for answer in (client.get(address, headers=SITE), client.head(address, headers=SITE)):
        assert answer.status_code in {200, 404}
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert exposed(answer.headers["Access-Control-Expose-Headers"]) == EXPOSED
        assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("address", ["/agreements.csv", "/changes.atom", "/api/v1/agreements"])
def test_a_browser_that_asks_first_may_send_etag_and_key(client: Client, address: str) -> None:
    asked = SITE | {
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match,authorization",
    }
    answer = client.options(address, headers=asked)
    assert (answer.status_code, answer.content) == (204, b"")
    assert "Content-Type" not in answer.headers
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert {"If-None-Match", "Authorization"} <= exposed(
        answer.headers["Access-Control-Allow-Headers"]
    )
    assert "POST" not in answer.headers["Access-Control-Allow-Methods"]


def test_not_modified_and_refusals_are_open_too(client: Client) -> None:
    etag = client.get("/api/v1/parties").headers["ETag"]
    answers = [
        client.get("/api/v1/parties", headers=SITE | {"If-None-Match": etag}),
        client.get("/api/v1/parties?colour=red", headers=SITE),
        client.get("/api/v1/nothing", headers=SITE),
        client.get("/api/v1/parties", headers=SITE | {"Authorization": "Bearer x"}),
    ]
    assert [answer.status_code for answer in answers] == [304, 400, 404, 401]
    assert {answer.headers["Access-Control-Allow-Origin"] for answer in answers} == {"*"}


@pytest.mark.parametrize("address", ["/", "/agreements", "/review", "/login", "/embed/map"])
def test_pages_are_not_open(client: Client, address: str) -> None:
    User.objects.create_user("olena")
    client.force_login(User.objects.get())
    for method in ("GET", "OPTIONS"):
        asked = SITE | {"Access-Control-Request-Method": "GET"}
        answer = client.generic(method, address, headers=asked)
        assert not [name for name in answer.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize("address", ["/api/v1/drafts", "/api/v1/articles/1"])
def test_what_a_key_alone_opens_is_not_open(address: str) -> None:
    for client in (Client(), client_of("olena", ["review"])):
        answer = client.get(address, headers=SITE)
        assert answer.status_code in {200, 401, 404}
        assert answer.headers["Cache-Control"] in {"private, no-store", "no-store"}
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_writes_are_not_open() -> None:
    answer = client_of("olena", ["propose"]).post(
        "/api/v1/articles", {}, content_type="application/json", headers=SITE
    )
    assert answer.status_code == 400
    assert "Access-Control-Allow-Origin" not in answer.headers
