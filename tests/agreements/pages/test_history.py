"""The history of one agreement, as its page tells it."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements import curation
from agreements.models import Agreement, Decision
from tests import cast

pytestmark = pytest.mark.django_db


def page_of(client: Client, agreement: Agreement, query: str = "") -> str:
    response = client.get(f"/agreements/{agreement.key}/history{query}")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def last_decision() -> Decision:
    return Decision.objects.latest("at")


@pytest.fixture
def agreement() -> Agreement:
    """A treaty in three versions: signed, in force, and that undone again."""
    cast.parties()
    found = cast.agreement(cast.signed("2024-06-13"))
    story = cast.Story().milestone("entered_into_force", "2024-06-18")
    decision = cast.approve(story.draft(), onto=found)
    curation.undo(decision.pk, cast.tomasz())
    return found


@pytest.fixture
def signed_in() -> Client:
    client = Client()
    client.force_login(User.objects.create_user("reader"))
    return client


def test_every_version_tells_when_and_what_newest_first(
    client: Client, agreement: Agreement
) -> None:
    page = page_of(client, agreement)
    heads = re.findall(r'<h3 class="version__head"> (Version \d: \w+)', page)
    assert heads == ["Version 3: Undid", "Version 2: Approved", "Version 1: Approved"]
    assert last_decision().at.strftime("%H:%M:%S UTC") in page
    assert "undone by version 3" in page
    assert "“It was signed on 2024-06-13 in London”" in page
    assert "The Sample Post, A report, 2024-06-20" in page


def test_what_changed_is_marked_for_eyes_and_ears(client: Client, agreement: Agreement) -> None:
    page = page_of(client, agreement)
    assert '<ins><span class="unseen">added: </span>18 June 2024' in page
    assert '<del><span class="unseen">removed: </span>18 June 2024' in page
    assert '<del><span class="unseen">removed: </span>Signed' in page
    assert '<ins><span class="unseen">added: </span>In force' in page


def test_only_editors_are_told_who_did_it(
    client: Client, signed_in: Client, agreement: Agreement
) -> None:
    assert "By an editor" in page_of(client, agreement)
    assert "olena" not in page_of(client, agreement)
    assert "By olena" in page_of(signed_in, agreement)
    assert "By tomasz" in page_of(signed_in, agreement)


def test_each_version_leads_to_the_record_as_known_then(
    client: Client, agreement: Agreement
) -> None:
    addresses = re.findall(r'href="([^"]+\?known_at=[^"]+)"', page_of(client, agreement))
    assert len(addresses) == 3
    pages = [client.get(address).content.decode() for address in addresses]
    assert ["18 June 2024" in page for page in pages] == [False, True, False]


def test_any_two_versions_can_be_compared(client: Client, agreement: Agreement) -> None:
    page = page_of(client, agreement, "?from=1&to=2")
    _, _, compared = page.partition("From version 1 to version 2")
    assert "Entered into force" in compared.partition("Versions")[0]
    assert "These two versions say the same." in page_of(client, agreement, "?from=3&to=1")
    assert "one and the same version" in page_of(client, agreement, "?from=2&to=2")
    assert "From version 1 to version 3" in page_of(client, agreement, "?from=1")
    assert "From version 1 to version 2" in page_of(client, agreement, "?to=2")


@pytest.mark.parametrize("number", ["0", "4", "-1", "1.5", "x", "²", "9" * 30, "1'--"])
def test_a_number_that_is_none_is_answered_in_words(
    client: Client, agreement: Agreement, number: str
) -> None:
    page = page_of(client, agreement, f"?from={number}&to=2")
    assert "choose numbers from 1 to 3" in page
    assert 'id="compared"' not in page
    assert "this is the newest" in page_of(client, agreement, f"?before={number}") or number == "4"


def test_one_version_alone_is_called_so(client: Client) -> None:
    cast.parties()
    alone = cast.agreement()
    assert "There is only one version" in page_of(client, alone)
    assert "Compare two versions" not in page_of(client, alone)
    assert "nothing to compare it with" in page_of(client, alone, "?from=1&to=1")


def test_what_is_held_no_more_keeps_its_history(client: Client) -> None:
    cast.parties()
    gone = cast.agreement()
    curation.undo(last_decision().pk, cast.olena())
    page = page_of(client, gone)
    assert "Nothing is held of this agreement any more" in page
    assert "Nothing was held any more from then on." in page
    assert "History of Treaty of Friendship" in page
    assert page.count("?known_at=") == 1


def test_what_was_merged_leads_to_the_one_that_stays(client: Client) -> None:
    cast.parties()
    one, other = cast.agreement(), cast.agreement(cast.signed("2024-06-14"))
    curation.merge_agreements(one, other, cast.olena(), reason="Two reports of one treaty")
    page = page_of(client, one)
    assert f'merged into <a href="/agreements/{other.key}">' in page
    staying = page_of(client, other)
    assert "Two reports of one treaty" in staying
    assert f'<a href="/agreements/{one.key}/history">' in staying


def test_it_ends_at_the_moment_asked_for(client: Client, agreement: Agreement) -> None:
    first = Decision.objects.earliest("at").at
    at = first.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert "There is only one version" in page_of(client, agreement, f"?known_at={at}")
    missing = client.get(f"/agreements/{agreement.key}/history?known_at=2001-01-01")
    assert missing.status_code == 404


@pytest.mark.parametrize("key", ["A-99999", "x", "A-0", "A-99999999999999999999"])
def test_a_key_nobody_has_has_no_history(client: Client, key: str) -> None:
    assert client.get(f"/agreements/{key}/history").status_code == 404


def test_a_key_in_small_letters_leads_to_it(client: Client) -> None:
    there = client.get("/agreements/a-1001/history").headers["Location"]
    assert there == "/agreements/A-1001/history"


def test_the_agreement_leads_to_its_history(client: Client, agreement: Agreement) -> None:
    page = client.get(f"/agreements/{agreement.key}").content.decode()
    assert f'href="/agreements/{agreement.key}/history"' in page


def test_many_versions_come_in_pages_for_as_many_queries(
    client: Client, agreement: Agreement, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(f"/agreements/{agreement.key}/history")
    with django_assert_num_queries(11):
        page_of(client, agreement, "?from=1&to=2")
    for _ in range(10):
        story = cast.Story().milestone("entered_into_force", "2024-06-18")
        curation.undo(cast.approve(story.draft(), onto=agreement).pk, cast.olena())
    with django_assert_num_queries(11):
        first = page_of(client, agreement, "?from=1&to=2")
    assert first.count('class="version__head"') == 20
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older is not None
    query = older[1].replace("&amp;", "&").partition("?")[2]
    second = page_of(client, agreement, f"?{query}")
    assert second.count('class="version__head"') == 3
    assert "From version 1 to version 2" in second
    assert 'rel="prev"' in second
