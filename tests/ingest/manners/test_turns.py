"""One call of a host at a time, with pauses between, however many workers there are."""

import threading
import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from django.conf import settings
from django.test import override_settings

from ingest.fetch import Refused, Unreachable, fetch
from ingest.manners import NotYet, lines, polite, turns
from ingest.manners.lines import LocalLine, SharedLine
from tests.hostile import HostileServer
from tests.hostile.answers import failed, plain

DAY = 86_400_000
Line = LocalLine | SharedLine


@pytest.fixture(params=[LocalLine, SharedLine])
def line(request: pytest.FixtureRequest) -> Line:
    found: Line = request.param()
    return found


def waited(line: Line, host: str, pause: int = 2_000) -> int:
    """Ask for the turn, and return how long to wait for it in milliseconds."""
    wait = line.take(host, "late", pause)
    assert wait is not None
    return wait


def test_second_caller_waits_while_the_first_one_calls(line: Line) -> None:
    assert line.take("a.test", "one", 2_000) == 0
    assert 0 < waited(line, "a.test") <= 2_000


def test_hosts_do_not_wait_for_each_other(line: Line) -> None:
    assert line.take("a.test", "one", 2_000) == 0
    assert line.take("b.test", "two", 2_000) == 0


def test_host_rests_after_a_call(line: Line) -> None:
    line.take("a.test", "one", 2_000)
    assert line.give_back("a.test", "one", 60_000, 0)
    assert 30_000 < waited(line, "a.test") <= 60_000


def test_host_that_needs_no_rest_is_free_at_once(line: Line) -> None:
    line.take("a.test", "one", 2_000)
    line.give_back("a.test", "one", 0, 0)
    assert line.take("a.test", "two", 2_000) == 0


def test_each_who_waits_is_told_a_time_of_its_own(line: Line) -> None:
    line.take("a.test", "one", 2_000)
    line.give_back("a.test", "one", 60_000, 0)
    waits = [waited(line, "a.test") for _ in range(5)]
    assert all(1_000 < later - sooner <= 2_000 for sooner, later in pairwise(waits))


def test_nobody_is_sent_further_away_than_ten_minutes(line: Line) -> None:
    line.take("a.test", "one", 2_000)
    line.give_back("a.test", "one", 60_000, 0)
    waits = [waited(line, "a.test", 100_000) for _ in range(10)]
    assert max(waits) <= 660_000


def test_turn_of_a_worker_that_died_ends(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "_LEASE_MS", 0)
    line.take("a.test", "one", 2_000)
    assert line.take("a.test", "two", 2_000) == 0
    assert not line.give_back("a.test", "one", 60_000, 0)
    assert line.give_back("a.test", "two", 0, 0)


@pytest.mark.parametrize("times", [1, 2, 5])
def test_host_that_says_too_many_is_left_alone_for_twice_as_long_each_time(
    line: Line, times: int
) -> None:
    for _ in range(times - 1):
        taken(line, "a.test")
        line.give_back("a.test", "one", 0, 1)
    taken(line, "a.test")
    line.give_back("a.test", "one", 0, 1_000_000)
    assert 500_000 * 2**times < waited(line, "a.test", 0) <= 1_000_000 * 2**times


def test_host_that_answers_again_begins_anew(line: Line) -> None:
    for doubling in (1, 1, 0, 1_000_000):
        taken(line, "a.test")
        line.give_back("a.test", "one", 0, doubling)
    assert waited(line, "a.test", 0) <= 2_000_000


def taken(line: Line, host: str) -> None:
    while wait := line.take(host, "one", 0):
        time.sleep(wait / 1_000)


def test_longest_rest_is_a_day(line: Line) -> None:
    line.take("a.test", "one", 2_000)
    line.give_back("a.test", "one", 10 * DAY, DAY)
    assert DAY / 2 < waited(line, "a.test") <= DAY


def test_memory_of_many_hosts_is_bounded() -> None:
    line = LocalLine()
    for number in range(3_000):
        line.take(f"{number}.test", "one", 0)
        line.give_back(f"{number}.test", "one", 0, 0)
    assert len(line._hosts) <= lines._MOST_HOSTS + 1


def visit(host: HostileServer, path: str, patience_seconds: float = 0.0) -> None:
    fetch(
        f"http://news.test{path}",
        gate=polite(patience_seconds=patience_seconds),
        network=host.network(),
    )


@pytest.mark.parametrize("url", ["", "redis://127.0.0.1:1/0"], ids=["Valkey", "no Valkey"])
def test_workers_at_once_call_a_host_one_after_the_other(host: HostileServer, url: str) -> None:
    pause = 0.1

    def work() -> None:
        visit(host, "/page", patience_seconds=30)

    with override_settings(FETCH_PAUSE_SECONDS=pause, REDIS_URL=url or settings.REDIS_URL):
        workers = [threading.Thread(target=work) for _ in range(6)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert (host.asked_for("/robots.txt"), host.asked_for("/page")) == (1, 6)
    robots_txt, *calls = sorted(host.calls)
    assert robots_txt[1] <= calls[0][0]
    assert all(later >= over + pause / 2 for (_, over), (later, _) in pairwise(calls))


def test_robots_txt_and_its_page_are_one_turn_and_the_pause_comes_after(
    host: HostileServer,
) -> None:
    with override_settings(FETCH_PAUSE_SECONDS=600):
        visit(host, "/page")
        with pytest.raises(NotYet) as first:
            visit(host, "/chunked")
        with pytest.raises(NotYet) as second:
            visit(host, "/chunked")
    assert [head.split(" ")[1] for head in host.requests] == ["/robots.txt", "/page"]
    assert 0 < first.value.seconds < second.value.seconds
    assert first.value.not_before < second.value.not_before


def test_another_page_waits_while_robots_txt_is_asked_for(host: HostileServer) -> None:
    asked, told = threading.Event(), threading.Event()

    def slow() -> Iterator[bytes]:
        asked.set()
        told.wait(20)
        return plain(b"")

    host.own["/robots.txt"] = slow
    with override_settings(FETCH_PAUSE_SECONDS=0):
        first = threading.Thread(target=visit, args=(host, "/page"))
        first.start()
        assert asked.wait(20)
        with pytest.raises(NotYet):
            visit(host, "/chunked")
        told.set()
        first.join()
    assert [head.split(" ")[1] for head in host.requests] == ["/robots.txt", "/page"]


def test_host_whose_robots_txt_closes_the_page_rests_too(host: HostileServer) -> None:
    host.own["/robots.txt"] = lambda: plain(b"User-agent: *\nDisallow: /page")
    with override_settings(FETCH_PAUSE_SECONDS=600):
        with pytest.raises(Refused):
            visit(host, "/page")
        with pytest.raises(NotYet):
            visit(host, "/chunked")
        with pytest.raises(Refused):  # and what is known to be closed waits for nobody
            visit(host, "/page")
    assert host.asked_for("/robots.txt") == 1


@pytest.mark.parametrize("status", [b"429 Too Many Requests", b"503 Busy"])
def test_wait_that_a_page_asks_for_holds_for_its_host(host: HostileServer, status: bytes) -> None:
    host.own["/busy"] = lambda: failed(status, b"Retry-After: 120")
    with override_settings(FETCH_PAUSE_SECONDS=0):
        with pytest.raises(Unreachable):
            visit(host, "/busy")
        with pytest.raises(NotYet) as caught:
            visit(host, "/page")
    assert 60 < caught.value.seconds <= 120
    assert host.asked_for("/page") == 0


def test_host_that_says_too_many_is_left_alone_even_without_a_time(host: HostileServer) -> None:
    host.own["/busy"] = lambda: failed(b"429 Too Many Requests")
    with override_settings(FETCH_PAUSE_SECONDS=60):
        visit_at_once(host)
        turn = turns.take("news.test")
        turns.give_back(turn, 0, was_too_much=True)
        with pytest.raises(NotYet) as caught:
            turns.take("news.test")
    assert 100 < caught.value.seconds <= 132


def visit_at_once(host: HostileServer) -> None:
    with override_settings(FETCH_PAUSE_SECONDS=0):
        visit(host, "/page")


def test_pause_that_robots_txt_asks_for_is_kept(host: HostileServer) -> None:
    host.own["/robots.txt"] = lambda: iter(
        [b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nCrawl-delay: 30\n"]
    )
    with override_settings(FETCH_PAUSE_SECONDS=0):
        visit(host, "/page")
        with pytest.raises(NotYet) as caught:
            visit(host, "/page")
    assert 15 < caught.value.seconds <= 30


def test_host_that_a_redirect_leads_to_has_its_own_turn(host: HostileServer) -> None:
    host.own["/away"] = lambda: iter(
        [b"HTTP/1.1 302 Found\r\nLocation: http://other.test/page\r\nContent-Length: 0\r\n\r\n"]
    )
    with override_settings(FETCH_PAUSE_SECONDS=0):
        turns.take("other.test")
        with pytest.raises(NotYet) as caught:
            visit(host, "/away")
    assert str(caught.value).startswith("other.test")
    assert host.asked_for("/page") == 0
