"""The page of an archived text: for everybody where its licence allows, else for editors."""

import html
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from agreements import curation, intake
from tests.agreements.pages.conftest import MakeDraft

pytestmark = pytest.mark.usefixtures("loaded_record", "db")
FREE = "https://www.state.gov/harbour-pact"
WORDS = "Kenya and Fiji <signed> the Harbour Pact & said so."


def archived(url: str) -> str:
    number, _ = intake.archive_document(
        intake.Text(text=WORDS, title="Harbour Pact signed", publisher="The Suva Ledger", url=url)
    )
    return f"/documents/{number}"


def test_a_free_text_is_shown_whole_with_its_licence_and_its_original(client: Client) -> None:
    response = client.get(archived(FREE))
    page = response.content.decode()
    assert response.status_code == 200
    assert "Kenya and Fiji &lt;signed&gt; the Harbour Pact &amp; said so." in page
    assert "17 U.S.C." in page
    assert f'href="{FREE}"' in page


def test_any_other_text_is_shown_to_editors_alone(client: Client, desk: Client) -> None:
    address = archived("https://ledger.example/pact")
    response = client.get(address)
    assert response.status_code == 403
    assert "signed" not in response.content.decode().partition("<h1>")[2].partition("</h1>")[2]
    assert "may be shown whole" in response.content.decode()
    assert "Kenya and Fiji &lt;signed&gt;" in desk.get(address).content.decode()


def test_the_quote_that_led_there_is_marked(client: Client) -> None:
    page = client.get(f"{archived(FREE)}?from=15&to=23").content.decode()
    assert '<mark id="quote">&lt;signed&gt;</mark>' in page


@pytest.mark.parametrize(
    "query", ["from=9&to=3", "from=0&to=9999", "from=-1&to=3", "from=x&to=y", "from=٣&to=٤", "to=3"]
)
def test_a_place_that_is_none_marks_nothing(client: Client, query: str) -> None:
    response = client.get(f"{archived(FREE)}?{query}")
    assert response.status_code == 200
    assert "<mark" not in response.content.decode()


def test_what_was_not_archived_then_is_not_there(client: Client) -> None:
    assert client.get(f"{archived(FREE)}?known_at=2001-01-01").status_code == 404
    assert client.get("/documents/999999").status_code == 404


def test_the_page_of_an_agreement_leads_to_the_quote_in_a_free_text(
    client: Client, make_draft: MakeDraft, editor: User
) -> None:
    draft = make_draft(url=FREE)
    decision = curation.approve(draft.pk, editor, curation.Verdict(version=draft.version))
    assert decision.agreement is not None
    page = client.get(f"/agreements/{decision.agreement.key}", follow=True).content.decode()
    links = re.findall(r'href="(/documents/[^"]+)#quote"', html.unescape(page))
    quoted = "signed the Harbour Pact in Suva on 2 March 2026"
    assert any(f'<mark id="quote">{quoted}</mark>' in shown(client, link) for link in links)


def test_the_page_of_an_agreement_leads_to_no_text_that_is_not_free(
    client: Client, make_draft: MakeDraft, editor: User
) -> None:
    draft = make_draft()
    decision = curation.approve(draft.pk, editor, curation.Verdict(version=draft.version))
    assert decision.agreement is not None
    page = client.get(f"/agreements/{decision.agreement.key}", follow=True).content.decode()
    assert "/documents/" not in page


def shown(client: Client, address: str) -> str:
    return client.get(address).content.decode()
