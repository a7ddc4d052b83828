"""That web servers are measured with all that they use, and end when nobody asks any more."""

import os
import threading
from pathlib import Path

import psutil
import pytest

from bench import served
from bench.asking import AnswerError
from bench.served import ServedMeter, Site

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_product_is_served_and_ends() -> None:
    with served.product() as site:
        assert b'"results":' in site.get("/api/v1/parties")
        with pytest.raises(AnswerError, match="answered 404"):
            site.get("/api/v1/nothing")
        running = psutil.Process(site.pid)
        workers = running.children()
    assert workers
    assert not any(process.is_running() for process in (running, *workers))


def test_every_thread_of_what_answers_counts(servers: None) -> None:
    meter = ServedMeter([Site(0, os.getpid())])
    if meter.is_exact:  # Linux

        def work() -> None:
            thread = threading.Thread(target=lambda: sum(range(2_000_000)))
            thread.start()
            sum(range(2_000_000))
            thread.join(0)

        assert meter.measure(work).python > 0


def test_nobody_is_known_where_the_kernel_tells_nothing(tmp_path: Path) -> None:
    assert served._used([1], tmp_path) == 0
