"""What all workers know together, in Valkey; None where it does not answer."""

import logging
import time
from collections.abc import Callable
from functools import cache
from typing import Final, TypeVar

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

Answer = TypeVar("Answer")
_log = logging.getLogger(__name__)
# What Valkey may take for an answer; then this process goes on by what it knows itself.
_PATIENCE_SECONDS: Final = 0.5
# After a failure nobody asks for so long.
_REST_SECONDS: Final = 5.0
_asks_again_at = float("-inf")


def asked(question: Callable[[redis.Redis], Answer]) -> Answer | None:
    """Return the answer to a question put to Valkey; None while there is none."""
    global _asks_again_at  # noqa: PLW0603  what this process last saw of one server
    if time.monotonic() < _asks_again_at:
        return None
    try:
        return question(_client(settings.REDIS_URL))
    except redis.RedisError as error:
        _asks_again_at = time.monotonic() + _REST_SECONDS
        _log.warning("Workers do not know of each other's calls, Valkey is silent: %s", error)
        return None


def ask_again() -> None:
    """Forget that it did not answer; for tests."""
    global _asks_again_at  # noqa: PLW0603  see above
    _asks_again_at = float("-inf")


@cache
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(
        url,
        socket_timeout=_PATIENCE_SECONDS,
        socket_connect_timeout=_PATIENCE_SECONDS,
        # A connection that was closed while it lay idle is opened again, once.
        retry=Retry(NoBackoff(), 1),
    )
