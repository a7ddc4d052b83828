"""Merging two agreements on the agreement's page, and where the merged one leads."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from agreements import curation
from agreements.models import Agreement, Decision, Draft
from tests import cast
from tests.desk import hidden, told

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def pair() -> tuple[Agreement, Agreement]:
    cast.parties()
    more = cast.signed("2024-06", title="Pact of Friends").commitment()
    return cast.agreement(more), cast.agreement(cast.signed())


@pytest.fixture
def desk(db: None) -> Client:
    client = Client()
    client.force_login(cast.olena())
    return client


def merge(desk: Client, one: Agreement, into: str, **said: object) -> str:
    page = told(desk.get(f"/agreements/{one.key}/merge"))
    sent = {"into": into, "record": hidden(page, "record"), "reason": "The same"} | said
    return told(desk.post(f"/agreements/{one.key}/merge", sent, follow=True))


def test_editors_find_the_way_there_and_readers_do_not(
    desk: Client, client: Client, pair: tuple[Agreement, Agreement]
) -> None:
    one, _ = pair
    address = f"/agreements/{one.key}/merge"
    assert address in told(desk.get(f"/agreements/{one.key}"))
    assert address not in told(client.get(f"/agreements/{one.key}"))
    assert client.get(address).headers["Location"].startswith("/login")


def test_page_says_what_merging_would_do(desk: Client, pair: tuple[Agreement, Agreement]) -> None:
    one, other = pair
    looking = {"into": other.key, "look": "1"}
    page = told(desk.post(f"/agreements/{one.key}/merge", looking))
    assert not Decision.objects.filter(verb="merge").exists()
    assert "gain sources for 1 value it holds already" in page
    assert "hold in addition: military_training made" in page
    assert "hold as contested: title: Pact of Friends" in page


def test_merged_agreement_leads_to_the_other_for_ever(
    desk: Client, client: Client, pair: tuple[Agreement, Agreement]
) -> None:
    one, other = pair
    assert f"{one.key} is merged into {other.key}" in merge(desk, one, other.key)
    page = client.get(f"/agreements/{one.key}?as_of=2025-01-01")
    assert page.status_code == 301
    assert page.headers["Location"] == f"/agreements/{other.key}?as_of=2025-01-01"
    item = client.get(f"/api/v1/agreements/{one.key}?as_of=2025-01-01")
    assert item.status_code == 308
    assert item.headers["Location"].endswith(f"/api/v1/agreements/{other.key}?as_of=2025-01-01")
    rows = client.get("/api/v1/agreements").json()["results"]
    assert [row["key"] for row in rows] == [other.key]
    assert desk.get(f"/agreements/{one.key}/merge").headers["Location"].endswith(other.key)


def test_moment_before_the_merge_shows_it_still(
    desk: Client, client: Client, pair: tuple[Agreement, Agreement]
) -> None:
    one, other = pair
    merge(desk, one, other.key)
    at = Decision.objects.get(verb="merge").at
    before = {"known_at": f"{at - timedelta(microseconds=1):%Y-%m-%dT%H:%M:%S.%fZ}"}
    assert "Pact of Friends" in told(client.get(f"/agreements/{one.key}", before))
    assert client.get(f"/api/v1/agreements/{one.key}", before).status_code == 200
    since = {"known_at": f"{at:%Y-%m-%dT%H:%M:%S.%fZ}"}
    assert client.get(f"/agreements/{one.key}", since).status_code == 301
    assert client.get(f"/api/v1/agreements/{one.key}", since).status_code == 308


def test_chain_of_merges_leads_on(client: Client, pair: tuple[Agreement, Agreement]) -> None:
    one, other = pair
    third = cast.agreement(cast.signed(title="Third name"))
    curation.merge_agreements(one, other, cast.olena())
    curation.merge_agreements(other, third, cast.olena())
    response = client.get(f"/agreements/{one.key}", follow=True)
    assert response.redirect_chain == [
        (f"/agreements/{other.key}", 301),
        (f"/agreements/{third.key}", 301),
    ]


def test_undo_of_a_merge_brings_the_page_back_and_what_was_known_between_stays(
    desk: Client, client: Client, pair: tuple[Agreement, Agreement]
) -> None:
    one, other = pair
    merge(desk, one, other.key)
    decision = Decision.objects.get(verb="merge")
    between = {"known_at": f"{decision.at:%Y-%m-%dT%H:%M:%S.%fZ}"}
    assert f"into {other.key}" in told(desk.get("/review/mine"))
    page = told(desk.post(f"/review/decisions/{decision.pk}/undo", follow=True))
    assert "The two stand apart again" in page
    assert "Pact of Friends" in told(client.get(f"/agreements/{one.key}"))
    assert client.get(f"/agreements/{one.key}", between).status_code == 301


@pytest.mark.parametrize(
    ("into", "said"),
    [
        ("", "Choose the agreement that this one is the same as"),
        ("A-7777777", "There is no agreement A-7777777"),
        ("itself", "merged into itself"),
        ("others", "between other parties"),
    ],
)
def test_merge_that_makes_no_sense_is_refused_and_keeps_what_was_typed(
    desk: Client, pair: tuple[Agreement, Agreement], into: str, said: str
) -> None:
    one, _ = pair
    others = cast.agreement(cast.signed(parties=("DE", "PL")))
    key = {"itself": one.key, "others": others.key}.get(into, into)
    page = merge(desk, one, key, reason="Because of the date")
    assert said in page
    assert 'value="Because of the date"' in page
    assert not Decision.objects.filter(verb="merge").exists()


def test_merge_of_what_changed_meanwhile_is_refused(
    desk: Client, pair: tuple[Agreement, Agreement]
) -> None:
    one, other = pair
    page = told(desk.get(f"/agreements/{one.key}/merge"))
    sent = {"into": other.key, "record": hidden(page, "record")}
    Draft.objects.update(head=None)
    cast.approve(cast.Story().milestone("ratified", "2024-08-01").draft(), onto=other)
    refused = desk.post(f"/agreements/{one.key}/merge", sent)
    assert refused.status_code == 409
    assert re.search(f"{other.key} changed since you opened this page", told(refused))


def test_what_was_never_there_has_no_merge_page(desk: Client, db: None) -> None:
    assert desk.get("/agreements/A-999999/merge").status_code == 404
