"""The Celery application: settings that keep a lost, repeated or late message harmless."""

import os

from celery import Celery

from config.schedule import SCHEDULE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("atlas")
app.conf.update(
    broker_url=os.environ.get("REDIS_URL", ""),
    # PostgreSQL holds the work; the broker is a doorbell, so results and events have no use.
    task_ignore_result=True,
    worker_send_task_events=False,
    worker_enable_remote_control=False,
    task_serializer="json",
    accept_content=["json"],
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
