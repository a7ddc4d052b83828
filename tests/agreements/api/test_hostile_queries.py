"""What nobody in their senses asks: every read of the schema refuses it by name, and none fails."""

import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import quote

import pytest
import yaml
from django.test import Client

from tests.agreements.api.conftest import Approve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_record")]

SCHEMA: Final = yaml.safe_load(
    (Path(__file__).parents[3] / "docs" / "openapi.yaml").read_text(encoding="utf-8")
)
READS: Final = {
    address: operation["get"]
    for address, operation in SCHEMA["paths"].items()
    if "get" in operation and {} in operation["get"].get("security", [{}])
}
LISTS: Final = [address for address in READS if "{" not in address]
ITEMS: Final = [address for address in READS if "{" in address]
# Cursors of the changes are numbers, for a program to keep: each is one.
NUMBERED: Final = "/api/v1/changes"
WALKED: Final = [
    address
    for address in LISTS
    if "after" in {p["name"] for p in READS[address]["parameters"]} and address != NUMBERED
]
YEARS: Final = ["99999", "-1", "abc", "\u0661\u0669\u0669\u0669", "0", "1e3", "19 99"]
SECONDS: Final = 20.0


class Answer(Protocol):
    """What the tests look at in an answer."""

    status_code: int
    headers: Any

    def json(self) -> Any: ...  # noqa: ANN401


def ask(client: Client, address: str, query: Mapping[str, str] | None = None) -> Answer:
    """Return the answer, read to its end."""
    answer = client.get(address, query)
    if answer.streaming:
        answer.getvalue()
    return answer


def parameters(address: str) -> list[str]:
    return [p["name"] for p in READS[address].get("parameters", ()) if p["in"] == "query"]


def check_problem(answer: Answer, status: int) -> dict[str, Any]:
    told: dict[str, Any] = answer.json()
    assert answer.status_code == told["status"] == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert told["request_id"] == answer.headers["X-Request-ID"]
    assert not re.search(r"Traceback|SELECT|psycopg|/agreements/\w+\.py", str(told))
    return told


@pytest.mark.parametrize("address", LISTS)
def test_nul_and_halves_of_characters_are_refused_in_each_parameter(
    client: Client, address: str
) -> None:
    for name in parameters(address):
        told = check_problem(ask(client, f"{address}?{name}=a%00b"), 400)
        assert told["parameter"] == name
        told = check_problem(ask(client, f"{address}?{name}=%ED%A0%80%FF"), 400)
        assert (told["code"], told["parameter"]) == ("query.character", name)


@pytest.mark.parametrize("address", LISTS)
def test_unknown_doubled_and_many_names_are_refused(client: Client, address: str) -> None:
    for query in (
        "ordering=password",
        "__class__=1",
        "yeer=1999",
        "&".join(f"k{n}=1" for n in range(50)),
        "&".join(f"k{n}=1" for n in range(2_000)),
    ):
        told = check_problem(ask(client, f"{address}?{query}"), 400)
        assert told["code"] == "query.unknown"
        assert len(told["detail"]) < 1_000
    for name in {"as_of", "known_at", "limit", "q"} & set(parameters(address)):
        told = check_problem(ask(client, f"{address}?{name}=1&{name}=1"), 400)
        assert (told["code"], told["parameter"]) == ("query.doubled", name)


@pytest.mark.parametrize("address", LISTS)
def test_odd_years_are_refused_by_name(client: Client, address: str) -> None:
    for name in {"as_of", "known_at", "signed_from", "signed_to"} & set(parameters(address)):
        for year in YEARS:
            told = check_problem(ask(client, address, {name: year}), 400)
            assert (told["code"], told["parameter"]) == ("query.value", name)


@pytest.mark.parametrize("address", LISTS)
def test_long_and_odd_values_break_nothing(client: Client, address: str) -> None:
    values = ["a" * 3_000, "' OR 1=1--", "%", "_", "\\", "*", "{{7*7}}", "${x}", "%s%n", "\u202e"]
    for name in parameters(address):
        for value in values:
            answer = ask(client, address, {name: value})
            if answer.status_code != 200:
                assert check_problem(answer, 400)["parameter"] == name


@pytest.mark.parametrize("address", WALKED)
def test_page_sizes_and_cursors_that_are_none_are_refused(
    client: Client, approve: Approve, address: str
) -> None:
    for year in (2024, 2025):
        approve("KE", "PL", signed=f"{year}-11-19", title=f"Training agreement of {year}")
    for limit in ("1000000", "-1", "1e9", "0", "201", "\u0661"):
        told = check_problem(ask(client, address, {"limit": limit}), 400)
        assert (told["code"], told["parameter"]) == ("query.value", "limit")
    following = ask(client, f"{address}?limit=1").json()["next"]
    cursor = following.rpartition("after=")[2]
    others = [other for other in WALKED if other != address]
    forged = [
        cursor[:-1],
        cursor + "A",
        cursor[1:],
        cursor.swapcase(),
        "W10",
        "bnVsbA",
        "=",
        "A" * 9_000,
    ]
    for wrong in forged:
        for side in ("after", "before"):
            told = check_problem(ask(client, address, {side: wrong}), 400)
            assert (told["code"], told["parameter"]) == ("query.cursor", side)
    for other in others:
        told = check_problem(ask(client, other, {"after": cursor}), 400)
        assert told["code"] == "query.cursor"
    told = check_problem(ask(client, address, {"after": cursor, "as_of": "1999-01-01"}), 400)
    assert told["code"] == "query.cursor"


def test_numbers_of_changes_that_are_none_are_refused(client: Client) -> None:
    for wrong in ("-1", "1e3", "\u0661", "W10", "9" * 30, "0x1", "1,2"):
        for side in ("after", "before"):
            told = check_problem(ask(client, NUMBERED, {side: wrong}), 400)
            assert (told["code"], told["parameter"]) == ("query.cursor", side)
    assert ask(client, NUMBERED, {"after": "9" * 18}).status_code == 200


@pytest.mark.parametrize("address", ITEMS)
@pytest.mark.parametrize(
    "name",
    [
        "99999999999999999999",
        "9" * 5_000,
        "0",
        "-1",
        "\u0661",
        "A-\u0661",
        "%00",
        "%ED%A0%80",
        "a" * 3_000,
        "..",
        "..%2f..%2fetc%2fpasswd",
        "' OR 1=1--",
        "{{7*7}}",
        "A-1001;jsessionid=1",
        "A-1001%0d%0a",
    ],
    ids=lambda name: name[:20],
)
def test_name_of_nothing_is_not_found(client: Client, address: str, name: str) -> None:
    asked = re.sub(r"\{\w+\}", quote(name, safe="%"), address)
    told = check_problem(ask(client, asked), 404)
    assert len(told["detail"]) <= 2_000


@pytest.mark.parametrize("address", [a for a in LISTS if "q" in parameters(a)])
def test_search_of_many_words_is_answered_in_time(client: Client, address: str) -> None:
    words = [
        "a b c d e f g h i j " * 10,
        "se " * 66,
        "-a " * 66,
        '"' * 200,
    ]
    for q in words:
        began = time.monotonic()
        assert ask(client, address, {"q": q}).status_code in {200, 400}
        assert time.monotonic() - began < SECONDS
    assert check_problem(ask(client, address, {"q": "word " * 200}), 400)["parameter"] == "q"


@pytest.mark.parametrize("address", LISTS)
def test_format_that_is_not_spoken_is_406(client: Client, address: str) -> None:
    for accept in ("application/xml", "text/html;q=1.0", "image/*", "a" * 5_000):
        told = check_problem(client.get(address, headers={"Accept": accept}), 406)
        assert told["code"] == "answer.not_acceptable"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Accept-Language", "de," * 3_000),
        ("Range", "bytes=" + "0-," * 1_000),
        ("X-Forwarded-Host", "evil.example"),
        ("X-Forwarded-Server", "evil.example"),
        ("Forwarded", "host=evil.example"),
        ("X-Original-URL", "/review"),
        ("X-Rewrite-URL", "/review"),
        ("X-HTTP-Method-Override", "DELETE"),
        ("X-Method-Override", "POST"),
        ("If-None-Match", "W/" * 3_000),
        ("If-None-Match", '"' + "é" * 10),
        ("If-Modified-Since", "Thu, 99 Foo 99999 99:99:99 GMT"),
        ("Cookie", "sessionid=" + "a" * 5_000),
    ],
)
def test_header_that_means_nothing_here_changes_nothing(
    client: Client, name: str, value: str
) -> None:
    plain = client.get("/api/v1/agreements?limit=2")
    odd = client.get("/api/v1/agreements?limit=2", headers={name: value})
    assert (odd.status_code, odd.content) == (200, plain.content)


@pytest.mark.parametrize("host", ["evil", "a b", "[::1", "", "é.example"])
def test_host_that_is_not_ours_is_refused(client: Client, host: str) -> None:
    answer = client.get("/api/v1/agreements", headers={"Host": host})
    assert check_problem(answer, 400)["code"] == "request.malformed"
