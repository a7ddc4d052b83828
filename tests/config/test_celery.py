"""The Celery application, with a real worker and broker."""

import ctypes
import gc
import os
import subprocess
import sys
import time

import pytest

from config.celery import app, freeze, give_back
from config.run.places import var_folder
from config.run.processes import Process
from config.schedule import SCHEDULE


@pytest.mark.parametrize("task", sorted(str(entry["task"]) for entry in SCHEDULE.values()))
def test_a_worker_runs_what_beat_rings_for(
    transactional_db: None, lasting_worker: Process, task: str
) -> None:
    log = var_folder() / "log" / "celery_worker.log"
    sent = app.send_task(task)
    deadline = time.monotonic() + 120
    while f"Task {task}[{sent.id}] succeeded" not in log.read_text(encoding="utf-8"):
        assert time.monotonic() < deadline
        assert lasting_worker.poll() is None
        time.sleep(0.1)


def test_tasks_that_are_lost_come_back() -> None:
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.broker_transport_options["visibility_timeout"] > 2 * app.conf.task_time_limit


def test_a_worker_keeps_no_pages_and_no_api_in_memory() -> None:
    began = (
        "import sys; from config.celery import app; import django; django.setup();"
        " app.loader.import_default_modules(); print(*sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", began], env=os.environ, capture_output=True, text=True, check=True
    )
    loaded = set(told.stdout.split())
    assert {"ingest.tasks", "ingest.reader", "agreements.tasks"} <= loaded
    strangers = {"config.urls", "agreements.pages", "agreements.api.urls", "drf_spectacular.views"}
    assert not loaded & strangers


def test_what_a_process_is_forked_with_is_left_to_be_shared() -> None:
    before = gc.get_freeze_count()
    kept = [[number] for number in range(1000)]
    freeze()
    assert gc.get_freeze_count() >= before + len(kept)


def test_memory_is_given_back_where_the_system_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    class Library:
        malloc_trim = asked.append

    monkeypatch.setattr(ctypes, "CDLL", lambda name: Library)
    give_back()
    assert asked == [0]
    monkeypatch.setattr(ctypes, "CDLL", lambda name: object())
    give_back()
    assert asked == [0]
