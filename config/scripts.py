"""Scripts that Valkey carries out in one step, asked for over one connection a thread."""

import hashlib
import threading
from typing import Any, Final

import redis

# What Valkey may take for an answer.
_PATIENCE_SECONDS: Final = 0.25
_KEYS: Final = 1

Argument = str | int


class _Line:
    """A connection, without what a client does around each command: twice the time of it."""

    def __init__(self, url: str) -> None:
        """Connect with the first command."""
        pool = redis.ConnectionPool.from_url(
            url,
            protocol=2,
            socket_timeout=_PATIENCE_SECONDS,
            socket_connect_timeout=_PATIENCE_SECONDS,
            decode_responses=True,
        )
        # Any: its methods have no types.
        self._connection: Any = pool.connection_class(**pool.connection_kwargs)

    def ask(self, *command: Argument) -> Any:  # noqa: ANN401  whatever the script returns
        """Send a command and return its answer."""
        try:
            return self._ask(command)
        except redis.ConnectionError:
            # It was closed while it lay idle, and is opened again, once.
            return self._ask(command)

    def _ask(self, command: tuple[Argument, ...]) -> Any:  # noqa: ANN401  likewise
        self._connection.send_packed_command(self._connection.pack_command(*command))
        return self._connection.read_response()


_lines: Final = threading.local()


def _line(url: str) -> _Line:
    found: dict[str, _Line] = _lines.__dict__
    if url not in found:
        found[url] = _Line(url)
    return found[url]


class Script:
    """A script of one key."""

    def __init__(self, text: str) -> None:
        """Keep it, and the name that Valkey knows it by."""
        self._text = text
        self._name = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()

    def ask(self, url: str, *args: Argument) -> Any:  # noqa: ANN401  whatever it returns
        """Have it carried out for a key and arguments; returns what it returns.

        Raises:
            redis.RedisError: Valkey does not answer in time, or not so.
        """
        line = _line(url)
        try:
            return line.ask("EVALSHA", self._name, _KEYS, *args)
        except redis.exceptions.NoScriptError:
            return line.ask("EVAL", self._text, _KEYS, *args)
