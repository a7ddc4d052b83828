"""What the page of an agreement says of others, of rulings, and of what lies ahead."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements import curation
from agreements.models import Agreement, Decision
from tests import cast
from tests.agreements.test_surroundings import link

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement() -> Agreement:
    """A treaty of which another text tells another day of signing."""
    cast.parties()
    found = cast.agreement(cast.signed("2024-06-13"))
    cast.approve(cast.Story().milestone("signed", "2024-06-14").draft(), onto=found)
    return found


def page_of(client: Client, of: Agreement, query: str = "") -> str:
    response = client.get(f"/agreements/{of.key}{query}")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_contested_value_stands_beside_what_is_held_and_who_ruled_so(
    client: Client, agreement: Agreement
) -> None:
    _, _, doubts = page_of(client, agreement).partition("Doubts and other readings")
    assert "contested" in doubts
    assert "14 June 2024" in doubts
    assert re.search(r"Held instead: <b>13 June 2024(, London)?</b>. An editor ruled so on", doubts)


def test_what_took_its_place_is_named_from_the_day_it_was_concluded(
    client: Client, agreement: Agreement
) -> None:
    newer = cast.agreement(cast.signed("2026-01-01", title="Treaty of Alliance"))
    link("supersedes", newer, agreement)
    page = page_of(client, agreement)
    banner = f'Superseded by <a href="/agreements/{newer.key}">Treaty of Alliance</a>.'
    assert banner in page
    assert "Superseded by</dt>" in page
    before = page_of(client, agreement, "?as_of=2025-01-01")
    assert f'class="banner superseded">{banner}' not in before
    assert "Superseded by</dt>" in before
    assert "<dt>Supersedes</dt>" in page_of(client, newer)


def test_links_keep_both_clocks(client: Client, agreement: Agreement) -> None:
    now = Decision.objects.latest("at").at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    page = page_of(client, agreement, f"?as_of=2025-01-01&known_at={now}")
    kept = f"?as_of=2025-01-01&amp;known_at={now.replace(':', '%3A')}"
    for path in ("history", "cite.bib", "report"):
        assert f'href="/agreements/{agreement.key}/{path}{kept}"' in page
    assert f'href="/countries/UA{kept}"' in page


def test_it_costs_as_many_queries_however_much_is_held(
    client: Client, agreement: Agreement, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(5):
        page_of(client, agreement)
    story = cast.Story()
    for kind in ("announced", "entered_into_force"):
        story = story.milestone(kind, "2024-07-01")
    decision = cast.approve(story.draft(), onto=agreement)
    curation.undo(decision.pk, cast.tomasz())
    with django_assert_num_queries(5):
        page_of(client, agreement)


def test_a_query_that_makes_no_sense_is_told_and_the_page_stays(
    client: Client, agreement: Agreement
) -> None:
    page = page_of(client, agreement, "?as_of=2024-13-45&nothing=1&known_at=2999-01-01")
    assert "has ignored" in page
    assert "Treaty of Friendship" in page
