"""Following a part of the record: its changes alone, and none of them missed."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement, Decision
from tests import cast
from tests.agreements.api.test_changes import CHANGES, happenings, walk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def gone() -> Agreement:
    """Have a record in which about everything has happened; the agreement that is withdrawn."""
    cast.parties()
    return happenings()


def told(client: Client, query: str = "", onwards: str = "next") -> list[dict[str, Any]]:
    return [change for page in walk(client, f"{CHANGES}?{query}", onwards) for change in page]


def test_each_change_is_told_with_the_kind_that_webhooks_have(client: Client) -> None:
    kinds = [change["kind"] for change in told(client)]
    assert kinds.count("agreement.merged") == 2
    assert kinds[-2:] == ["agreement.published", "agreement.withdrawn"]
    assert set(kinds) == {
        f"agreement.{kind}" for kind in ("published", "changed", "merged", "withdrawn", "restored")
    }


@pytest.mark.parametrize("limit", [1, 2, 200])
@pytest.mark.parametrize(
    "kind",
    ["published", "changed", "merged", "withdrawn", "restored"],
)
def test_one_kind_is_all_changes_of_that_kind(client: Client, kind: str, limit: int) -> None:
    wanted = f"agreement.{kind}"
    every = [change for change in told(client, "limit=200") if change["kind"] == wanted]
    assert told(client, f"kind={wanted}&limit={limit}") == every
    assert every


@pytest.mark.parametrize("limit", [1, 2, 200])
@pytest.mark.parametrize("parties", [["DE"], ["JP"], ["DE", "US"], ["pl"]])
def test_a_partys_changes_are_all_of_its_agreements(
    client: Client, parties: list[str], limit: int
) -> None:
    asked = "&".join(f"party={code}" for code in parties)
    codes = {code.upper() for code in parties}
    keys = {a.key for a in Agreement.objects.all() if codes & set(a.parties)}
    every = [change for change in told(client, "limit=200") if change["key"] in keys]
    found = told(client, f"{asked}&limit={limit}")
    assert found == every
    assert {change["kind"] for change in found} > {"agreement.published"}


def test_one_agreement_is_followed_through_merge_and_undo(client: Client) -> None:
    merge = Decision.objects.get(verb="merge", reason="Thought one")
    assert merge.after is not None
    key = merge.after["into"]
    mine = [change for change in told(client) if change["key"] == key]
    assert told(client, f"agreement={key}") == mine
    assert [change["kind"] for change in mine] == [
        "agreement.published",
        "agreement.changed",
        "agreement.changed",
    ]


def test_since_a_moment_are_the_decisions_made_then_and_later(client: Client) -> None:
    every = told(client)
    for moment in {change["at"] for change in every}:
        later = [change for change in every if change["at"] >= moment]
        assert told(client, f"since={moment}&limit=2") == later
    at = Decision.objects.order_by("-at")[0].at
    assert told(client, f"since={at + timedelta(seconds=1):%Y-%m-%dT%H:%M:%S.%fZ}") == []
    assert told(client, f"since={at:%Y-%m-%d}") != []
    assert told(client, "since=2000-01-01&party=DE") == told(client, "party=DE")


def test_walk_back_meets_the_same_changes(client: Client) -> None:
    query = "party=DE&limit=2"
    there = walk(client, f"{CHANGES}?{query}")
    last = client.get(f"{CHANGES}?{query}&after={there[-2][-1]['number']}").json()
    assert walk(client, last["previous"], "previous")[::-1] == there[:-1]


def test_who_goes_on_after_the_last_misses_nothing(client: Client) -> None:
    page = client.get(f"{CHANGES}?party=UA&limit=200").json()
    assert page["next"] is None
    assert page["last"] > page["results"][-1]["number"]
    again = client.get(f"{CHANGES}?party=UA&after={page['last']}").json()
    assert (again["results"], again["last"]) == ([], page["last"])
    cast.agreement(cast.signed(title="Of others", parties=("JP", "PL")))
    new = cast.agreement(cast.signed(title="New", parties=("PL", "UA")))
    again = client.get(f"{CHANGES}?party=UA&after={page['last']}").json()
    assert [change["key"] for change in again["results"]] == [new.key]
    assert again["last"] == page["last"] + 2


def test_of_the_past_the_last_is_that_of_the_past(client: Client) -> None:
    moment = Decision.objects.order_by("at")[3].at
    page = client.get(f"{CHANGES}?known_at={moment:%Y-%m-%dT%H:%M:%S.%fZ}&party=JP").json()
    assert page["last"] < client.get(CHANGES).json()["last"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("party=ZZ", "party"),
        ("party=UA&party=%00", "party"),
        ("agreement=1031", "agreement"),
        ("agreement=A-0", "agreement"),
        ("kind=published", "kind"),
        ("since=soon", "since"),
        ("since=2024-02-30", "since"),
        ("since=2024-01-01&since=2024-01-02", "since"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(client: Client, query: str, parameter: str) -> None:
    answer = client.get(f"{CHANGES}?{query}")
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)


def test_an_agreement_that_never_was_has_no_changes(client: Client) -> None:
    assert told(client, f"agreement=A-{10**17}") == []


def test_a_page_costs_few_queries_however_much_is_asked(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    query = "party=DE&party=UA&kind=agreement.changed&since=2020-01-01&limit=200"
    with django_assert_max_num_queries(8):
        assert client.get(f"{CHANGES}?{query}").status_code == 200
