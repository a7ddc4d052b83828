"""Ring for the workers: tell the broker that work is there, and mind nothing if it doesn't hear."""

import contextlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from ingest.crashpoints import crash_here
from ingest.models import Job

# Longer than any broker nearby needs. Without the check before it, a message to one that is down
# takes 6 s to fail, and 5 s to one that hangs: somebody waits for a page meanwhile.
_ANSWER_SECONDS: Final = 1.0
# A task costs some 4 ms and a page some 12 to clean: ten together keep the overhead small.
BATCH: Final = 10
TASKS: Final[Mapping[str, str]] = {
    Job.Step.FETCH: "ingest.tasks.fetch_articles",
    Job.Step.READ: "ingest.tasks.read_articles",
}
SEND: Final = "ingest.tasks.send"
POLL: Final = "ingest.tasks.poll"
_log = logging.getLogger(__name__)


def ring(step: str, article_ids: Sequence[int]) -> bool:
    """Ask workers to do this step of these articles; False where the broker didn't hear.

    Nothing is lost then: the jobs stand in the database, and the sweeper rings again.
    """
    batches = [list(article_ids[i : i + BATCH]) for i in range(0, len(article_ids), BATCH)]
    return _rung(TASKS[step], batches)


def ring_on_commit(step: str, article_ids: Sequence[int]) -> None:
    """Ring when the transaction that is open has been committed, so that the rows are there."""
    transaction.on_commit(partial(_ring_after_commit, step, article_ids), robust=True)


def _ring_after_commit(step: str, article_ids: Sequence[int]) -> None:
    crash_here("after_commit")
    ring(step, article_ids)


def ring_to_send(subscription_ids: Sequence[int]) -> bool:
    """Ask workers to send what is due for these; one that answers slowly holds up no other."""
    return _rung(SEND, subscription_ids)


def waiting(task: str) -> int | None:
    """Return how many messages wait in the queue of a task; None where the broker is away."""
    queue = current_app.conf.task_routes[task]["queue"]
    try:
        with broker() as near:
            return int(near.llen(queue))
    except (RedisError, OSError):
        return None


def ring_to_poll(source_ids: Sequence[int] | None = None) -> bool:
    """Ask a worker to poll what is due, or what of these is: one ring does for all."""
    return _rung(POLL, [source_ids and list(source_ids)])


def _rung(task: str, arguments: Sequence[object]) -> bool:
    if not arguments:
        return True
    try:
        with broker() as near:
            near.ping()
        for argument in arguments:
            current_app.send_task(task, args=[argument], retry=False)
    except (OperationalError, RedisError, OSError) as error:
        _log.warning("the broker did not hear of %s %s: %s", task, list(arguments), error)
        return False
    return True


@contextlib.contextmanager
def broker() -> Iterator[Redis]:
    """Give a connection to the broker that waits no longer than we have patience."""
    near = Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=_ANSWER_SECONDS,
        socket_connect_timeout=_ANSWER_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        yield near
    finally:
        near.close()
