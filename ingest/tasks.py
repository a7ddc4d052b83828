"""Doorbells: ids in, one call each."""

import logging
import time
from collections.abc import Iterator, Sequence
from typing import Final

from celery import shared_task

from ingest import pipeline, polling, sending, subscribing
from ingest.crashpoints import crash_here
from ingest.doorbell import ring
from ingest.models import Job

# With a language model one article may take 170 s: none is begun after this, so that the last one
# ends before the soft limit.
_LATEST_BEGIN_SECONDS: Final = 60.0
# How long a page that was fetched may wait for others to be rung for with it.
_GATHER_SECONDS: Final = 1.0
_log = logging.getLogger(__name__)


@shared_task(name="ingest.tasks.fetch_articles", soft_time_limit=90, time_limit=120)
def fetch_articles(article_ids: list[int]) -> None:
    """Fetch the pages of these articles and ring for who reads them."""
    fetched: list[int] = []
    rung = time.monotonic()
    for article_id in _in_time(Job.Step.FETCH, article_ids):
        if pipeline.fetch(article_id):
            fetched.append(article_id)
        if time.monotonic() - rung > _GATHER_SECONDS:
            ring(Job.Step.READ, fetched)
            fetched, rung = [], time.monotonic()
    ring(Job.Step.READ, fetched)
    crash_here("before_ack")


@shared_task(name="ingest.tasks.read_articles", soft_time_limit=240, time_limit=270)
def read_articles(article_ids: list[int]) -> None:
    """Read these articles; one that fails holds up no other, its job is tried again later."""
    for article_id in _in_time(Job.Step.READ, article_ids):
        pipeline.read(article_id)
    crash_here("before_ack")


def _in_time(step: Job.Step, article_ids: Sequence[int]) -> Iterator[int]:
    """Yield the articles while there is time; for those that are left it is rung anew."""
    began = time.monotonic()
    for place, article_id in enumerate(article_ids):
        if time.monotonic() - began > _LATEST_BEGIN_SECONDS:
            ring(step, article_ids[place:])
            return
        yield article_id


@shared_task(name="ingest.tasks.poll", soft_time_limit=110, time_limit=130)
def poll(source_ids: list[int] | None = None) -> None:
    """Poll the sources that are due, or those of these that are; a ring too many finds none."""
    polling.poll_due(source_ids)


@shared_task(name="ingest.tasks.send", soft_time_limit=75, time_limit=85)
def send(subscription_id: int) -> None:
    """Send what is due for a subscription; what is left is rung for anew."""
    sending.send(subscription_id)


@shared_task(name="ingest.tasks.tidy", soft_time_limit=60, time_limit=80)
def tidy() -> None:
    """Delete the logs of messages and polls that are long done. Safe to run twice, and late."""
    subscribing.forget_old()
    polling.forget_old()
