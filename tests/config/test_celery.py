"""The Celery application, with a real worker and broker."""

import time

import pytest

from config.celery import app
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
