"""The addresses of an agreement: with its title, without it, and of what cites it."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from agreements import curation
from agreements.models import Decision
from agreements.pages.record.shown import title_slug
from tests.agreements.pages.conftest import MakeDraft

pytestmark = pytest.mark.usefixtures("loaded_record", "db")
WINDSOR = "/agreements/A-1001/treaty-of-windsor"


@pytest.fixture
def pact(make_draft: MakeDraft, editor: User) -> str:
    """The key of an agreement that came from a text."""
    draft = make_draft()
    decision = curation.approve(draft.pk, editor, curation.Verdict(version=draft.version))
    assert decision.agreement is not None
    return decision.agreement.key


def test_both_addresses_show_the_agreement_and_name_the_one_with_the_title(client: Client) -> None:
    for address in ("/agreements/A-1001", WINDSOR):
        page = client.get(address).content.decode()
        assert f'<link rel="canonical" href="http://testserver{WINDSOR}">' in page


def test_another_title_leads_to_the_right_one_and_keeps_the_query(client: Client) -> None:
    response = client.get("/agreements/A-1001/treaty-of-paris?as_of=1400-01-01")
    assert response.status_code == 301
    assert response.headers["Location"] == f"{WINDSOR}?as_of=1400-01-01"
    assert response.headers["Cache-Control"] == "no-cache"


def test_small_letters_lead_to_the_key_and_keep_the_query(client: Client) -> None:
    response = client.get("/agreements/a-1001?as_of=1400-01-01")
    assert response.headers["Location"] == "/agreements/A-1001?as_of=1400-01-01"


def test_no_title_is_taken_for_another_page() -> None:
    assert title_slug("History") == ""
    assert title_slug("協定") == ""
    assert len(title_slug("long " * 50)) <= 80


@pytest.mark.parametrize(
    ("ending", "media_type"),
    [
        ("txt", "text/plain"),
        ("bib", "application/x-bibtex"),
        ("ris", "application/x-research-info-systems"),
        ("json", "application/vnd.citationstyles.csl+json"),
    ],
)
def test_a_citation_can_be_taken_away_as_a_file(
    client: Client, ending: str, media_type: str
) -> None:
    response = client.get(f"/agreements/A-1001/cite.{ending}")
    assert response.headers["Content-Type"] == f"{media_type}; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="A-1001.{ending}"'
    assert "Treaty of Windsor" in response.content.decode()


def test_a_citation_leads_back_to_what_was_shown(client: Client, pact: str) -> None:
    known = Decision.objects.latest("at").at + timedelta(seconds=1)
    query = f"?as_of=2026-03-05&known_at={known:%Y-%m-%d}"
    (item,) = json.loads(client.get(f"/agreements/{pact}/cite.json{query}").content)
    assert item["URL"] == f"http://testserver/agreements/{pact}{query}"
    assert "as it stood on 2026-03-05, as known on" in item["note"]
    assert client.get(item["URL"]).status_code == 200


@pytest.mark.parametrize("path", ["A-9999/cite.bib", "A-1001/cite.doc", "A-1001/cite."])
def test_a_citation_of_nothing_or_in_no_form_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/agreements/{path}").status_code == 404


def test_the_page_offers_every_form_to_programs(client: Client) -> None:
    page = client.get("/agreements/A-1001").content.decode()
    assert 'type="application/json" href="/api/v1/agreements/A-1001"' in page
    for ending in ("bib", "ris", "json"):
        assert f'href="/agreements/A-1001/cite.{ending}"' in page
