"""Downloads: what a page's query finds, whole, each with the file that explains it."""

import csv
import io
import json
import re

import pytest
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.pages import downloads

pytestmark = pytest.mark.usefixtures("loaded_record", "db")

QUERIES = [
    "",
    "?party=UA&commitment=military_training",
    "?as_of=1992-12-31&status=in_force",
    "?q=Windsor",
    "?party=UA&party=PL&sort=-signed&after=x",
    "?signed_from=1600&signed_to=1601",
]


def body(response: HttpResponseBase) -> str:
    assert response.status_code == 200
    assert isinstance(response, StreamingHttpResponse)
    return b"".join(response).decode()


def table(client: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client.get(address)), newline="")))


@pytest.mark.parametrize("query", QUERIES)
def test_table_json_page_and_api_have_the_same_agreements(client: Client, query: str) -> None:
    rows = table(client, f"/agreements.csv{query}")
    told = json.loads(body(client.get(f"/agreements.json{query}")))
    asked = re.sub(r"&(sort|after)=[^&]+", "", query)
    joint = "&" if asked else "?"
    listed = client.get(f"/api/v1/agreements{asked}{joint}limit=200&count=1").json()
    keys = [row["key"] for row in rows]
    assert keys == [row["key"] for row in told["results"]]
    assert len(keys) == told["count"] == listed["count"]
    assert keys[:200] == [row["key"] for row in listed["results"]]
    assert told["results"][:200] == listed["results"]


def test_pieces_join_without_a_gap(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = table(client, "/agreements.csv")
    monkeypatch.setattr(downloads, "_CHUNK", 7)
    assert table(client, "/agreements.csv") == whole
    assert len({row["key"] for row in whole}) == len(whole) > 280


def test_a_table_of_a_thousand_costs_three_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    body(client.get("/agreements.csv"))
    with django_assert_num_queries(3):
        body(client.get("/agreements.csv"))


def test_the_file_beside_it_names_every_column_and_both_clocks(client: Client) -> None:
    address = "/agreements.csv?party=UA&as_of=2025-06-30"
    response = client.get(address)
    assert response.headers["Content-Type"].startswith("text/csv; charset=utf-8")
    assert 'filename="accord-atlas-agreements-2025-06-30.csv"' in response["Content-Disposition"]
    link = re.fullmatch(r'<http://testserver(.+)>; rel="describedby"', response.headers["Link"])
    assert link
    told = client.get(link[1]).json()
    rows = list(csv.reader(io.StringIO(body(response))))
    assert [column["name"] for column in told["columns"]] == rows[0]
    assert all(column["definition"] for column in told["columns"])
    assert told["rows"] == len(rows) - 1
    assert told["filters"] == {"party": ["UA"]}
    assert told["as_of"] == "2025-06-30"
    assert told["known_at"] is None
    assert told["record"]["changed_at"]
    assert told["licence"]["spdx"] == "Apache-2.0"
    assert told["permanent"] in told["citation"]


def test_the_permanent_address_gives_the_same_rows(client: Client) -> None:
    told = client.get("/agreements.metadata.json?party=US").json()
    assert "known_at=" in told["permanent"]
    assert table(client, told["permanent"]) == table(client, "/agreements.csv?party=US")


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("colour=red", "Nothing is called 'colour'"),
        ("party=ZZ", "party: 'ZZ' is no party's code"),
        ("known_at=2999-01-01", "lies in the future"),
        ("q=%00", "NUL"),
    ],
)
@pytest.mark.parametrize("name", ["agreements.csv", "agreements.json", "agreements.metadata.json"])
def test_what_makes_no_sense_is_refused(client: Client, name: str, query: str, reason: str) -> None:
    response = client.get(f"/{name}?{query}")
    assert response.status_code == 400
    assert reason in response.content.decode()


@pytest.mark.parametrize("query", ["show=splendid", "year=x", "year=12345"])
def test_a_timeline_that_makes_no_sense_is_refused(client: Client, query: str) -> None:
    assert client.get(f"/timeline.csv?{query}").status_code == 400
    assert client.get(f"/timeline.metadata.json?{query}").status_code == 400


def test_the_timelines_table_has_its_columns_explained(client: Client) -> None:
    rows = table(client, "/timeline.csv?show=in_force&year=1951")
    told = client.get("/timeline.metadata.json?show=in_force&year=1951").json()
    assert [column["name"] for column in told["columns"]] == list(rows[0])
    assert {row["year"] for row in rows} == {"1951"}


def test_a_list_offers_all_of_itself_and_what_changes_of_it(client: Client) -> None:
    page = client.get("/agreements?party=UA&as_of=2025-06-30&sort=name").content.decode()
    main = page.split("<main")[1].split("</main>")[0].replace("&amp;", "&")
    for address in (
        "/agreements.csv?as_of=2025-06-30&party=UA",
        "/agreements.json?as_of=2025-06-30&party=UA",
        "/agreements.metadata.json?as_of=2025-06-30&party=UA",
        "/changes?party=UA",
        "/changes.atom?party=UA",
    ):
        assert f'href="{address}"' in main
        assert client.get(address).status_code == 200
