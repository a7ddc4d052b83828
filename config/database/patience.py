"""Connections that give up on a server which has fallen silent, as one that is stopped has.

Nothing breaks then, so nobody is told: the kernel goes on acknowledging what is sent, and a
question would wait for ever. One that merely takes long must not be broken off, be it a migration
or an export. So a question that has no answer for a while is left waiting, and the server is asked
beside it, by a connection of its own, whether it lives.
"""

import contextlib
import time
from collections.abc import Mapping
from typing import Any, Final, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.errors import ConnectionTimeout, OperationalError

Answer = TypeVar("Answer")
# How often psycopg looks whether it is interrupted.
_LOOK_SECONDS: Final = 0.1
# Once it is known to be silent all others fail at once, and one asks again so long after another.
_REST_SECONDS: Final = 1.0
_CONNECT_SECONDS: Final = 3.0
# Waits for us, and has for longer than a look beside: our question or its answer was lost on the
# way. A session that is not listed may be a pooler's, whose numbers are its own.
_IS_DEAF: Final = """
SELECT 1 FROM pg_stat_activity WHERE pid = %s AND state LIKE 'idle%%'
AND state_change < clock_timestamp() - %s * interval '1 second'
"""


class SilentError(OperationalError):
    """The server does not answer; whether it has done what it was asked is not known."""


class Server:
    """A server as this process knows it: whether it has fallen silent.

    `patience_seconds` is how long a question waits before it is asked beside; for a connection
    that is new the parameter `connect_timeout` does.
    """

    def __init__(self, parameters: Mapping[str, Any], patience_seconds: float) -> None:
        """Take how to connect."""
        self._parameters = dict(parameters)
        self.patience_seconds = patience_seconds
        self._ask_at: float | None = None

    def check(self) -> None:
        """Ask again if it was silent when last asked, unless somebody has just done so.

        Raises:
            SilentError: it is silent still.
        """
        if self._ask_at is None:
            return
        now = time.monotonic()
        if now < self._ask_at:
            raise SilentError("The database is silent.")
        # Nobody else waits while we do.
        self._ask_at = now + float(self._parameters.get("connect_timeout", _CONNECT_SECONDS))
        if not self.serves():
            raise SilentError("The database is still silent.")

    def is_silent(self) -> None:
        """Take note that it does not answer."""
        self._ask_at = time.monotonic() + _REST_SECONDS

    def serves(self, session: int | None = None) -> bool:
        """Tell whether it answers, and works on the question of this session if one is named."""
        try:
            is_deaf = self._is_deaf(session)
        except (ConnectionTimeout, psycopg.errors._WaitTimeout):  # noqa: SLF001  it has no other name
            self.is_silent()
            return False
        except psycopg.Error:
            # It says no, or its port is closed: then our own connection will be told so too.
            is_deaf = False
        self._ask_at = None
        return not is_deaf

    def _is_deaf(self, session: int | None) -> bool:
        seconds = float(self._parameters.get("connect_timeout", _CONNECT_SECONDS))
        with contextlib.closing(_Beside.connect(**self._parameters, autocommit=True)) as beside:
            beside.seconds = seconds
            found = beside.execute(_IS_DEAF, [session, self.patience_seconds])
            return session is not None and found.fetchone() is not None


class _Beside(psycopg.Connection[Any]):
    """A connection whose questions have an end."""

    seconds: float = _CONNECT_SECONDS

    def wait(
        self, gen: PQGen[Answer], interval: float = _LOOK_SECONDS, timeout: float | None = None
    ) -> Answer:
        """Wait for an answer, but not for ever."""
        return super().wait(gen, interval, self.seconds if timeout is None else timeout)


class PatientConnection(psycopg.Connection[Any]):
    """A connection that waits as long as the server works for it."""

    server: Server | None = None

    def wait(
        self, gen: PQGen[Answer], interval: float = _LOOK_SECONDS, timeout: float | None = None
    ) -> Answer:
        """Wait for an answer.

        Raises:
            SilentError: the server has none to give; the connection is closed.
        """
        server = self.server
        if server is None or timeout is not None:
            return super().wait(gen, interval, timeout)
        server.check()
        while True:
            try:
                return super().wait(gen, interval, server.patience_seconds)
            except psycopg.errors._WaitTimeout as error:  # noqa: SLF001  it has no other name
                if not server.serves(self.info.backend_pid):
                    self.close()
                    raise SilentError("The database has fallen silent.") from error
