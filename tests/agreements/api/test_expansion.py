"""`expand` and `fields`: what is told beside a row, and which members."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements import curation, ledger
from agreements.api.expansion import BESIDE, EXPANDED, ROW
from agreements.models import Agreement, Card, Decision, Evidence, Link
from tests import cast
from tests.agreements.api.conftest import Approve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_record")]

LIST = "/api/v1/agreements"
ALL = "expand=evidence,history,links"
TITLE = "Training agreement of Kenya and Poland"


def tie(new: int, old: int) -> None:
    """Have one agreement supersede another."""
    with ledger.entry(Decision(verb=Decision.Verb.LOAD)) as made:
        link = Link.objects.create(
            agreement_id=new, kind="supersedes", target_id=old, decision=made.decision,
            known_from=made.at,
        )  # fmt: skip
        Evidence.objects.create(
            link=link, citation="A handbook", decision=made.decision, known_from=made.at
        )
        made.touched.add(new)


def get(client: Client, address: str) -> dict[str, Any]:
    response = client.get(address)
    assert response.status_code == 200
    told: dict[str, Any] = response.json()
    return told


def test_without_either_the_stored_bytes_are_sent_untouched(client: Client) -> None:
    card = Card.objects.order_by("-order_day", "-agreement")[0]
    assert card.row_json[1:] in client.get(f"{LIST}?limit=1").content.decode()
    assert card.item_json[1:] in client.get(f"{LIST}/A-{card.agreement_id}").content.decode()
    with CaptureQueriesContext(connection) as asked:
        client.get(f"{LIST}?expand=&fields=")
    assert len(asked) == 2


def test_evidence_says_for_each_statement_who_decided_and_when(
    client: Client, approve: Approve
) -> None:
    key = approve("KE", "PL", signed="2026-11-19", title=TITLE)
    (row,) = get(client, f"{LIST}?all_of=KE,PL&expand=evidence")["results"]
    item = get(client, f"{LIST}/{key}?expand=evidence")
    plain = get(client, f"{LIST}/{key}")
    assert item == row | {"as_of": item["as_of"], "known_at": None}
    statements = [s for name in ("milestones", "commitments", "terms") for s in row[name]]
    assert len(statements) == 3
    for statement in statements:
        (proof,) = statement["evidence"]
        assert proof["quote"] == proof["quote"].strip()
        assert proof["end"] - proof["start"] == len(proof["quote"])
        assert proof["document"]["title"] == "A statement"
        decided = statement.pop("decision")
        assert decided == {"verb": "approve", "by": "an editor", "at": statement["known_from"]}
    item_without = get(client, f"{LIST}/{key}?expand=evidence")
    for name in BESIDE[1:]:
        for statement in item_without[name]:
            statement.pop("decision")
    for statement in item_without["commitments"]:
        statement.pop("decision")
    assert item_without == plain
    assert "olena" not in json.dumps(row)


def test_loaded_statement_was_decided_by_the_house(client: Client) -> None:
    item = get(client, f"{LIST}/A-1001?expand=evidence")
    assert {s["decision"]["by"] for s in item["milestones"]} == {"the house"}


def test_history_tells_each_version_with_its_decision_and_what_it_changed(client: Client) -> None:
    agreement = cast.agreement(cast.signed("2024-06"))
    story = cast.Story().milestone("signed", "2024-06-13", place="London")
    corrected = cast.approve(story.draft(), onto=agreement)
    first, second = get(client, f"{LIST}/{agreement.key}?expand=history")["history"]
    assert (first["version"], second["version"]) == (1, 2)
    assert first["decision"]["verb"] == second["decision"]["verb"] == "approve"
    assert {change["change"] for change in first["changes"]} == {"opened"}
    assert all(change["evidence_gained"] for change in first["changes"])
    (change,) = second["changes"]
    assert (change["change"], change["statement"]) == ("replaced", "milestone")
    assert (change["before"]["date"], change["after"]["date"]) == ("2024-06", "2024-06-13")
    assert second["decision"]["at"] == f"{corrected.at:%FT%T.%f}Z"
    (row,) = get(client, f"{LIST}?q=Friendship+treaty&party=GB&partner=UA&expand=history")[
        "results"
    ]
    assert row["history"] == [first, second]
    assert "milestones" not in row


def test_history_has_what_was_taken_back_and_ends_with_what_was_known_then(client: Client) -> None:
    agreement = cast.agreement(cast.signed("2024-06"))
    known_at = f"{timezone.now():%FT%T.%fZ}"
    story = cast.Story().milestone("signed", "2024-06-13", place="London")
    corrected = cast.approve(story.draft(), onto=agreement)
    undone = curation.undo(corrected.pk, cast.olena())
    address = f"{LIST}/{agreement.key}?expand=history"
    versions = get(client, address)["history"]
    assert [version["version"] for version in versions] == [1, 2, 3]
    assert all(version["is_held"] for version in versions)
    assert versions[2]["decision"]["at"] == f"{undone.at:%FT%T.%f}Z"
    assert versions[2]["changes"][0]["change"] == "restored"
    assert get(client, f"{address}&known_at={known_at}")["history"] == versions[:1]


def test_links_are_told_in_both_directions(client: Client) -> None:
    tie(1002, 1001)
    old, new = (get(client, f"{LIST}/A-{n}?expand=links") for n in (1001, 1002))
    assert old["linked_from"] == [
        {"kind": "supersedes", "agreement": "A-1002", "rank": "preferred", "title": new["title"]}
    ]
    assert (new["linked_from"], old["links"]) == ([], [])
    (link,) = new["links"]
    assert (link["target"], link["title"]) == ("A-1001", old["title"])
    assert link["evidence"]
    first = Card.objects.get(agreement=1002, known_to=None).parties
    rows = get(client, f"{LIST}?all_of={','.join(first)}&limit=200&expand=links")["results"]
    (row,) = [row for row in rows if row["key"] == "A-1002"]
    assert row["links"] == [
        {"kind": "supersedes", "target": "A-1001", "rank": "preferred", "title": old["title"]}
    ]
    assert "terms" not in row


def test_links_are_those_that_were_known_then(client: Client) -> None:
    known_at = f"{timezone.now():%FT%T.%fZ}"
    tie(1002, 1001)
    told = get(client, f"{LIST}/A-1001?expand=links&known_at={known_at}")
    assert (told["links"], told["linked_from"]) == ([], [])


def test_fields_pick_members_in_the_order_named(client: Client) -> None:
    told = get(client, f"{LIST}?limit=3&fields=title,status,title")
    assert [list(row) for row in told["results"]] == [["key", "title", "status"]] * 3
    item = get(client, f"{LIST}/A-1001?fields=milestones")
    assert set(item) == {"as_of", "known_at", "key", "milestones"}
    plain = get(client, f"{LIST}/A-1001")
    assert item["milestones"] == plain["milestones"]
    history = get(client, f"{LIST}?limit=1&expand=history&fields=history")["results"]
    assert [set(row) for row in history] == [{"key", "history"}]


def test_fields_that_can_be_named_are_all_there_are(client: Client) -> None:
    rows = get(client, f"{LIST}?limit=1")["results"]
    assert set(rows[0]) == set(ROW)
    item = get(client, f"{LIST}/A-1001?{ALL}")
    assert set(item) - {"as_of", "known_at"} == {*ROW, *BESIDE, *sum(EXPANDED.values(), ())}


@pytest.mark.parametrize(
    ("address", "parameter", "known"),
    [
        (f"{LIST}?fields=title,colour", "fields", "is_doubtful"),
        (f"{LIST}?fields=milestones", "fields", "title"),
        (f"{LIST}?fields=history&expand=links", "fields", "linked_from"),
        (f"{LIST}/A-1001?fields=history", "fields", "milestones"),
        (f"{LIST}?expand=all", "expand", "history"),
        (f"{LIST}/A-1001?expand=evidence,x", "expand", "links"),
    ],
)
def test_what_there_is_not_is_refused_with_what_there_is(
    client: Client, address: str, parameter: str, known: str
) -> None:
    told = client.get(address).json()
    assert (told["status"], told["code"], told["parameter"]) == (400, "query.value", parameter)
    assert known in told["known"]


def test_either_may_stand_once(client: Client) -> None:
    for address in (f"{LIST}?expand=links&expand=history", f"{LIST}/A-1001?fields=a&fields=b"):
        assert client.get(address).json()["code"] == "query.doubled"


def test_expansions_cost_ten_queries_more_however_long_the_list_is(client: Client) -> None:
    tie(1002, 1001)
    for limit in (1, 50):
        with CaptureQueriesContext(connection) as queries:
            rows = get(client, f"{LIST}?party=US&limit={limit}&{ALL}")["results"]
        assert len(rows) == limit
        assert len(queries) <= 3 + 10
    with CaptureQueriesContext(connection) as queries:
        get(client, f"{LIST}/A-1001?{ALL}")
    assert len(queries) <= 2 + 10


def test_walk_may_go_on_with_other_members(client: Client) -> None:
    first = get(client, f"{LIST}?limit=2")
    second = get(client, first["next"] + "&fields=title&expand=links")
    assert [list(row) for row in second["results"]] == [["key", "title"]] * 2
    assert Agreement.objects.count() > 2
