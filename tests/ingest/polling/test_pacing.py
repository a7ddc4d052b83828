"""When a source is looked at again: in time, later after failures, elsewhere after a move."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from ingest.fetch import Unreachable
from ingest.manners import turns
from ingest.models import Poll, Source
from ingest.polling import poll, preview, web
from ingest.polling.pacing import pause
from tests.ingest.polling.given import FEED, a_source, feed, item, polled
from tests.publisher import Publisher

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("failures", "about"),
    [(0, 60 * MINUTE), (1, 120 * MINUTE), (3, 480 * MINUTE), (5, DAY), (60_000, DAY)],
)
def test_the_interval_doubles_with_each_failure_up_to_a_day(
    failures: int, about: timedelta
) -> None:
    pauses = [pause(60, failures) for _ in range(200)]
    assert about * 0.9 <= min(pauses) < max(pauses) <= about * 1.1


def test_who_is_asked_once_a_week_is_not_asked_oftener_after_failures() -> None:
    assert pause(10_080, 9) > 6 * DAY


def test_a_failure_is_told_in_words_and_the_next_look_put_off(publisher: Publisher) -> None:
    source = a_source(interval=60)
    done = polled(source)
    assert (done.outcome, done.code) == (Poll.Outcome.FAILED, "http_404")
    assert source.last_error.startswith("There is no page at this address")
    assert (source.failures, source.health) == (1, Source.Health.FAILING)
    assert source.next_at > timezone.now() + 100 * MINUTE


def test_a_success_makes_good_for_all_failures(publisher: Publisher) -> None:
    source = a_source(failures=7, last_error="Broken", last_error_code="timeout")
    publisher.lay(FEED, feed([item(1)]))
    polled(source)
    assert (source.failures, source.last_error, source.last_error_code) == (0, "", "")
    assert source.next_at < timezone.now() + 70 * MINUTE


def test_what_is_no_feed_any_more_fails_and_keeps_what_was_known(publisher: Publisher) -> None:
    source = a_source()
    publisher.lay(FEED, feed([item(1)]))
    polled(source)
    publisher.lay(FEED, "<!DOCTYPE html><html><body>Maintenance</body></html>")
    assert polled(source).code == "feed.not_a_feed"
    publisher.lay(FEED, feed([item(1)]))
    assert polled(source).outcome == Poll.Outcome.UNCHANGED


def test_a_server_that_asks_for_a_pause_gets_it(publisher: Publisher) -> None:
    publisher.lay(FEED, "Slow down", status=503, headers={"Retry-After": "36000"})
    source = a_source(interval=5)
    polled(source)
    assert source.next_at > timezone.now() + timedelta(hours=9)


def test_what_is_gone_for_good_is_switched_off(publisher: Publisher) -> None:
    publisher.lay(FEED, "Gone", status=410)
    source = a_source()
    assert polled(source).code == "http_410"
    assert source.health == Source.Health.OFF


def moved(publisher: Publisher, *, to: str, status: int = 301) -> None:
    publisher.lay(FEED, "", status=status, headers={"Location": to}, is_conditional=False)
    publisher.lay(to, feed([item(1)]))


def test_a_move_for_good_is_believed_after_three_equal_answers(publisher: Publisher) -> None:
    source = a_source()
    moved(publisher, to="http://new.example/feed")
    addresses = []
    for _ in range(3):
        polled(source)
        addresses.append(source.address)
    assert addresses == [FEED, FEED, "http://new.example/feed"]
    assert (source.moved_to, source.moved_times) == ("", 0)


def test_answers_that_differ_are_counted_anew(publisher: Publisher) -> None:
    source = a_source()
    for to in ("http://a.example/feed", "http://a.example/feed", "http://b.example/feed"):
        moved(publisher, to=to)
        polled(source)
    assert (source.address, source.moved_to, source.moved_times) == (
        FEED,
        "http://b.example/feed",
        1,
    )
    publisher.lay(FEED, feed([item(2)]))
    polled(source)
    assert (source.moved_to, source.moved_times) == ("", 0)


def test_a_move_for_a_while_is_none(publisher: Publisher) -> None:
    source = a_source()
    moved(publisher, to="http://new.example/feed", status=302)
    for _ in range(4):
        polled(source)
    assert (source.address, source.moved_times) == (FEED, 0)


def test_a_move_onto_another_source_makes_no_second_one(publisher: Publisher) -> None:
    source = a_source()
    a_source("http://new.example/feed")
    moved(publisher, to="http://new.example/feed")
    for _ in range(4):
        polled(source)
    assert (source.address, source.moved_to) == (FEED, "http://new.example/feed")


def test_a_host_whose_time_it_is_not_is_no_failure(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.lay(FEED, feed([item(1)]))
    source = a_source()
    monkeypatch.setattr(web, "_PATIENCE_SECONDS", 0)
    with override_settings(FETCH_PAUSE_SECONDS=600):
        turns.give_back(turns.take("post.example"), 600)  # somebody has just called it
        assert poll(source.pk) is None
        with pytest.raises(Unreachable) as caught:
            preview(source)
    assert caught.value.code == "not_yet"
    assert publisher.times_asked(FEED) == 0
    source.refresh_from_db()
    assert (source.failures, source.lease_token) == (0, None)
    assert source.next_at > timezone.now() + timedelta(minutes=5)
