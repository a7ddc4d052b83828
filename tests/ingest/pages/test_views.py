"""Handing articles in, and seeing what has become of them."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from ingest import reception
from ingest.models import Article, Job

pytestmark = pytest.mark.django_db

STORY = (
    "Kenya and Fiji signed a defence cooperation agreement in Suva on 2 March 2026. Kenya will "
    "train the coast guard of Fiji, the two governments said in a joint statement afterwards."
)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Client:
    """A client with an editor signed in; nobody is rung for."""
    monkeypatch.setattr(reception, "ring_on_commit", lambda step, numbers: None)
    client = Client()
    client.force_login(User.objects.create_user("olena"))
    return client


def told(response: object) -> str:
    assert isinstance(response, HttpResponse)
    return re.sub(r"\s+", " ", response.content.decode())


def error_at(page: str, field: str) -> str:
    found = re.search(rf'<p class="error" id="{field}-error">([^<]+)</p>', page)
    return found[1] if found else ""


@pytest.mark.parametrize("address", ["/review/ingest", "/review/articles", "/review/articles/1"])
def test_readers_are_sent_to_sign_in(client: Client, address: str) -> None:
    assert client.get(address).headers["Location"] == f"/login?next={address}"


def test_a_pasted_text_is_taken_in_with_what_is_known_about_it(desk: Client) -> None:
    form = {"text": STORY, "title": "Pact signed", "publisher": "Ledger", "published": "2026-03-03"}
    response = desk.post("/review/ingest", form)
    article = Article.objects.get()
    assert response.headers["Location"] == f"/review/articles/{article.pk}"
    assert (article.origin, article.title, article.publisher) == ("paste", "Pact signed", "Ledger")
    assert article.published is not None
    assert article.published.isoformat() == "2026-03-03"
    assert bytes(article.body).decode() == STORY


def test_a_file_is_taken_in(desk: Client) -> None:
    upload = SimpleUploadedFile("pact.txt", STORY.encode(), "text/plain")
    desk.post("/review/ingest", {"file": upload})
    article = Article.objects.get()
    assert (article.origin, article.file_name) == ("file", "pact.txt")


def test_an_address_is_taken_in(desk: Client) -> None:
    desk.post("/review/ingest", {"url": "https://ledger.example/pact"})
    assert Article.objects.get().origin == "url"


def test_the_same_article_twice_leads_to_the_same_page(desk: Client) -> None:
    first = desk.post("/review/ingest", {"text": STORY})
    again = desk.post("/review/ingest", {"text": STORY})
    assert again.headers["Location"] == first.headers["Location"]
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    ("form", "field", "words"),
    [
        ({}, "text", "Paste a text, choose a file, or give the address"),
        ({"text": "  \n "}, "text", "Paste a text"),
        ({"text": "x" * 3_000_000}, "text", "2 MB is the most"),
        ({"url": "ledger"}, "url", ""),
        ({"url": "file:///etc/passwd"}, "url", ""),
        ({"text": STORY, "published": "yesterday"}, "published", "Write the day like 2024-06-30."),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(
    desk: Client, form: dict[str, str], field: str, words: str
) -> None:
    response = desk.post("/review/ingest", form)
    assert response.status_code == 422
    said = error_at(told(response), field)
    assert said
    assert words in said
    assert not Article.objects.exists()


def test_a_binary_file_is_refused_at_once(desk: Client) -> None:
    upload = SimpleUploadedFile("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    response = desk.post("/review/ingest", {"file": upload})
    assert response.status_code == 422
    assert error_at(told(response), "file")


def test_a_text_with_a_file_is_one_too_many(desk: Client) -> None:
    upload = SimpleUploadedFile("pact.txt", STORY.encode(), "text/plain")
    page = told(desk.post("/review/ingest", {"text": STORY, "file": upload}))
    assert "not both" in error_at(page, "file")


def test_what_was_typed_is_kept_when_it_cannot_be_taken(desk: Client) -> None:
    page = told(desk.post("/review/ingest", {"text": STORY, "published": "nonsense"}))
    assert "the coast guard of Fiji" in page
    assert 'value="nonsense"' in page


class TestArticle:
    @pytest.fixture
    def article(self, desk: Client) -> Article:
        desk.post("/review/ingest", {"text": STORY, "title": "Pact signed"})
        return Article.objects.get()

    def page(self, desk: Client, article: Article) -> str:
        return told(desk.get(f"/review/articles/{article.pk}"))

    def test_while_it_waits_the_page_asks_again(self, desk: Client, article: Article) -> None:
        page = self.page(desk, article)
        assert "waits to be read" in page
        assert 'hx-trigger="every 2s"' in page
        assert "Look again" in page

    def test_a_failed_try_is_told_with_the_next_one(self, desk: Client, article: Article) -> None:
        later = timezone.now() + timedelta(minutes=1)
        Job.objects.update(attempts=1, next_at=later, last_error="The site did not answer.")
        page = self.page(desk, article)
        assert "The site did not answer. Tried 1 time; the next try" in page

    def test_drafts_found_lead_to_the_queue(self, desk: Client, article: Article) -> None:
        Article.objects.update(state=Article.State.READ, drafts_made=2)
        page = self.page(desk, article)
        assert "2 drafts found" in page
        assert "every 2s" not in page

    def test_nothing_found_is_said_plainly(self, desk: Client, article: Article) -> None:
        Article.objects.update(state=Article.State.READ, drafts_made=0)
        page = self.page(desk, article)
        assert "Nothing found" in page
        assert "There is no draft" in page

    def test_a_refusal_says_why(self, desk: Client, article: Article) -> None:
        Article.objects.update(state=Article.State.REFUSED, refusal="The page has no text.")
        assert "The page has no text." in self.page(desk, article)

    def test_the_list_costs_the_same_however_long(
        self, desk: Client, article: Article, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(6):
            desk.get("/review/articles")
        for number in range(5):
            desk.post("/review/ingest", {"text": f"{STORY} {number}"})
        with django_assert_num_queries(6):
            page = told(desk.get("/review/articles"))
        assert page.count("/review/articles/") >= 6

    def test_an_article_that_is_not_there_is_not_found(self, desk: Client) -> None:
        assert desk.get("/review/articles/77777").status_code == 404
