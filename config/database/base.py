"""What Django calls a database engine: named in `config.env`."""

import select
from types import ModuleType
from typing import Any, Final

import psycopg
from django.db.backends.postgresql import base

from config.database.patience import PatientConnection, Server

_AT_ONCE: Final = 0
# What a connection beside is made with.
_PLAIN: Final[tuple[str, ...]] = ("dbname", "user", "password", "host", "port", "connect_timeout")
_servers: Final[dict[tuple[str, ...], Server]] = {}


def _patient_psycopg() -> ModuleType:
    found = ModuleType("psycopg")
    vars(found).update(vars(psycopg), connect=PatientConnection.connect)
    return found


class DatabaseWrapper(base.DatabaseWrapper):
    """Asks a connection that has been kept whether it lives only where its socket has news.

    Django sends `SELECT 1` before the first query of each request, a tenth of what a short answer
    costs. A server that has ended, or has ended this connection, has told so: then there is
    something to be read while nothing was asked. One that has vanished without a word is found out
    by the first query, as it would be by `SELECT 1`; see `config.database.patience`.
    """

    # Django looks here for how to connect, and for the names of errors.
    Database = _patient_psycopg()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:  # noqa: ANN401  Django's
        """Connect, unless the server is known to be silent."""
        server = self._server(conn_params)
        server.check()
        try:
            connection = super().get_new_connection(conn_params)
        except psycopg.errors.ConnectionTimeout:
            server.is_silent()
            raise
        connection.server = server
        return connection

    def is_usable(self) -> bool:
        """Tell whether the connection can be asked."""
        held = self.connection
        if isinstance(held, psycopg.Connection) and not held.closed:
            idle = held.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
            if idle and not _has_news(held.fileno()):
                return True
        return bool(super().is_usable())

    def _server(self, parameters: dict[str, Any]) -> Server:
        """Return the server, which all connections of a process that lead there share."""
        plain: dict[str, Any] = {name: parameters[name] for name in _PLAIN if name in parameters}
        patience = float(self.settings_dict["PATIENCE_SECONDS"])
        key = (*map(str, plain.values()), str(patience))
        return _servers.setdefault(key, Server(plain, patience))


def _has_news(socket: int) -> bool:
    poll = select.poll()
    poll.register(socket, select.POLLIN)
    return bool(poll.poll(_AT_ONCE))
