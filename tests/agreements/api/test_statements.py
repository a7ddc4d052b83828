"""Lists of commitments and milestones: the same as all agreements tell, narrowed row by row."""

from collections import Counter
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements import curation
from agreements.models import Card, Commitment, Decision, Milestone
from tests import cast
from tests.agreements.api.conftest import Approve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_record")]

BASE = "/api/v1"
LISTS = ["commitments", "milestones"]


def rows(client: Client, address: str | None) -> list[dict[str, Any]]:
    """Return all rows of a walk that begins there."""
    met = []
    while address:
        told = client.get(address).json()
        met += told["results"]
        address = told["next"]
    return met


@pytest.fixture
def varied(db: None) -> None:
    """Publish an agreement with commitments of all sorts."""
    story = cast.signed("2026-06-13", parties=("UA", "US"))
    story.commitment("consultation", debtor="US", creditor="UA", strength="intent")
    story.commitment("mutual_defence", held="excluded")
    cast.agreement(story.milestone("entered_into_force", "2027", is_expected=True))


@pytest.mark.parametrize("name", LISTS)
def test_walk_meets_each_statement_of_every_agreement_once(client: Client, name: str) -> None:
    met = rows(client, f"{BASE}/{name}?limit=170&count=1")
    numbers = [row["id"] for row in met]
    assert numbers == sorted(set(numbers), reverse=True)
    told = {
        key: client.get(f"{BASE}/agreements/{key}").json()
        for key in {row["agreement"]["key"] for row in met[::9]}
    }
    for key, agreement in told.items():
        mine = [dict(row) for row in met if row["agreement"]["key"] == key]
        for row in mine:
            named = row.pop("agreement")
            assert named == {member: agreement[member] for member in named}
            assert row.pop("decision")["at"] == row["known_from"]
            assert row.pop("id")
        assert sorted(map(str, mine)) == sorted(map(str, agreement[name]))
    assert len(met) == client.get(f"{BASE}/{name}?limit=1&count=1").json()["count"]


def test_all_that_is_held_of_agreements_that_stand_is_told(client: Client) -> None:
    standing = Card.objects.filter(
        known_to=None, spans__end_day=None, spans__first_day__lte=timezone.now()
    )
    agreements = standing.values("agreement")
    held = Commitment.objects.filter(known_to=None, agreement__in=agreements).count()
    assert client.get(f"{BASE}/commitments?count=1").json()["count"] == held > 200
    happened = Milestone.objects.filter(known_to=None, agreement__in=agreements).count()
    assert client.get(f"{BASE}/milestones?count=1").json()["count"] == happened > 200


def test_approved_statement_tells_its_quote_and_who_decided(
    client: Client, approve: Approve
) -> None:
    key = approve("KE", "PL", signed="2026-11-19", title="Training agreement of Kenya and Poland")
    (row,) = client.get(f"{BASE}/commitments?all_of=KE,PL&type=military_training").json()["results"]
    assert row["agreement"]["key"] == key
    assert row["agreement"]["status"] == "signed"
    assert row["evidence"][0]["quote"].endswith("train the other's soldiers.")
    assert row["decision"] == {"verb": "approve", "by": "an editor", "at": row["known_from"]}
    loaded = client.get(f"{BASE}/commitments?party=US&limit=1").json()["results"][0]
    assert (loaded["decision"]["verb"], loaded["decision"]["by"]) == ("load", "the house")


@pytest.mark.usefixtures("varied")
@pytest.mark.parametrize(
    ("query", "member", "values"),
    [
        ("type=consultation", "type", {"consultation"}),
        ("type=consultation&type=mutual_defence", "type", {"consultation", "mutual_defence"}),
        ("held=excluded", "held", {"excluded"}),
        ("direction=one_way", "direction", {"one_way"}),
        ("strength=intent", "strength", {"intent"}),
        ("debtor=us", "debtor", {"US"}),
        ("creditor=UA&creditor=JP", "creditor", {"UA"}),
    ],
)
def test_commitments_are_narrowed_row_by_row(
    client: Client, query: str, member: str, values: set[str]
) -> None:
    found = rows(client, f"{BASE}/commitments?limit=200&{query}")
    assert {row[member] for row in found} == values
    everything = Counter(row[member] for row in rows(client, f"{BASE}/commitments?limit=200"))
    assert len(found) == sum(everything[value] for value in values)


@pytest.mark.usefixtures("varied")
def test_commitments_are_narrowed_by_their_agreements_too(client: Client) -> None:
    found = rows(client, f"{BASE}/commitments?party=UA&status=signed&type=consultation")
    assert found
    for row in found:
        assert "UA" in {party["code"] for party in row["agreement"]["parties"]}
        assert (row["agreement"]["status"], row["type"]) == ("signed", "consultation")


@pytest.mark.usefixtures("varied")
def test_milestones_are_narrowed_by_kind_day_and_whether_they_happened(client: Client) -> None:
    asked = "milestone=signed&happened_from=1951&happened_to=1951-06&expected=0"
    found = rows(client, f"{BASE}/milestones?{asked}")
    assert found
    for row in found:
        assert (row["kind"], row["is_expected"]) == ("signed", False)
        assert row["latest"] >= "1951-01-01"
        assert row["earliest"] <= "1951-06-30"
    expected = rows(client, f"{BASE}/milestones?expected=1")
    assert [row["is_expected"] for row in expected] == [True]


def test_statement_that_was_undone_is_told_for_the_moment_it_was_held(
    client: Client, approve: Approve
) -> None:
    key = approve("KE", "PL", signed="2026-11-19", title="Training agreement of Kenya and Poland")
    known_at = f"{timezone.now():%FT%T.%fZ}"
    decision = Decision.objects.get(agreement=int(key.removeprefix("A-")))
    assert decision.editor is not None
    curation.undo(decision.pk, decision.editor)
    address = f"{BASE}/commitments?all_of=KE,PL"
    assert client.get(address).json()["results"] == []
    (then,) = client.get(f"{address}&known_at={known_at}").json()["results"]
    assert then["evidence"]
    assert client.get(f"{address}&as_of=2026-11-18").json()["results"] == []


@pytest.mark.parametrize("name", LISTS)
def test_list_asks_five_times_at_most_however_long_it_is(client: Client, name: str) -> None:
    for query in ("limit=1", "limit=200", "limit=200&known_at=2026-11-20"):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{BASE}/{name}?{query}")
        assert len(asked) <= 4
    own = "type=consultation&debtor=US" if name == "commitments" else "milestone=signed"
    with CaptureQueriesContext(connection) as asked:
        client.get(f"{BASE}/{name}?limit=200&count=1&party=US&commitment=consultation&{own}")
    assert len(asked) <= 9


@pytest.mark.parametrize(
    ("address", "code", "parameter"),
    [
        ("commitments?type=love", "query.value", "type"),
        ("commitments?debtor=Ukraine", "query.value", "debtor"),
        ("commitments?creditor=ZZ", "query.value", "creditor"),
        ("commitments?held=maybe", "query.value", "held"),
        ("commitments?direction=up", "query.value", "direction"),
        ("commitments?strength=iron", "query.value", "strength"),
        ("commitments?type=%00", "query.character", "type"),
        ("commitments?milestone=signed", "query.unknown", "milestone"),
        ("commitments?limit=201", "query.value", "limit"),
        ("commitments?after=abc", "query.cursor", "after"),
        ("milestones?milestone=born", "query.value", "milestone"),
        ("milestones?happened_from=%D9%A1%D9%A9", "query.value", "happened_from"),
        ("milestones?happened_to=XXXX-06", "query.value", "happened_to"),
        ("milestones?happened_to=1950&happened_to=1951", "query.doubled", "happened_to"),
        ("milestones?expected=yes", "query.value", "expected"),
        ("milestones?expected=0&expected=1", "query.doubled", "expected"),
        ("milestones?debtor=US", "query.unknown", "debtor"),
    ],
)
def test_bad_query_is_refused_by_name(
    client: Client, address: str, code: str, parameter: str
) -> None:
    response = client.get(f"{BASE}/{address}")
    told = response.json()
    assert (response.status_code, told["code"], told["parameter"]) == (400, code, parameter)


@pytest.mark.parametrize("name", LISTS)
def test_cursor_of_another_list_is_refused(client: Client, name: str) -> None:
    (other,) = {"commitments", "milestones"} - {name}
    following = urlsplit(client.get(f"{BASE}/{name}?limit=3").json()["next"])
    told = client.get(f"{BASE}/{other}?{following.query}").json()
    assert (told["status"], told["code"]) == (400, "query.cursor")
    told = client.get(f"{BASE}/agreements?{following.query}").json()
    assert (told["status"], told["code"]) == (400, "query.cursor")
