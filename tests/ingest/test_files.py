"""PDF and Word files on their whole way, and texts in other languages: archived, and said so."""

import re
from collections.abc import Iterator
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from agreements.models import Document, Draft
from agreements.proposal import Proposal, Quote
from ingest import fetching, pipeline, reception
from ingest.models import Article
from ingest.reception import Submission, receive
from tests.hostile import HostileServer, hostile_server
from tests.hostile.answers import typed
from tests.ingest.articles import PACT, hand_in
from tests.ingest.papers.files import docx, pdf
from tests.record import load_record

PDF = pdf(PACT.replace("\n\n", " ").split(". ", 1), title="A pact")
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FRENCH = (
    "La France et le Japon ont signé mercredi à Paris un accord de sécurité d'une durée de dix ans,"
    " ont annoncé les deux gouvernements. L'accord prévoit des exercices et le partage de"
    " renseignements entre les deux pays."
)


@pytest.fixture
def desk(db: None, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A client with an editor signed in, in a full record; nobody is rung for."""
    load_record()
    monkeypatch.setattr(reception, "ring_on_commit", lambda step, numbers: None)
    client = Client()
    client.force_login(User.objects.create_user("olena"))
    return client


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[HostileServer]:
    """A world in which every address leads to a server of ours."""
    with hostile_server() as server:
        monkeypatch.setattr(fetching, "NETWORK", server.network())
        yield server


def upload(desk: Client, name: str, body: bytes, content_type: str) -> Article:
    desk.post("/review/ingest", {"file": SimpleUploadedFile(name, body, content_type)})
    return Article.objects.get()


@pytest.mark.parametrize(
    ("name", "body", "content_type"),
    [
        ("pact.pdf", PDF, "application/pdf"),
        ("pact.docx", docx(*PACT.split("\n\n"), title="A pact"), WORD_TYPE),
        ("pact.docx", docx(*PACT.split("\n\n"), title="A pact"), "application/octet-stream"),
    ],
)
def test_uploaded_file_becomes_a_draft_that_quotes_its_text(
    desk: Client, name: str, body: bytes, content_type: str
) -> None:
    article = upload(desk, name, body, content_type)
    assert pipeline.read(article.pk)
    _is_drafted(article)
    document = Document.objects.get()
    assert (document.title, document.language) == ("A pact", "en")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [(PDF, "application/pdf"), (docx(*PACT.split("\n\n")), WORD_TYPE)],
    ids=["PDF", "Word"],
)
def test_file_at_an_address_becomes_a_draft_too(
    desk: Client, world: HostileServer, body: bytes, content_type: str
) -> None:
    world.own["/pact"] = partial(typed, content_type, body)
    article = given("http://files.test/pact")
    assert pipeline.run(article.pk)
    _is_drafted(article)


def test_file_at_an_address_may_be_larger_than_a_page(world: HostileServer, db: None) -> None:
    large = PDF + b"%" * 6_000_000
    world.own["/pact"] = partial(typed, "application/pdf", large)
    article = given("http://files.test/pact")
    assert pipeline.fetch(article.pk)
    article.refresh_from_db()
    assert len(bytes(article.body)) == len(large)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [("application/pdf", b"<html><p>Not found</p></html>"), ("text/html", PDF)],
)
def test_page_that_is_not_what_it_is_called_is_refused(
    world: HostileServer, db: None, content_type: str, body: bytes
) -> None:
    world.own["/pact"] = partial(typed, content_type, body)
    article = given("http://files.test/pact")
    pipeline.run(article.pk)
    article.refresh_from_db()
    assert (article.state, article.refusal_code) == (Article.State.REFUSED, "mismatch")


def test_text_in_another_language_is_archived_and_says_so(desk: Client) -> None:
    article = hand_in(FRENCH).article
    assert pipeline.read(article.pk)
    article.refresh_from_db()
    assert (article.state, article.drafts_made) == (Article.State.READ, 0)
    assert Document.objects.get().language == "fr"
    page = re.sub(r"\s+", " ", desk.get(f"/review/articles/{article.pk}").content.decode())
    assert "The text is in another language than English (French), which is not read here." in page


def given(url: str) -> Article:
    return receive(Submission(origin=Article.Origin.URL, url=url)).article


def _is_drafted(article: Article) -> None:
    article.refresh_from_db()
    assert (article.state, article.drafts_made) == (Article.State.READ, 1)
    document = Document.objects.get()
    statements = Proposal.from_json(Draft.objects.get().proposed).statements
    quotes = [source for each in statements for source in each.sources]
    assert quotes
    for quote in quotes:
        assert isinstance(quote, Quote)
        assert document.text[quote.start : quote.end] == quote.words
