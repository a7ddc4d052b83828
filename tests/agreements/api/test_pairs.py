"""Pairs: the same numbers as the agreements between two parties, one by one."""

from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import cast
from tests.agreements.api.conftest import Approve
from tests.agreements.api.test_expansion import tie

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_record")]

LIST = "/api/v1/pairs"
AGREEMENTS = "/api/v1/agreements"


def walk(client: Client, address: str | None, onwards: str = "next") -> list[list[dict[str, Any]]]:
    pages = []
    while address:
        told = client.get(address).json()
        pages.append(told["results"])
        address = told[onwards]
    return pages


@pytest.mark.parametrize("query", ["", "&as_of=1990-01-01", "&party=US&status=in_force"])
def test_every_pair_is_counted_as_its_agreements_are(client: Client, query: str) -> None:
    rows = [row for page in walk(client, f"{LIST}?limit=50{query}") for row in page]
    agreements = [a for p in walk(client, f"{AGREEMENTS}?limit=200{query}") for a in p]
    counted = Counter("-".join(party["code"] for party in a["parties"]) for a in agreements)
    assert {row["key"]: row["agreements"] for row in rows} == counted
    assert [row["key"].split("-") for row in rows] == sorted(key.split("-") for key in counted)
    for row in rows[::7]:
        mine = [a for a in agreements if a["parties"] == row["parties"]]
        assert row["by_status"] == Counter(a["status"] for a in mine)
        made = Counter(
            kind
            for a in mine
            for kind in {c["type"] for c in a["commitments"] if c["held"] == "made"}
        )
        told = {c["type"]: c["agreements"] for c in row["commitments"] if c["agreements"]}
        assert told == made


def test_walk_leads_back_too(client: Client) -> None:
    there = walk(client, f"{LIST}?limit=60")
    assert len(there) > 2
    last = client.get(f"{LIST}?limit=60").json()
    while last["next"]:
        last = client.get(last["next"]).json()
    assert walk(client, last["previous"], "previous")[::-1] == there[:-1]


def test_count_is_told_when_asked_for(client: Client) -> None:
    told = client.get(f"{LIST}?party=US&count=1&limit=1").json()
    assert told["count"] == len(walk(client, f"{LIST}?party=US&limit=200")[0]) > 20


def test_walk_is_held_to_the_moment_it_began(client: Client, approve: Approve) -> None:
    before = [row["key"] for page in walk(client, f"{LIST}?limit=50") for row in page]
    first = client.get(f"{LIST}?limit=50").json()
    approve("KE", "PL", signed="2026-11-19", title="Training agreement of Kenya and Poland")
    rest = [row["key"] for page in walk(client, first["next"]) for row in page]
    assert [row["key"] for row in first["results"]] + rest == before
    assert "KE-PL" in [row["key"] for page in walk(client, LIST) for row in page]


def test_pair_tells_who_owes_what_to_whom_and_what_was_signed_last(client: Client) -> None:
    story = cast.signed("2026-06-13", parties=("UA", "US"), title="Treaty of Friendship")
    story.commitment("consultation", debtor="US", creditor="UA", strength="intent")
    agreement = cast.agreement(story.commitment("mutual_defence", held="excluded"))
    told = client.get(f"{LIST}/UA-US").json()
    owed = {entry["type"]: entry for entry in told["commitments"]}
    assert owed["consultation"]["owed_by"] == {"UA": 0, "US": 1}
    assert "intent" in owed["consultation"]["strengths"]
    assert (owed["mutual_defence"]["agreements"], owed["mutual_defence"]["excluded"]) == (0, 1)
    assert told["last_signed"] == {
        "key": agreement.key, "title": "Treaty of Friendship", "signed": "2026-06-13"
    }  # fmt: skip
    before = client.get(f"{LIST}/UA-US?as_of=2026-06-12").json()
    assert before["last_signed"] != told["last_signed"]


def test_pair_is_the_same_in_either_order_and_as_in_the_list(client: Client) -> None:
    one, other = (client.get(f"{LIST}/{key}").json() for key in ("PL-UA", "UA-PL"))
    assert one == other
    assert one["key"] == "PL-UA"
    (row,) = client.get(f"{LIST}?all_of=UA,PL").json()["results"]
    assert one == row | {"as_of": one["as_of"], "known_at": None}


def test_pair_tells_the_links_of_its_agreements(client: Client) -> None:
    known_at = f"{timezone.now():%FT%T.%fZ}"
    tie(1002, 1001)
    parties = client.get(f"{AGREEMENTS}/A-1002").json()["parties"]
    key = "-".join(party["code"] for party in parties)
    link = {"agreement": "A-1002", "kind": "supersedes", "target": "A-1001"}
    assert client.get(f"{LIST}/{key}").json()["links"] == [link]
    assert client.get(f"{LIST}/{key}?known_at={known_at}").json()["links"] == []


def test_pair_without_agreements_has_none(client: Client) -> None:
    told = client.get(f"{LIST}/KE-PL").json()
    assert (told["agreements"], told["by_status"], told["commitments"]) == (0, {}, [])
    assert told["last_signed"] is None


@pytest.mark.parametrize("key", ["UA", "UA-", "UA-UA", "UA-ZZ", "ua-pl", "UA-PL-DE", "%00-UA"])
def test_what_is_no_pair_is_404(client: Client, key: str) -> None:
    response = client.get(f"{LIST}/{key}")
    assert (response.status_code, response.json()["code"]) == (404, "record.unknown")


def test_pairs_cost_the_same_few_queries_however_many(client: Client) -> None:
    client.get(LIST)
    for address in (f"{LIST}?limit=1", f"{LIST}?limit=200", f"{LIST}/US-JP"):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        assert len(asked) <= 6


@pytest.mark.parametrize(
    ("query", "code", "parameter"),
    [
        ("after=abc", "query.cursor", "after"),
        ("before=abc", "query.cursor", "before"),
        ("party=ZZ", "query.value", "party"),
        ("limit=0", "query.value", "limit"),
        ("fields=key", "query.unknown", "fields"),
        ("q=%00", "query.character", "q"),
    ],
)
def test_bad_query_is_refused_by_name(
    client: Client, query: str, code: str, parameter: str
) -> None:
    told = client.get(f"{LIST}?{query}").json()
    assert (told["status"], told["code"], told["parameter"]) == (400, code, parameter)
