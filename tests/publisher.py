"""Publishers on loopback: any host and path that was laid out, with conditional answers."""

import contextlib
import hashlib
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from ingest.fetch import Network
from tests.hostile import PUBLIC_NUMBER, HostileServer


@dataclass(frozen=True, slots=True)
class Laid:
    """What is served at an address; `wait_seconds` pass before the first byte."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    is_conditional: bool = True
    wait_seconds: float = 0.0

    @property
    def etag(self) -> str:
        """Return the tag of this body."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


class Publisher:
    """The server: `asked` are the addresses it was asked for, with the status it answered.

    `heard` are those too that it has not answered yet.
    """

    def __init__(self, port: int) -> None:
        """Begin with nothing laid out."""
        self.port = port
        self.laid: dict[str, Laid] = {}
        self.asked: list[tuple[str, int]] = []
        self.heard: list[str] = []
        self.closing = threading.Event()

    def lay(self, address: str, body: bytes | str, content_type: str = "", **told: object) -> str:
        """Serve a body at an address (http://host/path) and return the address."""
        written = body.encode() if isinstance(body, str) else body
        kind = content_type or "text/html; charset=utf-8"
        self.laid[address.removeprefix("http://")] = Laid(written, kind, **told)  # type: ignore[arg-type]
        return address

    def network(self) -> Network:
        """Return a world in which every name leads here."""
        door = HostileServer(self.port)
        return Network(resolve=lambda host, port, timeout_seconds: [PUBLIC_NUMBER], dial=door.dial)

    def wait_until_asked(self, address: str, times: int) -> None:
        """Wait until so many calls for an address are under way or done."""
        end = time.monotonic() + 30
        while self.heard.count(address) < times:
            assert time.monotonic() < end, f"{address} was not asked for {times} times"
            time.sleep(0.01)

    def times_asked(self, address: str) -> int:
        """Return how often an address was asked for."""
        return sum(each == address for each, _ in self.asked)


_MISSING: Final = Laid(b"Not found", "text/plain", 404)


def _handler(publisher: Publisher) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            address = f"{self.headers['Host']}{self.path}"
            laid = publisher.laid.get(address, _MISSING)
            publisher.heard.append(f"http://{address}")
            publisher.closing.wait(laid.wait_seconds)
            is_known = laid.is_conditional and self.headers["If-None-Match"] == laid.etag
            status = 304 if is_known else laid.status
            if self.path != "/robots.txt":
                publisher.asked.append((f"http://{address}", status))
            self.send_response(status)
            if laid.is_conditional:
                self.send_header("ETag", laid.etag)
            for name, value in laid.headers.items():
                self.send_header(name, value)
            if not is_known:
                self.send_header("Content-Type", laid.content_type)
                self.send_header("Content-Length", str(len(laid.body)))
            self.send_header("Connection", "close")
            self.end_headers()
            if not is_known:
                self.wfile.write(laid.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
            """Say nothing."""

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512

    def handle_error(self, request: object, client_address: object) -> None:
        """Mind nobody who hangs up."""


@contextlib.contextmanager
def publishing() -> Iterator[Publisher]:
    """Run the server until the block ends."""
    with _Server(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        publisher = Publisher(server.server_address[1])
        server.RequestHandlerClass = _handler(publisher)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield publisher
        finally:
            publisher.closing.set()
            server.shutdown()
            thread.join()
