"""A web server on loopback that misbehaves on purpose, one way per path."""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ingest.fetch import Network, network
from tests.hostile.answers import ANSWERS, ASKED, PAGE, STORY

__all__ = [
    "CERTIFICATE",
    "EXPIRED",
    "PAGE",
    "PUBLIC_NUMBER",
    "STORY",
    "HostileServer",
    "hostile_server",
]

CERTIFICATE: Final = Path(__file__).parent.parent / "samples" / "tls" / "news.test.pem"
EXPIRED: Final = CERTIFICATE.with_name("expired.news.test.pem")
PUBLIC_NUMBER: Final = "93.184.216.34"
_PAUSE_SECONDS: Final = 0.05
_ACCEPT_SECONDS: Final = 0.01


@dataclass
class HostileServer:
    """The server: `requests` holds the heads it received, `connections` counts who knocked.

    `own` are answers of one test, before those of all. `calls` are the moments at which a request
    had come and its answer was over, in seconds.
    """

    port: int
    requests: list[str] = field(default_factory=list)
    connections: int = 0
    own: dict[str, Callable[[], Iterator[bytes]]] = field(default_factory=dict)
    calls: list[tuple[float, float]] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def asked_for(self, path: str) -> int:
        """Return how often a path was asked for."""
        return sum(head.split(" ")[1] == path for head in self.requests)

    def dial(self, number: str, port: int, timeout_seconds: float) -> socket.socket:
        """Connect to this server whatever the number, and look as if it were there."""
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=timeout_seconds)
        masked = MaskedSocket(fileno=plain.detach())
        masked.settimeout(timeout_seconds)
        masked.peer = (number, port)
        return masked

    def network(self, *numbers: str, tls_context: ssl.SSLContext | None = None) -> Network:
        """Return a world in which every name has these numbers, and every number leads here."""
        answers = list(numbers or [PUBLIC_NUMBER])
        return Network(
            resolve=lambda host, port, timeout_seconds: answers,
            dial=self.dial,
            tls_context=lambda: tls_context or network.tls_context(),
        )


class MaskedSocket(socket.socket):
    """A socket that names another peer than it has."""

    peer: tuple[str, int] = ("", 0)

    def getpeername(self) -> tuple[str, int]:
        return self.peer


@contextlib.contextmanager
def hostile_server(
    *, tls: bool = False, certificate: Path = CERTIFICATE
) -> Iterator[HostileServer]:
    """Run the server until the block ends; its threads end with it."""
    context = _server_context(certificate) if tls else None
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(_ACCEPT_SECONDS)
        server = HostileServer(port=listener.getsockname()[1])
        thread = threading.Thread(target=_accept, args=(server, listener, context))
        thread.start()
        try:
            yield server
        finally:
            server.stopping.set()
            thread.join()


def _server_context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def _accept(server: HostileServer, listener: socket.socket, context: ssl.SSLContext | None) -> None:
    threads: list[threading.Thread] = []
    while not server.stopping.is_set():
        with contextlib.suppress(TimeoutError):
            connection, _ = listener.accept()
            server.connections += 1
            threads.append(threading.Thread(target=_serve, args=(server, connection, context)))
            threads[-1].start()
    for thread in threads:
        thread.join()


def _serve(
    server: HostileServer, connection: socket.socket, context: ssl.SSLContext | None
) -> None:
    # A caller that hangs up in the middle is what this server is for.
    with contextlib.suppress(OSError), connection:
        connection.settimeout(2)
        if context is not None:
            with context.wrap_socket(connection, server_side=True) as secure:
                _answer(server, secure)
        else:
            _answer(server, connection)


def _answer(server: HostileServer, connection: socket.socket) -> None:
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(65_536)
        if not piece:
            return
        head += piece
    server.requests.append(head.decode("latin-1"))
    path = head.split(b" ")[1].decode("latin-1").partition("?")[0]
    began = time.monotonic()
    for part in _parts(server, path):
        if server.stopping.is_set():
            return
        connection.sendall(part)
        if len(part) == 1:
            server.stopping.wait(_PAUSE_SECONDS)
    server.calls.append((began, time.monotonic()))


def _parts(server: HostileServer, path: str) -> Iterator[bytes]:
    if path in ASKED:
        return ASKED[path](server.requests[-1])
    return (server.own.get(path) or ANSWERS.get(path) or ANSWERS["/404"])()
