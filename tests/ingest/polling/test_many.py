"""Many sources at once: a slow one delays none."""

from ingest.models import Poll, Source
from ingest.polling import poll_due
from tests.ingest.polling.given import a_source, feed, item
from tests.publisher import Publisher

COUNT = 50


def test_fifty_sources_with_nothing_new_are_settled_before_a_slow_one_answers(
    publisher: Publisher,
) -> None:
    for number in range(COUNT):
        address = publisher.lay(f"http://p{number}.example/feed", feed([item(number)]))
        a_source(address)
    assert poll_due() == COUNT
    slow = publisher.lay("http://slow.example/feed", feed([item(COUNT)]), wait_seconds=2.0)
    a_source(slow)
    Source.objects.update(next_at="2026-01-01T00:00:00Z")
    assert poll_due() == COUNT + 1
    polls = list(Poll.objects.order_by("pk").values_list("source__address", "outcome"))
    assert polls[-1] == (slow, "new")
    assert [outcome for _, outcome in polls[COUNT:-1]] == ["unchanged"] * COUNT


def test_sources_that_fail_beside_others_are_told_one_by_one(publisher: Publisher) -> None:
    for number in range(6):
        address = f"http://p{number}.example/feed"
        publisher.lay(address, feed([item(number)]) if number % 2 else "<html>no</html>")
        a_source(address)
    poll_due()
    failed = Source.objects.filter(failures=1).values_list("last_error_code", flat=True)
    assert list(failed) == ["feed.not_a_feed"] * 3
    assert Poll.objects.filter(outcome="new").count() == 3
