"""The page of one agreement."""

import gzip
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db.models.functions import Length
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements import curation
from agreements.models import Card, Decision
from tests.agreements.pages.conftest import MakeDraft

pytestmark = pytest.mark.usefixtures("loaded_record", "db")


def page_of(client: Client, key: str, query: str = "") -> str:
    response = client.get(f"/agreements/{key}{query}")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def key_of(title: str) -> str:
    return f"A-{Card.objects.get(title=title, known_to=None).agreement_id}"


@pytest.fixture
def pact(make_draft: MakeDraft, editor: User) -> str:
    """The key of an agreement that came from a text."""
    draft = make_draft()
    decision = curation.approve(draft.pk, editor, curation.Verdict(version=draft.version))
    assert decision.agreement is not None
    return decision.agreement.key


def test_it_costs_four_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):
        client.get("/agreements/A-1001")


def test_a_key_in_small_letters_leads_to_the_page(client: Client) -> None:
    assert client.get("/agreements/a-1001").headers["Location"] == "/agreements/A-1001"


def test_a_work_nobody_opened_is_called_so(client: Client) -> None:
    page = page_of(client, key_of("Treaty of Windsor"))
    assert "9 May 1386" in page
    assert "In force" in page
    assert "known from a reference work, not opened" in page


def test_doubts_are_shown(client: Client) -> None:
    doubtful = Card.objects.filter(row_json__contains='"is_doubtful":true', known_to=None).first()
    assert doubtful is not None
    assert "Doubts and other readings" in page_of(client, f"A-{doubtful.agreement_id}")


def test_every_commitment_stands_beside_its_quote(client: Client, pact: str) -> None:
    page = page_of(client, pact)
    assert "“will train Fiji&#x27;s coast guard”" in page
    assert "Kenya to Fiji" in page
    assert "Political intent" in page
    assert '<a href="https://ledger.example/pact" rel="noopener">' in page


def test_exclusions_stand_apart(client: Client, pact: str) -> None:
    _, _, after = page_of(client, pact).partition("What it expressly does not hold")
    assert "Mutual defence" in after
    assert "“does not commit either side to defend the other”" in after


def test_on_a_day_before_anything_happened_it_says_so(client: Client, pact: str) -> None:
    page = page_of(client, pact, "?as_of=2020-01-01")
    assert "nothing had happened yet on 1 January 2020" in page


def test_before_we_knew_of_it_there_is_no_page(client: Client, pact: str) -> None:
    before = Decision.objects.filter(agreement=int(pact.removeprefix("A-"))).latest("at").at
    moment = (before - timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert client.get(f"/agreements/{pact}?known_at={moment}").status_code == 404


@pytest.mark.parametrize("key", ["A-9999", "1001", "A-", "A-x", "A-99999999999999999999"])
def test_a_key_nobody_has_is_not_found(client: Client, key: str) -> None:
    assert client.get(f"/agreements/{key}").status_code == 404


def test_it_can_be_cited(client: Client) -> None:
    today = timezone.now().date().isoformat()
    page = page_of(client, "A-1001")
    assert f"record A-1001, version 1, as known on {today}" in page
    assert "http://testserver/agreements/A-1001." in page


def test_it_stays_within_its_budget(client: Client, pact: str) -> None:
    """20 kB packed and 600 elements, for the reference agreement of which most is held too."""
    longest = Card.objects.order_by(Length("item_json")).last()
    assert longest is not None
    for key in (pact, f"A-{longest.agreement_id}"):
        page = client.get(f"/agreements/{key}").content
        assert len(gzip.compress(page)) <= 20_000
        assert len(re.findall(rb"<[a-z]", page)) <= 600


def test_a_quote_stands_with_its_surroundings(client: Client, pact: str) -> None:
    page = page_of(client, pact)
    assert '<span class="quote__around">. The pact does not commit' in page
    assert "No words of the text are quoted here yet" not in page


def test_a_source_of_all_commitments_is_named_once_above_them(client: Client) -> None:
    _, _, after = page_of(client, "A-1216").partition("all of these come from the same source.")
    listed, _, _ = after.partition("History of this record")
    assert listed.count("Ukrainian News Agency") == 1
    assert listed.count('class="commitment"') == 14


def test_a_summary_that_a_program_made_is_marked(client: Client) -> None:
    page = page_of(client, "A-1001")
    assert "Mutual defence treaty signed on 9 May 1386" in page
    assert "put together by a program from the facts" in page
