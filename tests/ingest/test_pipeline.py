"""The route of one article, run twice, at once, interrupted, refused."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from agreements.models import Document, Draft
from agreements.proposal import Proposal, ProposedMilestone
from ingest import pipeline, reader
from ingest.fetch import Refused, Unreachable
from ingest.models import Article, Job
from ingest.reception import Submission, receive
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
            assert pipeline._claim(article.pk) is not None
            return whole(text)

        monkeypatch.setattr(reader, "read", slow)
        assert pipeline.read(article.pk)
        article.refresh_from_db()
        assert article.state == Article.State.WAITING
        assert not Document.objects.exists()


@pytest.mark.usefixtures("record")
class TestTrouble:
    def test_a_page_that_is_refused_says_why(self, monkeypatch: pytest.MonkeyPatch) -> None:
        article = self._fetching(monkeypatch, Refused("http_404", "The page is not there (404)."))
        assert (article.state, article.refusal_code) == (Article.State.REFUSED, "http_404")
        assert article.refusal == "The page is not there (404)."
        assert article.job.state == Job.State.DONE

    def test_a_page_that_is_out_of_reach_is_tried_again_later(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        article = self._fetching(monkeypatch, Unreachable("timeout", "It did not answer."))
        assert article.state == Article.State.WAITING
        assert article.job.state == Job.State.PENDING
        assert article.job.next_at > timezone.now() + timedelta(seconds=20)
        assert not pipeline.read(article.pk)

    def test_after_five_tries_it_is_given_up_with_the_reason(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        article = self._fetching(monkeypatch, Unreachable("timeout", "It did not answer."))
        for _ in range(4):
            Job.objects.update(next_at=timezone.now())
            assert pipeline.read(article.pk)
        article.refresh_from_db()
        assert article.refusal == "It did not answer. It was tried 5 times."
        assert article.job.state == Job.State.DEAD
        Job.objects.update(next_at=timezone.now())
        assert not pipeline.read(article.pk)

    def test_a_job_whose_workers_all_died_is_buried(self) -> None:
        article = hand_in().article
        past = timezone.now() - timedelta(minutes=5)
        Job.objects.update(state=Job.State.RUNNING, attempts=5, lease_until=past)
        assert pipeline.bury_hopeless() == 1
        article.refresh_from_db()
        assert (article.state, article.refusal_code) == (Article.State.REFUSED, "worker_died")

    def _fetching(self, monkeypatch: pytest.MonkeyPatch, error: Exception) -> Article:
        def fails(url: str) -> None:
            raise error

        monkeypatch.setattr(pipeline, "fetch", fails)
        url = "https://news.example.org/pact"
        article = receive(Submission(origin=Article.Origin.URL, url=url)).article
        pipeline.read(article.pk)
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
