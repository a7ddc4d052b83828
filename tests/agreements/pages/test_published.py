"""What editors published: the page, and the feed that programs follow."""

import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements import curation
from agreements.curation import Verdict
from agreements.models import Decision
from tests.agreements.pages.conftest import TEXT, MakeDraft

pytestmark = pytest.mark.usefixtures("loaded_record", "db")
ATOM = "{http://www.w3.org/2005/Atom}"


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def published(make_draft: MakeDraft, editor: User) -> Decision:
    draft = make_draft()
    return curation.approve(draft.pk, editor, Verdict(version=draft.version))


def entries(client: Client, address: str = "/changes.atom") -> list[ET.Element]:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(response.content).findall(f"{ATOM}entry")  # noqa: S314  our own answer


def test_what_is_new_says_what_it_holds(client: Client, published: Decision) -> None:
    page = text_of(client, "/changes")
    assert "Harbour Pact" in page
    assert "<li>with Military training</li>" in page
    assert "<li>expressly without Mutual defence</li>" in page
    assert "Reference data" in page
    assert page.index("Harbour Pact") < page.index("Reference data")
    assert "olena" not in page


def test_a_correction_says_what_was_and_what_is(
    client: Client, published: Decision, make_draft: MakeDraft, editor: User
) -> None:
    more = make_draft(text=f"{TEXT} Again.", signed="2026-03")
    verdict = Verdict(version=more.version, agreement=published.agreement)
    curation.approve(more.pk, editor, verdict)
    assert text_of(client, "/changes").count("change__words") >= 2


def test_what_was_taken_back_stays_and_says_so(
    client: Client, published: Decision, editor: User
) -> None:
    undo = curation.undo(published.pk, editor)
    page = text_of(client, "/changes?party=KE")
    assert "taken back since" in page
    assert "Taken back" in page
    assert "Nothing is held of it any more" in page
    before = (undo.at - timedelta(microseconds=1)).isoformat().replace("+00:00", "Z")
    assert "taken back since" not in text_of(client, f"/changes?known_at={before}")


def test_it_costs_four_queries_at_most_and_as_a_feed_one_more(
    client: Client, published: Decision, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    entries(client)
    with django_assert_max_num_queries(4):
        client.get("/changes")
    with django_assert_max_num_queries(5):
        client.get("/changes.atom")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("party=KE", 1),
        ("all_of=KE,FJ", 1),
        ("party=KE&partner=FJ", 1),
        ("q=Harbour", 1),
        ("commitment=military_training&party=FJ", 1),
        ("party=UA", 0),
        ("all_of=KE,UA", 0),
        ("q=zzzz", 0),
        ("commitment=cyber_security&party=FJ", 0),
    ],
)
def test_page_and_feed_follow_the_filters(
    client: Client, published: Decision, query: str, count: int
) -> None:
    assert text_of(client, f"/changes?{query}").count("year__event") == count
    assert len(entries(client, f"/changes.atom?{query}")) == count


def test_older_changes_are_on_further_pages(
    client: Client, published: Decision, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agreements.pages.published._PAGE_SIZE", 1)
    first = text_of(client, "/changes")
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older
    second = text_of(client, older[1].replace("&amp;", "&"))
    assert "Harbour Pact" in first
    assert "Harbour Pact" not in second
    assert "Reference data" in second
    assert 'rel="next"' not in second


def test_many_agreements_are_found_as_few_are(
    client: Client, published: Decision, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = text_of(client, "/changes?status=signed")
    monkeypatch.setattr("agreements.news._FEW", 0)
    monkeypatch.setattr("agreements.news._CHUNK", 1)
    assert text_of(client, "/changes?status=signed") == few
    assert "Harbour Pact" in few


@pytest.mark.parametrize("query", ["before=x", "colour=red", "party=ZZ", "known_at=2999-01-01"])
def test_what_makes_no_sense_is_ignored_with_a_notice(client: Client, query: str) -> None:
    assert "banner--info" in text_of(client, f"/changes?{query}")
