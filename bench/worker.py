"""The product's Celery application for `celery -A bench.worker`, its fetches led to loopback.

For measuring alone: images that serve the product leave this package out.
"""

import os

from celery import signals

from bench.publisher import world
from config.celery import app

__all__ = ["app"]

PORT = "BENCH_PUBLISHER_PORT"
# A process that was replaced would look as if it had let its memory go.
app.conf.update(worker_max_tasks_per_child=None, worker_max_memory_per_child=None)


@signals.worker_init.connect  # type: ignore[untyped-decorator]  # Celery has no types
def _lead_to_loopback(**_: object) -> None:
    from ingest import fetching  # noqa: PLC0415  not before Django is set up

    fetching.NETWORK = world(int(os.environ[PORT]))
