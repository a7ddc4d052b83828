"""Doorbells: ids in, one call each."""

import logging
import time
from typing import Final

from celery import shared_task

from ingest import pipeline, sending, subscribing, sweeper
from ingest.doorbell import ring

# With a language model one article may take 170 s (fetch, then READER_LLM_SECONDS): none is begun
# after this, so that the last one ends before the soft limit.
_LATEST_BEGIN_SECONDS: Final = 60.0
_log = logging.getLogger(__name__)


@shared_task(name="ingest.tasks.read_articles", soft_time_limit=240, time_limit=270)
def read_articles(article_ids: list[int]) -> None:
    """Read these articles; one that fails holds up no other, its job is tried again later.

    What a slow reader left no time for is rung for anew.
    """
    began = time.monotonic()
    for place, article_id in enumerate(article_ids):
        if time.monotonic() - began > _LATEST_BEGIN_SECONDS:
            ring(article_ids[place:])
            return
        try:
            pipeline.read(article_id)
        except Exception as error:  # noqa: BLE001  whatever one article does, the next is read
            _log.exception("article %s failed", article_id)
            pipeline.give_back(article_id, type(error).__name__)


@shared_task(name="ingest.tasks.send", soft_time_limit=75, time_limit=85)
def send(subscription_id: int) -> None:
    """Send what is due for a subscription; what is left is rung for anew."""
    sending.send(subscription_id)


@shared_task(name="ingest.tasks.sweep_out", soft_time_limit=20, time_limit=30)
def sweep_out() -> None:
    """Ring for the subscriptions that something is to be sent for."""
    sweeper.sweep_out()


@shared_task(name="ingest.tasks.tidy", soft_time_limit=60, time_limit=80)
def tidy() -> None:
    """Delete the log of messages that are long done. Safe to run twice, and late."""
    subscribing.forget_old()


@shared_task(name="ingest.tasks.sweep", soft_time_limit=20, time_limit=30)
def sweep() -> None:
    """Ring again for what the broker lost."""
    sweeper.sweep()
