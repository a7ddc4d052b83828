"""Doorbells: ids in, one call each."""

import logging

from celery import shared_task

from ingest import pipeline, sweeper

_log = logging.getLogger(__name__)


@shared_task(name="ingest.tasks.read_articles", soft_time_limit=240, time_limit=270)
def read_articles(article_ids: list[int]) -> None:
    """Read these articles; one that fails holds up no other, its job is tried again later."""
    for article_id in article_ids:
        try:
            pipeline.read(article_id)
        except Exception as error:  # noqa: BLE001  whatever one article does, the next is read
            _log.exception("article %s failed", article_id)
            pipeline.give_back(article_id, type(error).__name__)


@shared_task(name="ingest.tasks.sweep", soft_time_limit=20, time_limit=30)
def sweep() -> None:
    """Ring again for what the broker lost."""
    sweeper.sweep()
