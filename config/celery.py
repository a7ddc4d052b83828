"""The Celery application: settings that keep a lost, repeated or late message harmless."""

import ctypes
import gc
import logging.config
import os
from contextlib import suppress

from celery import Celery
from celery.signals import (
    celeryd_init,
    setup_logging,
    task_postrun,
    worker_before_create_process,
)

from config.schedule import SCHEDULE

# A worker takes those that it is told to (`-Q fetch,webhook`), else all.
QUEUES = ("fetch", "read", "webhook", "default")

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# At its start Celery would have Django check the whole product, and each worker would keep all
# pages and the API in memory for it, 22 MB that no task asks for. `manage.py check` and CI check.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

app = Celery("atlas", task_cls="config.acknowledging:ForgetfulTask")
app.conf.update(
    broker_url=os.environ.get("REDIS_URL", ""),
    # PostgreSQL holds the work; the broker is a doorbell, so results and events have no use.
    task_ignore_result=True,
    worker_send_task_events=False,
    worker_enable_remote_control=False,
    task_serializer="json",
    accept_content=["json"],
    task_queues={name: {"exchange": name, "routing_key": name} for name in QUEUES},
    task_default_queue="default",
    task_routes={
        "ingest.tasks.fetch_articles": {"queue": "fetch"},
        "ingest.tasks.poll": {"queue": "fetch"},
        "ingest.tasks.read_articles": {"queue": "read"},
        "ingest.tasks.send": {"queue": "webhook"},
    },
    # A worker that dies in the middle gives its message back; the job's attempts end a deadly one.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_cancel_long_running_tasks_on_connection_loss=True,
    broker_transport_options={
        "visibility_timeout": 300,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "health_check_interval": 10,
    },
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    task_publish_retry=False,
    task_soft_time_limit=90,
    task_time_limit=120,
    worker_max_tasks_per_child=500,
    worker_max_memory_per_child=300_000,
    worker_soft_shutdown_timeout=25,
    worker_hijack_root_logger=False,
    timezone="UTC",
    beat_schedule=SCHEDULE,
)
app.autodiscover_tasks()


def log_as_all_do(loglevel: int | None = None, **told: object) -> None:
    """Have Celery's programs log as all others do, from the level on that they were told."""
    from django.conf import settings  # noqa: PLC0415  they import this module

    logging.config.dictConfig(settings.LOGGING)
    logging.captureWarnings(capture=True)
    if loglevel is not None:
        logging.getLogger().setLevel(loglevel)


def freeze(**_: object) -> None:
    """Let the next process share what is in memory: who looks for garbage in it, copies it."""
    gc.collect()
    gc.freeze()


def give_back(**_: object) -> None:
    """Give back to the system what a task has let go of, where its C library can; 0.5 ms."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


worker_before_create_process.connect(freeze)
task_postrun.connect(give_back)
# A worker may have something to warn of before it comes to its log.
celeryd_init.connect(log_as_all_do)
setup_logging.connect(log_as_all_do)
