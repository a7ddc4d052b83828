"""Ring for the workers: tell the broker that work is there, and mind nothing if it doesn't hear."""

import logging
from collections.abc import Sequence
from typing import Final

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

# Longer than any broker nearby needs. Without the check before it, a message to one that is down
# takes 6 s to fail, and 5 s to one that hangs: somebody waits for a page meanwhile.
_ANSWER_SECONDS: Final = 1.0
# A task costs some 4 ms and a page some 12 to clean: ten together keep the overhead small.
BATCH: Final = 10
_log = logging.getLogger(__name__)


def ring(article_ids: Sequence[int]) -> bool:
    """Ask workers to read these articles; False where the broker didn't hear.

    Nothing is lost then: the jobs stand in the database, and the sweeper rings again.
    """
    batches = [list(article_ids[i : i + BATCH]) for i in range(0, len(article_ids), BATCH)]
    return _rung("ingest.tasks.read_articles", batches)


def ring_to_send(subscription_ids: Sequence[int]) -> bool:
    """Ask workers to send what is due for these; one that answers slowly holds up no other."""
    return _rung("ingest.tasks.send", subscription_ids)


def _rung(task: str, arguments: Sequence[object]) -> bool:
    try:
        _check_broker()
        for argument in arguments:
            current_app.send_task(task, args=[argument], retry=False)
    except (OperationalError, RedisError, OSError) as error:
        _log.warning("the broker did not hear of %s %s: %s", task, list(arguments), error)
        return False
    return True


def _check_broker() -> None:
    broker = Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=_ANSWER_SECONDS,
        socket_connect_timeout=_ANSWER_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        broker.ping()
    finally:
        broker.close()
