"""Ring for the workers: tell the broker that work is there, and mind nothing if it doesn't hear."""

import logging
from collections.abc import Sequence
from typing import Final

from celery import current_app
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

# A task costs some 4 ms and a page some 12 to clean: ten together keep the overhead small.
BATCH: Final = 10
_log = logging.getLogger(__name__)


def ring(article_ids: Sequence[int]) -> bool:
    """Ask workers to read these articles; False where the broker didn't hear.

    Nothing is lost then: the jobs stand in the database, and the sweeper rings again.
    """
    try:
        for start in range(0, len(article_ids), BATCH):
            batch = list(article_ids[start : start + BATCH])
            current_app.send_task("ingest.tasks.read_articles", args=[batch], retry=False)
    except (OperationalError, RedisError, OSError) as error:
        _log.warning("the broker did not hear of articles %s: %s", list(article_ids), error)
        return False
    return True
