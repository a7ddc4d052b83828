"""What Django calls a database engine: named in `config.env`."""

import select
from typing import Final

import psycopg
from django.db.backends.postgresql import base

_AT_ONCE: Final = 0


class DatabaseWrapper(base.DatabaseWrapper):
    """Asks a connection that has been kept whether it lives only where its socket has news.

    Django sends `SELECT 1` before the first query of each request, a tenth of what a short answer
    costs. A server that has ended, or has ended this connection, has told so: then there is
    something to be read while nothing was asked. One that has vanished without a word is found out
    by the first query, as it would be by `SELECT 1`.
    """

    def is_usable(self) -> bool:
        """Tell whether the connection can be asked."""
        held = self.connection
        if isinstance(held, psycopg.Connection) and not held.closed:
            idle = held.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
            if idle and not _has_news(held.fileno()):
                return True
        return bool(super().is_usable())


def _has_news(socket: int) -> bool:
    poll = select.poll()
    poll.register(socket, select.POLLIN)
    return bool(poll.poll(_AT_ONCE))
