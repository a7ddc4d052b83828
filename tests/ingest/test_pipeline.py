"""The route of one article, run twice, at once, interrupted, refused."""

import threading
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from agreements.models import Document, Draft
from agreements.proposal import Proposal, ProposedMilestone
from ingest import fetching, jobs, pipeline, reader
from ingest.fetch import Network, Page, Refused, Unreachable, fetch
from ingest.models import Article, Job
from ingest.reception import Submission, receive
from tests.hostile import STORY, HostileServer, hostile_server
from tests.ingest.articles import NOTHING, PACT, hand_in
from tests.record import load_record


@pytest.fixture
def record(db: None) -> None:
    load_record()


@pytest.mark.usefixtures("record")
class TestReading:
    def test_a_pact_becomes_a_draft_whose_every_value_quotes_the_document(self) -> None:
        article = hand_in(published=date(2026, 3, 4)).article
        assert pipeline.read(article.pk)
        article.refresh_from_db()
        assert (article.state, article.drafts_made) == (Article.State.READ, 1)
        draft = Draft.objects.select_related("document").get()
        proposal = Proposal.from_json(draft.proposed)
        assert proposal.parties == ("EE", "JP")
        milestones = [s for s in proposal.statements if isinstance(s, ProposedMilestone)]
        assert [(m.kind, m.date) for m in milestones] == [("signed", "2026-03-04")]
        assert proposal.term("duration_years") == "10"
        for statement in proposal.statements:
            assert statement.sources
            for quote in statement.sources:
                assert draft.document.text[quote.start : quote.end] == quote.words  # type: ignore[union-attr]  # a reader quotes
        assert draft.reader_version == reader.READER_VERSION

    def test_an_article_without_an_agreement_is_read_and_makes_no_draft(self) -> None:
        article = hand_in(NOTHING).article
        pipeline.read(article.pk)
        article.refresh_from_db()
        assert (article.state, article.drafts_made) == (Article.State.READ, 0)
        assert not Draft.objects.exists()

    def test_reading_twice_changes_nothing(self) -> None:
        article = hand_in().article
        assert pipeline.read(article.pk)
        assert not pipeline.read(article.pk)
        assert (Document.objects.count(), Draft.objects.count()) == (1, 1)

    def test_the_same_words_from_two_articles_are_one_document_and_one_set_of_drafts(self) -> None:
        for article in (hand_in().article, hand_in(PACT + "  \n").article):
            pipeline.read(article.pk)
        assert Article.objects.count() == 2
        assert (Document.objects.count(), Draft.objects.count()) == (1, 1)

    def test_a_worker_that_lost_its_lease_changes_nothing(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        article = hand_in().article
        whole = reader.read

        def slow(text: str, **hints: object) -> object:
            Job.objects.filter(article=article).update(lease_until=timezone.now() - timedelta(1))
            assert jobs.claim(article.pk, Job.Step.READ, timedelta(seconds=60)) is not None
            return whole(text)

        monkeypatch.setattr(reader, "read", slow)
        assert pipeline.read(article.pk)
        article.refresh_from_db()
        assert article.state == Article.State.WAITING
        assert not Document.objects.exists()


@pytest.mark.usefixtures("db")
class TestFetching:
    def test_a_page_is_kept_as_it_came_and_then_read(self, world: HostileServer) -> None:
        article = given("http://news.test/story")
        assert pipeline.fetch(article.pk)
        article.refresh_from_db()
        assert bytes(article.body) == STORY
        assert (article.content_type, article.state) == ("text/html", Article.State.WAITING)
        assert article.final_url == "http://news.test/story"
        assert article.fetched_at is not None
        assert (article.job.step, article.job.attempts) == (Job.Step.READ, 0)
        assert not pipeline.fetch(article.pk)
        assert pipeline.read(article.pk)
        article.refresh_from_db()
        assert article.state == Article.State.READ
        assert world.asked_for("/story") == 1

    def test_what_is_not_fetched_yet_is_not_read(self, world: HostileServer) -> None:
        article = given("http://news.test/story")
        assert not pipeline.read(article.pk)
        assert pipeline.run(article.pk)
        article.refresh_from_db()
        assert article.state == Article.State.READ

    def test_a_page_that_came_after_the_lease_had_ended_is_not_kept(
        self, world: HostileServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        article = given("http://news.test/story")

        def late(url: str, network: Network, **_told: object) -> Page:
            Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
            assert jobs.claim(article.pk, Job.Step.FETCH, timedelta(seconds=60)) is not None
            return fetch(url, network=network)

        monkeypatch.setattr(fetching, "fetch", late)
        assert pipeline.fetch(article.pk)
        article.refresh_from_db()
        assert (bytes(article.body), article.job.step) == (b"", Job.Step.FETCH)
        assert article.job.state == Job.State.RUNNING

    def test_a_page_that_is_refused_says_why(self, monkeypatch: pytest.MonkeyPatch) -> None:
        article = failing(monkeypatch, Refused("http_404", "The page is not there (404)."))
        assert (article.state, article.refusal_code) == (Article.State.REFUSED, "http_404")
        assert article.refusal == "The page is not there (404)."
        assert article.job.state == Job.State.DONE

    def test_a_page_that_is_out_of_reach_is_tried_again_later(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        article = failing(monkeypatch, Unreachable("timeout", "It did not answer."))
        assert article.state == Article.State.WAITING
        assert article.job.state == Job.State.PENDING
        assert article.job.next_at > timezone.now() + timedelta(seconds=20)
        assert not pipeline.fetch(article.pk)

    def test_a_site_that_asks_for_time_is_given_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        busy = Unreachable("http_429", "It asks us to wait.", retry_after_seconds=3600)
        article = failing(monkeypatch, busy)
        assert article.job.next_at > timezone.now() + timedelta(minutes=59)

    def test_a_host_whose_time_it_is_not_costs_no_try(
        self, world: HostileServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        article = given("http://resting.test/story")
        monkeypatch.setattr(fetching, "_PATIENCE_SECONDS", 0)
        with override_settings(FETCH_PAUSE_SECONDS=600):
            assert pipeline.fetch(given("http://resting.test/before").pk)
            assert pipeline.fetch(article.pk)
        assert world.asked_for("/before") == 1
        assert world.asked_for("/story") == 0
        job = Job.objects.get(article=article)
        assert (job.state, job.attempts) == (Job.State.PENDING, 0)
        assert job.next_at > timezone.now() + timedelta(minutes=5)
        assert "resting.test is called again in" in job.last_error

    def test_after_five_tries_it_is_given_up_with_the_reason(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told = "It did not answer. It will be tried again later."
        article = failing(monkeypatch, Unreachable("timeout", told))
        for _ in range(4):
            Job.objects.update(next_at=timezone.now())
            assert pipeline.fetch(article.pk)
        article.refresh_from_db()
        assert article.refusal == "It did not answer. It was tried 5 times."
        assert article.job.last_error == "It did not answer."
        assert article.job.state == Job.State.DEAD
        Job.objects.update(next_at=timezone.now())
        assert not pipeline.fetch(article.pk)

    @pytest.mark.parametrize(
        ("content_type", "charset"),
        [("text/" + "x" * 200, "utf-8"), ("text/html", "utf\0"), ("text/html", "x" * 200)],
    )
    def test_a_header_that_no_column_can_hold_is_left_out(
        self, monkeypatch: pytest.MonkeyPatch, content_type: str, charset: str
    ) -> None:
        url = "http://news.test/"
        page = Page(url, url, 200, content_type, charset, STORY)
        monkeypatch.setattr(fetching, "fetch", lambda url, **_told: page)
        article = given(url)
        assert pipeline.run(article.pk)
        article.refresh_from_db()
        assert "" in {article.content_type, article.charset}
        assert article.state == Article.State.READ

    def test_an_address_that_leads_to_an_endless_one_is_refused(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        far = f"http://news.test/{'x' * 3000}"
        page = Page("http://news.test/", far, 200, "text/html", "utf-8", STORY)
        monkeypatch.setattr(fetching, "fetch", lambda url, **_told: page)
        article = given("http://news.test/")
        assert pipeline.fetch(article.pk)
        article.refresh_from_db()
        assert (article.state, article.refusal_code) == (Article.State.REFUSED, "bad_address")


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[HostileServer]:
    """A world in which every address leads to a server of ours."""
    with hostile_server() as server:
        monkeypatch.setattr(fetching, "NETWORK", server.network())
        yield server


def given(url: str) -> Article:
    return receive(Submission(origin=Article.Origin.URL, url=url)).article


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> Article:
    """Take an address in and try once to fetch it."""

    def fails(url: str, **_told: object) -> None:
        raise error

    monkeypatch.setattr(fetching, "fetch", fails)
    article = given("https://news.example.org/pact")
    pipeline.fetch(article.pk)
    article.refresh_from_db()
    return article


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_document_and_one_set_of_drafts() -> None:
    load_record()
    articles = [hand_in(PACT + "\n" * n).article for n in range(4)]
    gate = threading.Barrier(8)

    def work(article_id: int) -> None:
        gate.wait(60)
        try:
            pipeline.read(article_id)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[a.pk]) for a in articles for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert (Document.objects.count(), Draft.objects.count()) == (1, 1)
    assert set(Article.objects.values_list("state", "drafts_made")) == {(Article.State.READ, 1)}
    assert set(Job.objects.values_list("state", "attempts")) == {(Job.State.DONE, 1)}
