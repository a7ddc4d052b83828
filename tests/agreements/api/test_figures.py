"""The numbers of map and timeline: those that the pages and their files show."""

import csv
from collections import Counter

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_record")]

MAP, TIMELINE = "/api/v1/map", "/api/v1/timeline"


def rows(client: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(client.get(address).getvalue().decode().splitlines()))


@pytest.mark.parametrize(
    "query", ["", "commitment=consultation", "status=signed&status=ratified", "as_of=1990-01-01"]
)
def test_map_has_the_numbers_of_the_map_s_file(client: Client, query: str) -> None:
    told = client.get(f"{MAP}?{query}").json()
    shown = rows(client, f"/map.csv?{query}")
    counted = {row["party"]: int(row["agreements"]) for row in shown}
    assert {party["code"]: party["agreements"] for party in told["parties"]} == counted
    assert told["total"] * 2 == sum(counted.values())
    assert sum(told["by_status"].values()) == told["total"] > 0
    assert {party["standing"] for party in told["parties"]} == {None}


def test_map_of_a_country_counts_its_partners(client: Client) -> None:
    told = client.get(f"{MAP}?country=ua&status=in_force").json()
    address = "/api/v1/agreements?party=UA&status=in_force&limit=200"
    agreements = client.get(address).json()["results"]
    partners = Counter(p["code"] for a in agreements for p in a["parties"] if p["code"] != "UA")
    assert {party["code"]: party["agreements"] for party in told["parties"]} == partners
    assert (told["country"], told["total"]) == ("UA", len(agreements))
    assert {party["standing"] for party in told["parties"]} == {"in-force"}
    most = [party["agreements"] for party in told["parties"]]
    assert most == sorted(most, reverse=True)


def test_timeline_has_the_numbers_of_the_timeline_s_file(client: Client) -> None:
    for show in ("signed", "in_force", "ended"):
        told = client.get(f"{TIMELINE}?show={show}&party=US").json()
        events = Counter(
            int(r["year"]) for r in rows(client, f"/timeline.csv?show={show}&party=US")
        )
        counted = {entry["year"]: entry["count"] for entry in told["years"]}
        assert counted[2016] == events[2016]
        assert {year: n for year, n in counted.items() if n} == {
            year: n for year, n in events.items() if year >= min(counted)
        }
        assert told["total"] == sum(counted.values()) + told["before"]


def test_timeline_of_one_year_may_lie_before_those_shown(client: Client) -> None:
    told = client.get(f"{TIMELINE}?year=1386").json()
    assert told["years"] == [{"year": 1386, "count": 1}]
    assert (told["show"], told["before"] > 0) == ("signed", True)


def test_numbers_cost_few_queries(client: Client) -> None:
    client.get(MAP)
    for address in (MAP, f"{MAP}?country=US", TIMELINE, f"{TIMELINE}?year=2016&show=changed"):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        assert len(asked) <= 3


@pytest.mark.parametrize(
    ("address", "code", "parameter"),
    [
        (f"{MAP}?country=ZZ", "query.value", "country"),
        (f"{MAP}?country=US&country=UA", "query.doubled", "country"),
        (f"{MAP}?year=2016", "query.unknown", "year"),
        (f"{MAP}?commitment=love", "query.value", "commitment"),
        (f"{TIMELINE}?show=all", "query.value", "show"),
        (f"{TIMELINE}?year=0", "query.value", "year"),
        (f"{TIMELINE}?year=20260", "query.value", "year"),
        (f"{TIMELINE}?limit=3", "query.unknown", "limit"),
        (f"{TIMELINE}?q=%00", "query.character", "q"),
    ],
)
def test_bad_query_is_refused_by_name(
    client: Client, address: str, code: str, parameter: str
) -> None:
    told = client.get(address).json()
    assert (told["status"], told["code"], told["parameter"]) == (400, code, parameter)
