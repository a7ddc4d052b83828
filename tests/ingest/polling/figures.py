"""What polling costs: `make bench-polls` prints it. No part of the tests; it asserts what is done.

Everything is real but the network, which leads to servers beside us: PostgreSQL, Valkey, and for
articles two Celery workers, one that fetches and one that reads.
"""

import multiprocessing
import os
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkProcess
from typing import Final

import psutil
import pytest
from django.db import connections
from django.utils import timezone
from pytest_django.fixtures import Settings

from agreements.models import Draft
from config import env
from config.celery import app
from ingest.doorbell import ring_to_poll
from ingest.models import Article, Poll, Source
from ingest.polling import poll_due
from tests.ingest.articles import NOTHING, PACT
from tests.ingest.polling.given import FEED, a_source, feed, item
from tests.ingest.polling.test_products_way import page
from tests.ingest.test_tasks import wait_for
from tests.publisher import Publisher
from tests.record import load_record

SOURCES: Final = env.integer("BENCH_SOURCES", 500, lowest=1, highest=100_000)
ENTRIES: Final = env.integer("BENCH_ENTRIES", 100, lowest=1, highest=200)
LONG_AGO: Final = "2026-01-01T00:00:00Z"


def say(line: str) -> None:
    print(f"\n{line}; load {os.getloadavg()[0]:.1f}", end="", flush=True)  # noqa: T201  the figure


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ["not modified", "the same bytes", "one byte other, no news"])
def test_sources_with_nothing_new_and_a_slow_one(publisher: Publisher, answer: str) -> None:
    lay_out(publisher, answer)
    first, _ = timed()
    lay_out(publisher, answer, ending=" ")
    publisher.lay(address(0), feed([item(0)]), wait_seconds=60)
    Source.objects.update(next_at=LONG_AGO)
    began = timezone.now()
    seconds, processor = timed()
    new = Poll.objects.filter(began_at__gte=began)
    assert new.get(source__address=address(0)).code == "timeout"
    others = list(new.exclude(source__address=address(0)))
    assert {poll.outcome for poll in others} <= {"unchanged", "nothing"}
    last = max((poll.began_at - began).total_seconds() + poll.seconds for poll in others)
    say(
        f"{SOURCES} feeds ({answer}), one never answering: {seconds:.1f} s, the others' answers "
        f"after {last:.1f} s, {processor:.1f} s of processor; first poll of all {first:.1f} s"
    )


def timed() -> tuple[float, float]:
    """Poll all that are due; return seconds by the clock and of the processor, servers' too."""
    began, spent, polled = time.monotonic(), time.process_time(), 0
    while polled < SOURCES:  # a round ends before its task would be broken off
        polled += poll_due()
    return time.monotonic() - began, time.process_time() - spent


def address(number: int) -> str:
    return f"http://p{number}.example/feed"


def lay_out(publisher: Publisher, answer: str, *, ending: str = "") -> None:
    added = ending if answer == "one byte other, no news" else ""
    for number in range(SOURCES):
        items = [item(1000 * number + n, text="Words of a summary. " * 10) for n in range(20)]
        body = feed([*items, added])
        publisher.lay(address(number), body, is_conditional=answer == "not modified")
        Source.objects.get_or_create(
            address=address(number),
            defaults={"name": str(number), "kind": "feed", "keywords": ["nothing such"]},
        )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("hosts", "pause"), [(1, 0), (100, 2)])
def test_a_page_of_entries_becomes_drafts(
    publisher: Publisher, settings: Settings, hosts: int, pause: int
) -> None:
    settings.FETCH_PAUSE_SECONDS = pause
    load_record()
    links = [f"http://h{n % hosts}.example/{n}" for n in range(ENTRIES)]
    for number, link in enumerate(links):
        publisher.lay(link, page(f"Page {number}", f"{PACT}\n\nReport {number}.\n\n{NOTHING}"))
    publisher.lay(FEED, feed(item(n, link=link) for n, link in enumerate(links)))
    source = a_source()
    with worker("fetch") as fetching, worker("read") as reading:
        workers = [psutil.Process(each.pid) for each in (fetching, reading)]
        began = time.monotonic()
        ring_to_poll([source.pk])
        wait_for(lambda: Article.objects.filter(state="read").count() == ENTRIES, 120)
        seconds = time.monotonic() - began
        spent = [sum(each.cpu_times()[:2]) for each in workers]
    say(
        f"{ENTRIES} entries of one feed, pages on {hosts} hosts, {pause} s between calls of a "
        f"host: {Draft.objects.count()} drafts after {seconds:.1f} s, both workers' "
        f"start included; {spent[0]:.1f} and {spent[1]:.1f} s of processor"
    )


@contextmanager
def worker(queue: str) -> Iterator[ForkProcess]:
    """Run a Celery worker that sees the network as this process does."""
    connections.close_all()
    process = multiprocessing.get_context("fork").Process(target=_work, args=(queue,))
    process.start()
    try:
        yield process
    finally:
        process.terminate()
        process.join(20)
        process.kill()


def _work(queue: str) -> None:
    connections.close_all()
    warnings.simplefilter("ignore")
    app.worker_main(["worker", "--pool", "solo", "-Q", queue, "--without-mingle", "-l", "ERROR"])
