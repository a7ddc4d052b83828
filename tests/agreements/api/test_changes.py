"""Following the record: its changes in order, and what a program has that replays them."""

import json
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from agreements import cards, curation, ledger
from agreements.folding import holdings
from agreements.merging import merge
from agreements.models import Agreement, Decision, RecordChange
from agreements.proposal import Citation, ProposedTerm
from agreements.verification import verify
from tests import cast
from tests.agreements.api.test_docs import DOCS
from tests.days import today

CHANGES = "/api/v1/changes"


@pytest.fixture
def told(db: None) -> Agreement:
    """A record in which about everything has happened; the agreement that is withdrawn."""
    cast.parties()
    return happenings()


def happenings() -> Agreement:
    stays = cast.agreement(cast.signed("2024-06"))
    same = cast.agreement(cast.signed(title="Pact of Friends").commitment())
    again = cast.agreement(cast.signed("2023", parties=("DE", "JP")))
    later = cast.agreement(cast.signed("2026-01-01", title="Later", parties=("PL", "US")))
    curation.merge_agreements(same, stays, cast.olena(), reason="One treaty")
    merged = cast.agreement(cast.signed("2022", parties=("DE", "JP")))
    merge = curation.merge_agreements(again, merged, cast.olena(), reason="Thought one")
    curation.undo(merge.pk, cast.tomasz())
    refined = cast.approve(
        cast.signed("2026-01-02", title="Later", parties=("PL", "US")).draft(), onto=later
    )
    curation.undo(refined.pk, cast.olena())
    load_without_a_day()
    gone = cast.agreement(cast.signed(title="An error \N{PILE OF POO}", parties=("DE", "PL")))
    curation.undo(Decision.objects.get(agreement=gone).pk, cast.olena())
    return gone


def load_without_a_day() -> None:
    with ledger.entry(Decision(verb=Decision.Verb.LOAD)) as made:
        agreement = ledger.new_agreement("JP", "US")
        (held,) = holdings([agreement.pk])
        title = ProposedTerm(name="title", value="Without a day", sources=(Citation("A book"),))
        plan = merge(held, [title], document_id=None, told_on=made.at.date())
        ledger.carry_out(made, [plan])


def dump(as_of: date, known_at: datetime | None = None) -> str:
    """Return the whole record: one line an agreement, in the order of their keys."""
    held = cards.standing_on(as_of, known_at=known_at).order_by("agreement")
    return "".join(f"{cards.item(card)}\n" for card in held)


def walk(client: Client, address: str, onwards: str = "next") -> list[list[dict[str, Any]]]:
    pages = []
    following: str | None = address
    while following:
        page = client.get(following).json()
        pages.append(page["results"])
        following = page[onwards]
    return pages


def replay(client: Client, address: str) -> str:
    """Return what a program has that follows all changes."""
    held = {}
    for change in (change for page in walk(client, address) for change in page):
        held[change["key"]] = change["agreement"]
    lines = [
        json.dumps(held[key], ensure_ascii=False, separators=(",", ":"))
        for key in sorted(held, key=lambda key: int(key[2:]))
        if held[key] and held[key]["status"]
    ]
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("as_of", ["2026-11-22", "2024-06-12"])
@pytest.mark.parametrize("limit", [1, 200])
@pytest.mark.usefixtures("told")
def test_replay_from_zero_is_the_dump_byte_for_byte(client: Client, as_of: str, limit: int) -> None:
    whole = dump(date.fromisoformat(as_of))
    assert replay(client, f"{CHANGES}?as_of={as_of}&limit={limit}") == whole


@pytest.mark.usefixtures("told")
def test_replay_until_any_moment_is_what_was_known_then(client: Client) -> None:
    day = date(2026, 11, 22)
    moments = list(Decision.objects.order_by("at").values_list("at", flat=True))
    for moment in [moments[0] - timedelta(microseconds=1), *moments]:
        query = f"as_of={day}&known_at={moment:%Y-%m-%dT%H:%M:%S.%fZ}&limit=3"
        assert replay(client, f"{CHANGES}?{query}") == dump(day, moment)


def test_numbers_have_no_gaps_and_one_decision_stands_together(
    client: Client, told: Agreement
) -> None:
    changes = [change for page in walk(client, f"{CHANGES}?limit=4") for change in page]
    assert [change["number"] for change in changes] == list(range(1, len(changes) + 1))
    order = [(change["at"], int(change["key"][2:])) for change in changes]
    assert order == sorted(order)
    decisions = [change["cause"]["decision"] for change in changes]
    assert len(set(decisions)) < len(decisions)
    assert verify().differences == []


def test_walk_back_meets_the_same_changes(client: Client, told: Agreement) -> None:
    there = walk(client, f"{CHANGES}?limit=4")
    last = client.get(f"{CHANGES}?limit=4&after={4 * (len(there) - 1)}").json()
    assert walk(client, last["previous"], "previous")[::-1] == there[:-1]


def test_merge_withdrawal_and_undo_tell_their_cause(client: Client, told: Agreement) -> None:
    changes = [change for page in walk(client, f"{CHANGES}?limit=200") for change in page]
    first = changes[0]
    assert (first["cause"]["verb"], first["cause"]["by"]) == ("approve", "an editor")
    assert first["cause"]["reason"] is None
    both = [c for c in changes if c["cause"]["reason"] == "One treaty"]
    (ended,), (stays,) = (
        [c for c in both if bool(c["agreement"]) == held] for held in (False, True)
    )
    assert (ended["agreement"], ended["merged_into"]) == (None, stays["key"])
    assert stays["merged_into"] is None
    gone = changes[-1]
    assert (gone["key"], gone["agreement"], gone["merged_into"]) == (told.key, None, None)
    assert (gone["cause"]["verb"], gone["cause"]["undoes"]) == (
        "undo",
        changes[-2]["cause"]["decision"],
    )
    assert "olena" not in json.dumps(changes)


def test_agreement_without_a_day_has_no_status(client: Client, told: Agreement) -> None:
    changes = [change for page in walk(client, CHANGES) for change in page]
    (undated,) = (
        c for c in changes if c["agreement"] and c["agreement"]["title"] == "Without a day"
    )
    assert undated["agreement"]["status"] is None


def test_who_has_all_is_told_nothing_and_goes_on_from_there(
    client: Client, told: Agreement
) -> None:
    last = RecordChange.objects.order_by("-number")[0].number
    answer = client.get(f"{CHANGES}?after={last}").json()
    assert (answer["results"], answer["next"]) == ([], None)
    new = cast.agreement(cast.signed(title="New", parties=("JP", "PL")))
    (change,) = client.get(f"{CHANGES}?after={last}").json()["results"]
    assert (change["number"], change["key"]) == (last + 1, new.key)


def test_nothing_new_is_304_until_something_is(client: Client, told: Agreement) -> None:
    etag = client.get(CHANGES).headers["ETag"]
    assert client.get(CHANGES, headers={"If-None-Match": etag}).status_code == 304
    cast.agreement(cast.signed(title="New", parties=("JP", "PL")))
    assert client.get(CHANGES, headers={"If-None-Match": etag}).status_code == 200


def test_decision_that_touches_nothing_is_no_change(client: Client, told: Agreement) -> None:
    before = RecordChange.objects.count()
    draft = cast.signed(title="Rejected").draft()
    curation.reject(draft.pk, cast.olena(), version=draft.version, reason="Read wrongly")
    assert RecordChange.objects.count() == before


@pytest.mark.parametrize(
    ("query", "code", "parameter"),
    [
        ("after=x", "query.cursor", "after"),
        ("after=-1", "query.cursor", "after"),
        ("after=1.5", "query.cursor", "after"),
        ("after=%D9%A1", "query.cursor", "after"),
        ("after=9999999999999999999", "query.cursor", "after"),
        ("before=%00", "query.cursor", "before"),
        ("after=1&before=9", "query.value", "before"),
        ("after=1&after=2", "query.doubled", "after"),
        ("limit=201", "query.value", "limit"),
        ("colour=red", "query.unknown", "colour"),
        ("as_of=now", "query.value", "as_of"),
    ],
)
@pytest.mark.django_db
def test_bad_query_is_refused_by_name(
    client: Client, query: str, code: str, parameter: str
) -> None:
    response = client.get(f"{CHANGES}?{query}")
    assert response.status_code == 400
    assert (response.json()["code"], response.json()["parameter"]) == (code, parameter)


@pytest.mark.django_db(transaction=True)
def test_program_of_the_documentation_has_the_whole_record(
    live_server: LiveServer, tmp_path: Path
) -> None:
    cast.parties()
    happenings()
    section = DOCS.split("## Following the record\n")[1]
    program = section.split("```python\n")[1].split("```")[0]
    program = program.replace("http://127.0.0.1:8000", live_server.url)
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True, timeout=300)
    written = (tmp_path / "agreements.jsonl").read_text(encoding="utf-8")
    assert written == dump(today())
    assert written.count("\n") == 4
