"""One look at a source and what is kept of it."""

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.models import Sum
from django.utils import timezone

from ingest.models import Article, Entry, Job, Poll, Source
from ingest.polling import poll, poll_due, preview, reconsider, rounds
from ingest.polling.claims import claim
from tests.ingest.polling.given import FEED, TEXT, a_source, feed, item, polled
from tests.publisher import Publisher


def test_what_is_new_comes_in_as_articles_with_what_their_source_tells(
    publisher: Publisher,
) -> None:
    publisher.lay(FEED, feed(item(n) for n in range(3)))
    source = a_source(publisher="The Post", language="en-GB")
    done = polled(source)
    assert (done.outcome, done.seen, done.taken) == (Poll.Outcome.NEW, 3, 3)
    article = Article.objects.get(url="http://post.example/1")
    assert (article.source, article.publisher, article.language) == (source, "The Post", "en-GB")
    assert article.title == "Title 1"
    assert article.job.step == Job.Step.FETCH
    assert source.entries.get(article=article).link == article.url
    assert source.health == Source.Health.WELL


def test_what_was_seen_is_not_taken_again(publisher: Publisher) -> None:
    publisher.lay(FEED, feed(item(n) for n in range(3)))
    source = a_source()
    polled(source)
    publisher.lay(FEED, feed(item(n) for n in range(1, 5)))
    done = polled(source)
    assert (done.outcome, done.taken) == (Poll.Outcome.NEW, 2)
    assert Article.objects.count() == source.entries.count() == 5


def test_a_feed_that_has_not_changed_is_not_even_sent(publisher: Publisher) -> None:
    publisher.lay(FEED, feed([item(1)]))
    source = a_source()
    polled(source)
    assert polled(source).outcome == Poll.Outcome.UNCHANGED
    assert [status for _, status in publisher.asked] == [200, 304]


def test_the_same_bytes_are_unchanged_where_a_server_knows_no_conditions(
    publisher: Publisher,
) -> None:
    publisher.lay(FEED, feed([item(1)]), is_conditional=False)
    source = a_source()
    polled(source)
    assert polled(source).outcome == Poll.Outcome.UNCHANGED
    assert [status for _, status in publisher.asked] == [200, 200]


def test_an_article_that_came_in_otherwise_is_not_made_twice(publisher: Publisher) -> None:
    publisher.lay(FEED, feed([item(1)]))
    publisher.lay("http://other.example/feed", feed([item(1)]))
    polled(a_source())
    done = polled(a_source("http://other.example/feed"))
    assert (done.outcome, done.skipped) == (Poll.Outcome.NOTHING, {"entry.article_known": 1})
    assert (Article.objects.count(), Entry.objects.count()) == (1, 2)


def test_entries_without_a_keyword_are_known_and_not_taken(publisher: Publisher) -> None:
    publisher.lay(
        FEED,
        feed([item(1, title="Defence pact"), item(2, title="Chess cup"), item(3, text="a PACT")]),
    )
    source = a_source(keywords=["pact", "treat"])
    done = polled(source)
    assert (done.taken, done.skipped) == (2, {"entry.keyword": 1})
    assert source.entries.get(title="Chess cup").skipped == "entry.keyword"


def test_other_keywords_make_it_look_again(publisher: Publisher) -> None:
    publisher.lay(FEED, feed([item(1, title="Defence pact"), item(2, title="Chess cup")]))
    source = a_source(keywords=["pact"])
    polled(source)
    Source.objects.filter(pk=source.pk).update(keywords=["chess"])
    reconsider(source)
    assert polled(source).taken == 1
    assert Article.objects.count() == 2


def test_row_8_a_text_that_changes_each_time_is_a_revision_and_no_flood(
    publisher: Publisher,
) -> None:
    source = a_source()
    outcomes = []
    for number in range(5):
        publisher.lay(FEED, feed([item(1, text=f"Version {number}")]))
        done = polled(source)
        outcomes.append((done.taken, done.revised))
    assert outcomes == [(1, 0), (0, 1), (0, 1), (0, 1), (0, 1)]
    entry = source.entries.get()
    assert (entry.revisions, Article.objects.count()) == (4, 1)


def test_row_9_ten_thousand_entries_with_one_text_are_one_article(publisher: Publisher) -> None:
    source = a_source()
    copies = 0
    for start in range(0, 10_000, 2_000):
        publisher.lay(FEED, feed(item(n, text=TEXT) for n in range(start, start + 2_000)))
        copies += polled(source).skipped["entry.same_text"]
    assert copies == 9_999
    assert Article.objects.count() == 1
    assert source.entries.filter(article=Article.objects.get()).count() == 10_000


def test_what_goes_beyond_a_polls_quota_comes_with_the_next(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.polling.taking.MOST_A_POLL", 20)
    publisher.lay(FEED, feed(item(n) for n in range(45)))
    source = a_source()
    outcomes = [polled(source) for _ in range(4)]
    assert [(done.outcome, done.taken) for done in outcomes] == [
        (Poll.Outcome.QUOTA, 20),
        (Poll.Outcome.QUOTA, 20),
        (Poll.Outcome.NEW, 5),
        (Poll.Outcome.UNCHANGED, 0),
    ]
    assert outcomes[0].skipped == {"entry.over_quota": 25}


def test_a_days_quota_ends_and_begins_anew_on_the_next_day(publisher: Publisher) -> None:
    publisher.lay(FEED, feed(item(n) for n in range(10)))
    source = a_source(quota_day=6)
    assert [polled(source).taken for _ in range(2)] == [6, 0]
    Poll.objects.update(began_at=timezone.now() - timedelta(days=1))
    assert polled(source).taken == 4


def test_an_entry_that_no_article_can_be_made_of_is_noted_once(publisher: Publisher) -> None:
    blank = item(9, link="", text="&lt;p&gt; &lt;/p&gt;" * 200)
    publisher.lay(FEED, feed([blank, item(1)]), is_conditional=False)
    source = a_source()
    done = polled(source)
    assert (done.taken, done.skipped) == (1, {"article.no_text": 1})
    publisher.lay(FEED, feed([blank, item(1), " "]), is_conditional=False)
    assert polled(source).skipped == {}


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_poll_a_source_once(publisher: Publisher) -> None:
    publisher.lay(FEED, feed(item(n) for n in range(20)), wait_seconds=0.2)
    source = a_source()
    counts: list[int] = []

    def work() -> None:
        counts.append(poll_due())
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(counts) == [0, 0, 1]
    assert source.polls.aggregate(all=Sum("taken"))["all"] == Article.objects.count() == 20


def test_one_who_comes_back_after_its_lease_changes_nothing(publisher: Publisher) -> None:
    publisher.lay(FEED, feed([item(1)]))
    source = a_source()
    (late,) = claim(1)
    looked = rounds._looked(late)
    Source.objects.filter(pk=source.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    (ours,) = claim(1)
    assert rounds._settled(looked) is None
    assert not Article.objects.exists()
    assert rounds._settled(rounds._looked(ours)) is not None
    assert Article.objects.count() == 1


def test_a_source_is_not_polled_before_its_time_nor_while_off(publisher: Publisher) -> None:
    publisher.lay(FEED, feed([item(1)]))
    early = a_source(next_at=timezone.now() + timedelta(minutes=1))
    off = a_source("http://off.example/feed", is_on=False)
    assert (poll(early.pk), poll(off.pk), poll_due()) == (None, None, 0)
    assert publisher.asked == []


def test_a_fault_in_one_source_is_told_and_stops_no_other(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        publisher.lay(f"http://p{number}.example/feed", feed([item(number)]))
        a_source(f"http://p{number}.example/feed")

    def failing(entry: object, keywords: list[str]) -> bool:
        if getattr(entry, "link", "").endswith("/1"):
            raise ZeroDivisionError
        return True

    monkeypatch.setattr("ingest.polling.taking.is_wanted", failing)
    assert poll_due() == 3
    failed = Source.objects.get(failures=1)
    assert (failed.address, failed.last_error_code) == ("http://p1.example/feed", "internal")
    assert "ZeroDivisionError" in failed.last_error
    assert Article.objects.count() == 2


def test_a_database_that_is_full_is_no_failure_of_the_source(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OperationalError("could not extend file: No space left on device")

    publisher.lay(FEED, feed([item(1)]))
    source = a_source()
    with monkeypatch.context() as patched:
        patched.setattr(rounds, "take", full)
        assert poll(source.pk) is None
    source.refresh_from_db()
    assert (source.failures, source.last_error_code, source.polled_at) == (0, "", None)
    assert not Poll.objects.exists()
    # When its lease has ended it is polled again, and all comes in.
    Source.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert polled(source).taken == 1


def test_a_preview_stores_nothing(publisher: Publisher) -> None:
    publisher.lay(FEED, feed([item(1, title="Defence pact"), item(2, title="Chess cup")]))
    source = Source(name="Post", kind=Source.Kind.FEED, address=FEED, keywords=["pact"])
    shown = preview(source)
    assert [(entry.title, why) for entry, why in shown.entries] == [
        ("Defence pact", ""),
        ("Chess cup", "entry.keyword"),
    ]
    assert not Source.objects.exists()
    assert not Entry.objects.exists()


def test_a_poll_of_nothing_new_takes_few_queries(
    publisher: Publisher, django_assert_max_num_queries: object
) -> None:
    publisher.lay(FEED, feed(item(n) for n in range(60)))
    source = a_source()
    polled(source)
    publisher.lay(FEED, feed([*(item(n) for n in range(60)), " "]))
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        assert polled(source).outcome == Poll.Outcome.NOTHING


def test_old_polls_are_forgotten_the_dull_ones_first(publisher: Publisher) -> None:
    source = a_source()
    now = timezone.now()
    for outcome, days in (("unchanged", 8), ("unchanged", 6), ("new", 89), ("new", 91)):
        Poll.objects.create(
            source=source, began_at=now - timedelta(days=days), seconds=0.1, outcome=outcome
        )
    assert rounds.forget_old() == 2
