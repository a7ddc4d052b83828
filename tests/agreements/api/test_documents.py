"""Documents: those that the record rests on, their texts only where everybody may read them."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements import curation, documents, intake
from agreements.models import Document
from tests import cast
from tests.agreements.api.conftest import Approve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_record")]

LIST = "/api/v1/documents"
TITLE = "Training agreement of Kenya and Poland"


def archive(text: str, url: str, publisher: str) -> Document:
    number, _ = intake.archive_document(
        intake.Text(
            text=text, url=url, title="A report", publisher=publisher, published=date(2024, 6, 20),
            language="en",
        )
    )  # fmt: skip
    return Document.objects.get(pk=number)


def published(url: str, *, publisher: str = "The Sample Post") -> tuple[Document, str]:
    """Publish an agreement that rests on a text from this address; returns both."""
    story = cast.signed("2024-06-13")
    document = archive(story.text, url, publisher)
    decision = cast.approve(cast.draft(document, story.proposal()))
    assert decision.agreement is not None
    return document, decision.agreement.key


def numbers(client: Client, query: str = "") -> list[int]:
    return [row["id"] for row in client.get(f"{LIST}?{query}").json()["results"]]


def item(client: Client, number: int, query: str = "") -> dict[str, Any]:
    response = client.get(f"{LIST}/{number}?{query}")
    assert response.status_code == 200
    told: dict[str, Any] = response.json()
    return told


def test_list_has_what_the_record_quotes_and_nothing_that_merely_waits(client: Client) -> None:
    before = numbers(client)
    waiting = cast.signed("2024-06-14").draft()
    mine, _ = published("https://example.org/a")
    assert numbers(client) == [mine.pk, *before]
    assert waiting.document_id not in numbers(client)


def test_row_tells_where_a_text_came_from_and_how_often_it_is_quoted(client: Client) -> None:
    mine, _ = published("https://www.gov.uk/a", publisher="GOV.UK")
    row = client.get(f"{LIST}?publisher=GOV.UK").json()["results"][0]
    assert (row["id"], row["sha256"], row["quote_count"]) == (mine.pk, mine.sha256, 2)
    assert (row["publisher"], row["published"], row["language"]) == ("GOV.UK", "2024-06-20", "en")
    assert row["licence"]["name"]
    assert "text" not in row


def test_text_is_told_where_its_licence_lets_everybody_read_it(client: Client) -> None:
    free, _ = published("https://www.gov.uk/a")
    told = item(client, free.pk)
    assert told["text"] == free.text
    assert told["characters"] == len(free.text)
    for quote in told["quotes"]:
        assert free.text[quote["start"] : quote["end"]] == quote["quote"]
    closed, key = published("https://example.org/a")
    told = item(client, closed.pk)
    assert (told["text"], told["licence"]) == (None, None)
    assert {quote["agreement"] for quote in told["quotes"]} == {key}
    assert [quote["statement"] for quote in told["quotes"]] == ["term", "milestone"]
    assert told["quote_count"] == 2


def test_signed_in_editor_is_told_no_more_than_anybody(
    client: Client, admin_client: Client
) -> None:
    closed, _ = published("https://example.org/a")
    assert item(admin_client, closed.pk) == item(client, closed.pk)


def test_documents_are_narrowed_by_their_own_and_by_their_agreements(client: Client) -> None:
    one, _ = published("https://example.org/a", publisher="The Sample Post")
    two, _ = published("https://example.org/b", publisher="Another Paper")
    both = "publisher=The+Sample+Post&publisher=Another+Paper"
    assert numbers(client, both) == [two.pk, one.pk]
    assert numbers(client, "publisher=Another+Paper") == [two.pk]
    assert numbers(client, f"{both}&party=GB&partner=UA&signed_from=2024") == [two.pk, one.pk]
    for nothing in ("party=JP", "published_from=2024-07", "published_to=2023", "language=de"):
        assert numbers(client, f"{both}&{nothing}") == []
    assert numbers(client, f"{both}&published_from=2024-06&published_to=2024&language=en")
    assert numbers(client, f"{both}&as_of=2024-06-12") == []


def test_few_and_many_agreements_have_the_same_documents(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    published("https://example.org/a")
    published("https://example.org/b")
    queries = ("", "party=GB", "party=JP", "as_of=2024-06-12", "q=friendship&status=signed")
    few = [numbers(client, query) for query in queries]
    monkeypatch.setattr(documents, "_FEW", -1)
    assert [numbers(client, query) for query in queries] == few
    assert few[0] == few[1] != []


def test_what_was_undone_is_quoted_no_more_but_was(client: Client, approve: Approve) -> None:
    mine, _ = published("https://example.org/a")
    known_at = f"{timezone.now():%FT%T.%fZ}"
    decision = mine.drafts.get().decisions.get()
    curation.undo(decision.pk, cast.olena())
    assert mine.pk not in numbers(client)
    assert mine.pk in numbers(client, f"known_at={known_at}")
    assert item(client, mine.pk)["quotes"] == []
    assert len(item(client, mine.pk, f"known_at={known_at}")["quotes"]) == 2


def test_walk_meets_every_document_once(client: Client) -> None:
    for number in range(5):
        published(f"https://example.org/{number}")
    met, following = [], f"{LIST}?limit=2"
    while following:
        told = client.get(following).json()
        met += [row["id"] for row in told["results"]]
        following = told["next"]
    assert met == sorted(set(met), reverse=True)
    assert len(met) == client.get(f"{LIST}?limit=1&count=1").json()["count"] >= 5


def test_document_that_was_archived_later_was_not_there_then(client: Client) -> None:
    mine, _ = published("https://example.org/a")
    response = client.get(f"{LIST}/{mine.pk}?known_at=2020-01-01")
    assert (response.status_code, response.json()["code"]) == (404, "record.not_then")


@pytest.mark.parametrize("name", ["0", "-1", "01", "9" * 30, "%D9%A1", "A-1001", "1.5", "1%00"])
def test_what_is_no_document_is_404(client: Client, name: str) -> None:
    response = client.get(f"{LIST}/{name}")
    assert (response.status_code, response.json()["code"]) == (404, "record.unknown")


def test_documents_cost_few_queries_however_many_and_long(client: Client) -> None:
    published("https://www.gov.uk/a")
    mine, _ = published("https://www.gov.uk/b")
    client.get(LIST)
    for address in (f"{LIST}?limit=1", f"{LIST}?limit=200", f"{LIST}/{mine.pk}"):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        assert len(asked) <= 4
        if "?" in address:
            assert not any('"text"' in query["sql"] for query in asked)


@pytest.mark.parametrize(
    ("address", "code", "parameter"),
    [
        (f"{LIST}?published_from=soon", "query.value", "published_from"),
        (f"{LIST}?published_to=2020&published_to=2021", "query.doubled", "published_to"),
        (f"{LIST}?publisher=%00", "query.character", "publisher"),
        (f"{LIST}?type=consultation", "query.unknown", "type"),
        (f"{LIST}?after=abc", "query.cursor", "after"),
        (f"{LIST}/1?as_of=2020-01-01", "query.unknown", "as_of"),
        (f"{LIST}/1?known_at=soon", "query.value", "known_at"),
    ],
)
def test_bad_query_is_refused_by_name(
    client: Client, address: str, code: str, parameter: str
) -> None:
    told = client.get(address).json()
    assert (told["status"], told["code"], told["parameter"]) == (400, code, parameter)
