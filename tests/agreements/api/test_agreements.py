"""The list of agreements and the single agreement, over HTTP."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements import cards, curation
from agreements.models import Card, Decision
from tests.agreements.api.conftest import Approve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_record")]

LIST = "/api/v1/agreements"


def keys(client: Client, address: str) -> list[str]:
    return [row["key"] for row in client.get(address).json()["results"]]


def walk(client: Client, address: str | None, onwards: str = "next") -> list[list[str]]:
    pages = []
    while address:
        told = client.get(address).json()
        pages.append([row["key"] for row in told["results"]])
        address = told[onwards]
    return pages


def test_list_begins_with_the_newest_fifty(client: Client) -> None:
    told = client.get(LIST).json()
    signed = [row["signed"] for row in told["results"] if row["signed"]]
    assert len(told["results"]) == 50
    assert signed == sorted(signed, reverse=True)
    assert told["previous"] is None
    assert told["known_at"] is None
    assert "count" not in told


def test_rows_are_the_stored_bytes(client: Client) -> None:
    sent = client.get(f"{LIST}?limit=1").content.decode()
    card = Card.objects.order_by("-order_day", "-agreement")[0]
    assert card.row_json[1:] in sent


def test_walk_meets_every_agreement_once_and_back_again(client: Client) -> None:
    there = walk(client, f"{LIST}?limit=37")
    met = [key for page in there for key in page]
    assert len(met) == len(set(met)) == Card.objects.filter(known_to=None).count()
    last = client.get(f"{LIST}?limit=37").json()
    while last["next"]:
        last = client.get(last["next"]).json()
    back = walk(client, last["previous"], "previous")
    assert back[::-1] == there[:-1]


def test_agreement_approved_during_a_walk_moves_no_row(client: Client, approve: Approve) -> None:
    before = [key for page in walk(client, f"{LIST}?limit=100") for key in page]
    first = client.get(f"{LIST}?limit=100").json()
    approve("KE", "PL", signed="2026-11-19", title="Training agreement of Kenya and Poland")
    rest = [key for page in walk(client, first["next"]) for key in page]
    assert [row["key"] for row in first["results"]] + rest == before


def test_walk_pinned_by_both_clocks_sees_no_later_decision(
    client: Client, approve: Approve
) -> None:
    before = walk(client, f"{LIST}?limit=200")
    pinned = f"{LIST}?limit=200&as_of={timezone.now():%Y-%m-%d}&known_at={timezone.now():%FT%T.%fZ}"
    key = approve("KE", "PL", signed="2020-01-01", title="Training agreement of Kenya and Poland")
    assert walk(client, pinned) == before
    assert key in [k for page in walk(client, f"{LIST}?limit=200") for k in page]


def test_next_keeps_the_filters(client: Client) -> None:
    told = client.get(f"{LIST}?party=UA&party=JP&status=in_force&limit=2").json()
    following = client.get(told["next"]).json()["results"]
    assert len(following) == 2
    for row in following:
        assert row["status"] == "in_force"
        assert {"UA", "JP"} & {party["code"] for party in row["parties"]}


def test_count_is_told_only_when_asked_for(client: Client) -> None:
    told = client.get(f"{LIST}?party=UA&limit=1&count=1").json()
    assert told["count"] == len(keys(client, f"{LIST}?party=UA&limit=200")) > 1
    assert "count" not in client.get(f"{LIST}?count=0").json()


def test_list_tells_of_another_day(client: Client) -> None:
    told = client.get(f"{LIST}?as_of=1950-01-01&limit=200").json()
    assert told["as_of"] == "1950-01-01"
    assert told["results"]
    assert all((row["signed"] or "0")[:4] < "1950" for row in told["results"])


def test_nothing_was_known_before_the_record_began(client: Client) -> None:
    told = client.get(f"{LIST}?known_at=2020-01-01T12:00:00%2B02:00").json()
    assert told["results"] == []
    assert told["known_at"] == "2020-01-01T10:00:00Z"


def test_list_asks_the_database_twice_however_long_it_is(client: Client) -> None:
    for limit in (1, 200):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(f"{LIST}?limit={limit}")
        assert len(asked) == 2
    with CaptureQueriesContext(connection) as asked:
        client.get(f"{LIST}?party=UA&status=in_force&q=security")
    assert len(asked) == 3


def test_list_does_not_read_what_it_does_not_send(client: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        client.get(LIST)
    assert "row_json" in asked[-1]["sql"]
    assert "item_json" not in asked[-1]["sql"]


def test_item_is_the_card_with_its_clocks(client: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        told = client.get(f"{LIST}/A-1001?as_of=2024-06-30").json()
    assert len(asked) == 2
    assert (told.pop("as_of"), told.pop("known_at")) == ("2024-06-30", None)
    standing = cards.standing_on(Card.objects.get(agreement=1001).known_from.date())
    assert told == json.loads(cards.item(standing.get(agreement=1001)))
    assert all(statement["evidence"] for statement in told["milestones"])


def test_approved_agreement_shows_its_quotes(client: Client, approve: Approve) -> None:
    key = approve("KE", "PL", signed="2026-11-19", title="Training agreement of Kenya and Poland")
    told = client.get(f"{LIST}/{key}").json()
    (proof,) = told["commitments"][0]["evidence"]
    assert proof["quote"].endswith("train the other's soldiers.")
    assert key in keys(client, f"{LIST}?party=KE&commitment=military_training")


@pytest.mark.parametrize(
    "key",
    ["A-1", "1001", "A-01001", "a-1001", "A-99999999999999999999", "A-%D9%A1", "A-1001%00", "%2e"],
)
def test_name_that_was_never_given_is_404(client: Client, key: str) -> None:
    response = client.get(f"{LIST}/{key}")
    assert response.status_code == 404
    assert response.json()["code"] == "record.unknown"


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("as_of=1200-01-01", "not before 1386-05-09"),
        ("known_at=2020-01-01", "We knew nothing of A-1001 then"),
    ],
)
def test_agreement_that_was_not_there_then_is_404_and_says_why(
    client: Client, query: str, reason: str
) -> None:
    response = client.get(f"{LIST}/A-1001?{query}")
    assert response.status_code == 404
    assert response.json()["code"] == "record.not_then"
    assert reason in response.json()["detail"]


def test_undone_agreement_is_gone_now_but_not_from_what_was_known(
    client: Client, approve: Approve
) -> None:
    key = approve("KE", "PL", signed="2026-11-19", title="Training agreement of Kenya and Poland")
    known_at = f"{timezone.now():%FT%T.%fZ}"
    decision = Decision.objects.get(agreement=int(key.removeprefix("A-")))
    assert decision.editor is not None
    curation.undo(decision.pk, decision.editor)
    response = client.get(f"{LIST}/{key}")
    assert (response.status_code, response.json()["code"]) == (410, "record.withdrawn")
    assert client.get(f"{LIST}/{key}?known_at={known_at}").json()["key"] == key
    assert key not in keys(client, f"{LIST}?party=KE")
    assert key in keys(client, f"{LIST}?party=KE&known_at={known_at}")
