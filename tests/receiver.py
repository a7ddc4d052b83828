"""A receiver of webhooks on loopback, over TLS, in whatever mood the test wants it."""

import contextlib
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ingest import subscribing
from ingest.fetch import Network
from ingest.models import Subscription
from tests import cast
from tests.hostile import CERTIFICATE, PUBLIC_NUMBER, MaskedSocket

URL = "https://news.test/hook"
_HANG_SECONDS = 60.0
_HUGE = 50_000_000


@dataclass
class Message:
    """What arrived: header names in lower case, and the body."""

    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """The server: its mood, and what it got."""

    port: int
    mood: str = "taken"
    got: list[Message] = field(default_factory=list)
    sent_bytes: int = 0
    stopping: threading.Event = field(default_factory=threading.Event)

    def network(self, *numbers: str) -> Network:
        """Return a world in which every name has these numbers, and every number leads here."""
        return Network(
            resolve=lambda host, port, timeout_seconds: list(numbers or [PUBLIC_NUMBER]),
            dial=self._dial,
            tls_context=lambda: ssl.create_default_context(cafile=str(CERTIFICATE)),
        )

    def _dial(self, number: str, port: int, timeout_seconds: float) -> socket.socket:
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=timeout_seconds)
        masked = MaskedSocket(fileno=plain.detach())
        masked.settimeout(timeout_seconds)
        masked.peer = (number, port)
        return masked


@contextlib.contextmanager
def receiving() -> Iterator[Receiver]:
    """Run a receiver until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    receiver = Receiver(server.server_address[1])
    server.receiver = receiver  # type: ignore[attr-defined]  # the handler's way to it
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield receiver
    finally:
        receiver.stopping.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        receiver: Receiver = self.server.receiver  # type: ignore[attr-defined]  # set above
        body = self.rfile.read(int(self.headers["Content-Length"]))
        told = {name.lower(): value for name, value in self.headers.items()}
        receiver.got.append(Message(told, body))
        with contextlib.suppress(OSError):
            getattr(self, f"_{receiver.mood}")(receiver)
        self.close_connection = True

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _taken(self, receiver: Receiver) -> None:
        self._answer(204)

    def _failing(self, receiver: Receiver) -> None:
        self._answer(500, b"It broke.\0" + b"x" * 5_000)

    def _busy(self, receiver: Receiver) -> None:
        self._answer(429, Retry_After="900")

    def _gone(self, receiver: Receiver) -> None:
        self._answer(410)

    def _elsewhere(self, receiver: Receiver) -> None:
        self._answer(307, Location="https://inner.test/")

    def _hanging(self, receiver: Receiver) -> None:
        receiver.stopping.wait(_HANG_SECONDS)

    def _closing(self, receiver: Receiver) -> None:
        self.connection.close()

    def _huge(self, receiver: Receiver) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(_HUGE))
        self.end_headers()
        while receiver.sent_bytes < _HUGE and not receiver.stopping.is_set():
            receiver.sent_bytes += self.wfile.write(b"x" * 65_536)

    def log_message(self, *_args: object) -> None:
        pass


def subscribe(kinds: tuple[str, ...] = (), query: str = "") -> Subscription:
    """Return a subscription of Olena's to what changes from now on."""
    return subscribing.subscribe(cast.olena(), URL, kinds=list(kinds), query=query)


def told(receiver: Receiver) -> list[tuple[str, str]]:
    """Return what it was told: the kind of each change, and the agreement's key."""
    bodies = [json.loads(message.body) for message in receiver.got]
    return [(body["type"].removeprefix("agreement."), body["data"]["key"]) for body in bodies]
