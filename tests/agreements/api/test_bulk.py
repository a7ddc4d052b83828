"""Whole files over HTTP: every format has what the list has."""

import csv
import io
import json
from typing import Any

import pytest
from arro3.io import read_parquet
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements import cards
from agreements.models import RecordVersion
from tests.agreements.api.conftest import Approve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_record")]

API = "/api/v1/agreements"
COMMITMENTS = "/api/v1/commitments"
ADDRESSES = [
    *(f"{API}.{ending}" for ending in ("jsonl", "csv", "parquet", "geojson")),
    *(f"{COMMITMENTS}.{ending}" for ending in ("jsonl", "csv", "parquet")),
]
QUERIES = st.fixed_dictionaries(
    {},
    optional={
        "party": st.lists(st.sampled_from(["UA", "JP", "US", "GB", "EU"]), min_size=1, max_size=2),
        "commitment": st.sampled_from(["military_training", "mutual_defence", "consultation"]),
        "min_strength": st.sampled_from(["mentioned", "intent", "duty"]),
        "status": st.sampled_from(["in_force", "signed", "expired", "terminated"]),
        "signed_from": st.sampled_from(["1900", "1990-06", "2020"]),
        "as_of": st.sampled_from(["1950-01-01", "1992-12-31", "2024-06-30"]),
        "q": st.sampled_from(["security", '"status of forces"', "-treaty agreement"]),
    },
)


def whole(response: HttpResponseBase) -> bytes:
    assert response.status_code == 200
    sent = response.getvalue()
    assert isinstance(sent, bytes)
    return sent


def objects(client: Client, address: str, query: dict[str, Any]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in whole(client.get(address, query)).splitlines()]


def table(client: Client, address: str, query: dict[str, Any]) -> list[dict[str, str]]:
    text = whole(client.get(address, query)).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def typed(client: Client, address: str, query: dict[str, Any]) -> list[dict[str, Any]]:
    read = read_parquet(io.BytesIO(whole(client.get(address, query)))).read_all()
    columns = [read.column(name).to_pylist() for name in read.column_names]
    return [dict(zip(read.column_names, row, strict=True)) for row in zip(*columns, strict=True)]


def as_cell(value: object) -> str:
    if value is None or isinstance(value, bool):
        return {None: "", True: "true", False: "false"}[value]
    text = str(value)
    is_formula = isinstance(value, str) and text.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    return f"'{text}" if is_formula else text


def walk(client: Client, query: dict[str, Any]) -> list[dict[str, Any]]:
    told = client.get(API, query | {"limit": 200}).json()
    rows: list[dict[str, Any]] = told["results"]
    while told["next"]:
        told = client.get(told["next"]).json()
        rows += told["results"]
    return sorted(rows, key=lambda row: int(row["key"][2:]))


@given(QUERIES)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_csv_jsonl_parquet_geojson_and_a_walk_have_the_same_agreements(
    client: Client, query: dict[str, Any]
) -> None:
    listed = walk(client, query)
    lines = objects(client, f"{API}.jsonl", query)
    rows = table(client, f"{API}.csv", query)
    cells = typed(client, f"{API}.parquet", query)
    features = json.loads(whole(client.get(f"{API}.geojson", query)))["features"]
    assert [feature["properties"] for feature in features] == listed
    assert len(lines) == len(listed)
    for line, row in zip(lines, listed, strict=True):
        evident = {name: value for name, value in line.items() if name != "commitments"}
        assert evident.items() >= {n: v for n, v in row.items() if n != "commitments"}.items()
        assert [c["type"] for c in line["commitments"]] == [c["type"] for c in row["commitments"]]
    assert rows == [{name: as_cell(cell) for name, cell in row.items()} for row in cells]
    assert [(row["key"], row["status"], row["title"]) for row in cells] == [
        (row["key"], row["status"], row["title"]) for row in listed
    ]


@given(QUERIES)
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_commitments_are_those_of_the_agreements_in_every_format(
    client: Client, query: dict[str, Any]
) -> None:
    of_agreements = [
        (line["key"], commitment)
        for line in objects(client, f"{API}.jsonl", query)
        for commitment in line["commitments"]
    ]
    lines = objects(client, f"{COMMITMENTS}.jsonl", query)
    cells = typed(client, f"{COMMITMENTS}.parquet", query)
    assert [(line.pop("agreement")["key"], line) for line in lines] == of_agreements
    assert table(client, f"{COMMITMENTS}.csv", query) == [
        {name: as_cell(cell) for name, cell in row.items()} for row in cells
    ]
    assert [(row["agreement"], row["type"]) for row in cells] == [
        (key, commitment["type"]) for key, commitment in of_agreements
    ]


def test_lines_are_the_stored_items_in_the_order_of_their_numbers(client: Client) -> None:
    day = RecordVersion.objects.get().changed_at.date()  # type: ignore[union-attr]
    stored = cards.standing_on(day).order_by("agreement")
    expected = "".join(f"{cards.item(card)}\n" for card in stored)
    assert whole(client.get(f"{API}.jsonl?as_of={day}")) == expected.encode()


def test_the_api_and_the_page_send_the_same_table_in_two_orders(client: Client) -> None:
    by_number = whole(client.get(f"{API}.csv?party=UA")).splitlines()
    newest_first = whole(client.get("/agreements.csv?party=UA")).splitlines()
    assert by_number[0] == newest_first[0]
    assert sorted(by_number) == sorted(newest_first)
    assert len(by_number) > 10


def test_titles_that_need_it_are_quoted_and_defused(client: Client, approve: Approve) -> None:
    title = '=Pact, called "Two; lines'
    key = approve("KE", "PL", signed="2026-11", title=title)
    assert [
        r["title"] for r in table(client, f"{API}.csv", {"party": "KE"}) if r["key"] == key
    ] == [f"'{title}"]
    assert title in {row["title"] for row in typed(client, f"{API}.parquet", {"party": "KE"})}
    assert title in {row["title"] for row in objects(client, f"{API}.jsonl", {"party": "KE"})}


def test_what_is_published_while_a_file_is_sent_is_not_in_it(
    client: Client, approve: Approve
) -> None:
    before = whole(client.get(f"{API}.jsonl"))
    response = client.get(f"{API}.jsonl")
    approve("KE", "PL", signed="2020-01-01", title="Training agreement of Kenya and Poland")
    assert whole(response) == before
    assert whole(client.get(f"{API}.jsonl")) != before


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_file_has_a_tag_a_name_and_the_records_version(client: Client, address: str) -> None:
    response = client.get(f"{address}?party=UA&as_of=2024-06-30")
    assert whole(response)
    name = address.rpartition("/")[2].replace(".", "-2024-06-30.")
    assert f'filename="accord-atlas-{name}"' in response["Content-Disposition"]
    assert response["Record-Version"] == str(RecordVersion.objects.get().number)
    assert response["Access-Control-Allow-Origin"] == "*"
    with CaptureQueriesContext(connection) as asked:
        again = client.get(
            f"{address}?party=UA&as_of=2024-06-30", headers={"If-None-Match": response["ETag"]}
        )
    assert (again.status_code, again.content) == (304, b"")
    assert len(asked) <= 3


@pytest.mark.parametrize("address", ADDRESSES)
def test_asked_for_the_head_alone_nothing_is_read(client: Client, address: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        response = client.head(address)
    assert whole(response) == b""
    assert response["Content-Type"] == client.head(address)["Content-Type"]
    assert "item_json" not in str(asked.captured_queries)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    ("query", "code", "parameter"),
    [
        ("colour=red", "query.unknown", "colour"),
        ("limit=5", "query.unknown", "limit"),
        ("q=a&q=b", "query.doubled", "q"),
        ("party=ZZ", "query.value", "party"),
        ("known_at=2999-01-01", "query.value", "known_at"),
        ("q=%00", "query.character", "q"),
    ],
)
def test_what_makes_no_sense_is_refused(
    client: Client, address: str, query: str, code: str, parameter: str
) -> None:
    response = client.get(f"{address}?{query}")
    assert response.status_code == 400
    assert (response.json()["code"], response.json()["parameter"]) == (code, parameter)


def test_another_format_than_the_addresss_is_refused(client: Client) -> None:
    response = client.get(f"{API}.csv", headers={"Accept": "application/json"})
    assert (response.status_code, response.json()["code"]) == (406, "answer.not_acceptable")


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_found_is_an_empty_file_of_its_kind(client: Client, address: str) -> None:
    sent = whole(client.get(f"{address}?signed_from=1600&signed_to=1601"))
    if address.endswith("jsonl"):
        assert sent == b""
    elif address.endswith("csv"):
        assert sent.count(b"\r\n") == 1
    elif address.endswith("geojson"):
        assert json.loads(sent) == {"type": "FeatureCollection", "features": []}
    else:
        assert read_parquet(io.BytesIO(sent)).read_all().num_rows == 0


def test_a_line_over_the_pacific_is_cut_at_its_edge(client: Client) -> None:
    told = json.loads(whole(client.get(f"{API}.geojson?all_of=JP,US")))
    west, east = told["features"][0]["geometry"]["coordinates"]
    assert told["features"][0]["geometry"]["type"] == "MultiLineString"
    assert (west[-1][0], east[0][0]) == (180, -180)
    assert west[-1][1] == east[0][1]
