"""The same story once: copies are joined with the earliest, and not read into drafts again."""

import threading
from datetime import date

import pytest
from django.db import connection

from agreements import curation, intake
from agreements.models import Document, Draft, Evidence
from agreements.proposal import Proposal, Quote
from agreements.verification import verify
from ingest import copies, pipeline
from ingest.models import Article, Job, MinHash
from ingest.reception import Submission, receive
from tests import cast
from tests.ingest.articles import NOTHING, PACT
from tests.record import load_record

MORE = (
    "The agreement had been in the making since the spring of last year, when a delegation from "
    "Tokyo visited the naval base at Paldiski and the cyber range in the capital.\n\n"
    "Diplomats said that the last open question, who pays for fuel during exercises, was settled "
    "on Sunday night over tea. Each side is to pay for its own."
)
WHOLE = f"{PACT}\n\n{MORE}"
COPY = (
    "Far friends\n\nBy A. Correspondent\n\n"
    f"TALLINN (Wire) - {WHOLE.rpartition(' Each side')[0]}\n\n© The Wire. All rights reserved."
)
LOCAL = (
    "The choir of Haddon, which has sung in Tallinn each summer since 1991, wants to invite the "
    "ambassadors of both countries to its concert in June, its conductor said."
)
OTHER_PACT = (
    "Latvia and Norway signed a memorandum of understanding on military training in Riga on 2 "
    "March 2026, Latvia's government said."
)


@pytest.fixture(autouse=True)
def _record(db: None) -> None:
    load_record()


def read(text: str, published: str = "", **told: str) -> Article:
    """Hand a text in and have it read."""
    day = date.fromisoformat(published) if published else None
    given = Submission(
        origin=Article.Origin.PASTE,
        body=text.encode(),
        content_type=told.pop("content_type", "text/plain; charset=utf-8"),
        published=day,
        **told,  # type: ignore[arg-type]  # texts alone
    )
    article = receive(given).article
    assert pipeline.read(article.pk)
    return fresh(article)


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


class TestCopies:
    def test_a_copy_is_joined_with_the_first_and_adds_its_words_to_the_draft(self) -> None:
        first, copy = read(WHOLE, "2026-03-04"), read(COPY, "2026-03-05")
        assert (first.story, first.told_by) == (None, None)
        assert (copy.story, copy.told_by) == (first, first)
        head, behind = Draft.objects.order_by("pk")
        assert (behind.head, behind.document) == (head, copy.document)
        assert copy.drafts_made == 1
        proposal = Proposal.from_json(behind.proposed)
        for statement in proposal.statements:
            for quote in statement.sources:
                assert isinstance(quote, Quote)
                assert behind.document.text[quote.start : quote.end] == quote.words

    def test_approved_the_draft_rests_on_the_words_of_both(self) -> None:
        read(WHOLE, "2026-03-04")
        copy = read(COPY, "2026-03-05")
        assert not Evidence.objects.exclude(document=None).exists()
        cast.approve(Draft.objects.order_by("pk")[0])
        assert set(Draft.objects.values_list("state", flat=True)) == {Draft.State.APPROVED}
        assert Evidence.objects.filter(document=copy.document).exists()
        assert verify().differences == []

    def test_what_was_rejected_is_not_offered_in_a_copy(self) -> None:
        read(WHOLE, "2026-03-04")
        draft = Draft.objects.get()
        curation.reject(draft.pk, cast.olena(), version=draft.version, reason="Read wrongly")
        copy = read(COPY, "2026-03-05")
        assert (copy.drafts_made, Draft.objects.count()) == (0, 1)
        assert copy.story is not None

    def test_a_copy_with_a_paragraph_of_its_own_on_another_pact_is_read(self) -> None:
        first = read(WHOLE, "2026-03-04")
        copy = read(f"{COPY}\n\n{OTHER_PACT}", "2026-03-05")
        assert (copy.story, copy.told_by) == (first, None)
        pairs = [Proposal.from_json(draft.proposed).parties for draft in Draft.objects.all()]
        assert sorted(map(sorted, pairs)) == [["EE", "JP"], ["EE", "JP"], ["LV", "NO"]]

    def test_a_text_that_has_much_of_its_own_is_read(self) -> None:
        first = read(PACT + "\n\n" + LOCAL, "2026-03-04")
        longer = read(f"{PACT}\n\n{MORE}\n\n{LOCAL}", "2026-03-05")
        assert (longer.story, longer.told_by) == (first, None)

    def test_another_story_is_left_alone(self) -> None:
        first, other = read(WHOLE), read(NOTHING)
        assert (first.story, other.story, other.told_by) == (None, None, None)

    def test_the_same_words_are_one_story_and_one_document(self) -> None:
        first, again = read(WHOLE), read(WHOLE + "  \n")
        assert (again.story, again.told_by) == (first, first)
        assert (again.document, again.drafts_made) == (first.document, first.drafts_made)
        assert Draft.objects.count() == 1

    def test_pages_that_name_the_same_address_are_held_against_each_other(self) -> None:
        page = (
            '<html><head><link rel="canonical" href="http://news.test/pact"></head><body>'
            "<article>{}</article></body></html>"
        )
        one, other = (
            read(page.format(paragraphs(text)), content_type="text/html", url=url)
            for text, url in (
                (WHOLE, "http://a.test/1"),
                (LOCAL + "\n\n" + WHOLE, "http://b.test/2"),
            )
        )
        assert other.story == one


class TestHeads:
    def test_an_earlier_copy_that_comes_late_becomes_the_head(self) -> None:
        late, copy = read(WHOLE, "2026-03-05"), read(COPY, "2026-03-06")
        early = read(f"{WHOLE}\n\n© Evening Courier", "2026-03-04")
        assert fresh(early).story is None
        assert [fresh(each).story for each in (late, copy)] == [early, early]
        assert early.told_by == late

    def test_without_a_day_of_publication_the_one_that_came_first_is_the_head(self) -> None:
        first, copy = read(WHOLE), read(COPY)
        assert (first.story, copy.story) == (None, first)

    def test_the_day_of_a_page_is_the_articles_where_none_was_told(self) -> None:
        page = (
            '<html><head><meta property="article:published_time" content="2026-03-04T09:00:00Z">'
            f"</head><body><article>{paragraphs(WHOLE)}</article></body></html>"
        )
        assert read(page, content_type="text/html").published == date(2026, 3, 4)


class TestBounds:
    def test_reading_costs_few_queries_more_however_many_copies_there_are(
        self, django_assert_max_num_queries: object
    ) -> None:
        for number in range(4):
            read(f"{COPY}\n\n© Paper {number}", f"2026-03-{number + 4:02}")
        article = receive(
            Submission(origin=Article.Origin.PASTE, body=WHOLE.encode(), content_type="text/plain")
        ).article
        with django_assert_max_num_queries(45):  # type: ignore[operator]
            assert pipeline.read(article.pk)
        assert fresh(article).story is not None

    def test_what_stands_in_thousands_of_texts_is_looked_up_in_the_newest_only(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(copies, "_MOST_OF_ONE_HASH", 3)
        first = read(WHOLE)
        hashes = list(MinHash.objects.values_list("value", flat=True))
        assert len(hashes) == 32
        for number in range(5):
            other = read(f"{NOTHING} {number}")
            MinHash.objects.bulk_create(MinHash(value=v, article=other) for v in hashes[:8])
        assert read(COPY).story == first

    def test_a_worker_that_lost_its_lease_leaves_nothing_to_find(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        article = receive(
            Submission(origin=Article.Origin.PASTE, body=WHOLE.encode(), content_type="text/plain")
        ).article
        whole = intake.archive_document

        def slow(text: intake.Text) -> tuple[int, bool]:
            Job.objects.update(lease_token=None)
            return whole(text)

        monkeypatch.setattr(intake, "archive_document", slow)
        pipeline.read(article.pk)
        assert not MinHash.objects.exists()


def paragraphs(text: str) -> str:
    return "".join(f"<p>{each}</p>" for each in text.split("\n\n"))


@pytest.mark.django_db(transaction=True)
def test_four_copies_read_at_once_are_one_story_with_one_draft_ahead() -> None:
    texts = [WHOLE, COPY, f"{WHOLE}\n\n© Evening Courier", f"By Staff\n\n{WHOLE}"]
    articles = [
        receive(
            Submission(origin=Article.Origin.PASTE, body=text.encode(), content_type="text/plain")
        ).article
        for text in texts
    ]
    gate = threading.Barrier(len(articles))

    def work(article_id: int) -> None:
        gate.wait(60)
        try:
            pipeline.read(article_id)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[article.pk]) for article in articles]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert set(Article.objects.values_list("state", flat=True)) == {Article.State.READ}
    assert Article.objects.filter(story=None).get() == articles[0]
    assert Article.objects.filter(told_by=None).count() == 1
    assert Draft.objects.filter(head=None).count() == 1
    assert Document.objects.count() == 4
