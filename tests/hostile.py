"""A web server on loopback that misbehaves on purpose, one way per path."""

import contextlib
import functools
import gzip
import itertools
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ingest.fetch import Network, network

CERTIFICATE: Final = Path(__file__).parent / "samples" / "tls" / "news.test.pem"
PAGE: Final = (
    b"<!doctype html><title>Pact</title><p>Arden and Belmark signed a pact on Thursday.</p>"
)
PUBLIC_NUMBER: Final = "93.184.216.34"
_PAUSE_SECONDS: Final = 0.05
_ACCEPT_SECONDS: Final = 0.01
_ENDLESS: Final = (
    2_000  # pieces of an "endless" answer: enough to pass every limit, should one fail
)


@dataclass
class HostileServer:
    """The server: `requests` holds the heads it received, `connections` counts who knocked."""

    port: int
    requests: list[str] = field(default_factory=list)
    connections: int = 0
    stopping: threading.Event = field(default_factory=threading.Event)

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
def hostile_server(*, tls: bool = False) -> Iterator[HostileServer]:
    """Run the server until the block ends; its threads end with it."""
    context = _server_context() if tls else None
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


def _server_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
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
    for part in ANSWERS[path]():
        if server.stopping.is_set():
            return
        connection.sendall(part)
        if len(part) == 1:
            server.stopping.wait(_PAUSE_SECONDS)


def _whole(*headers: bytes, status: bytes = b"200 OK", body: bytes = PAGE) -> Iterator[bytes]:
    yield b"HTTP/1.1 " + status + b"\r\n" + b"".join(line + b"\r\n" for line in headers)
    yield b"Content-Length: %d\r\n\r\n" % len(body) + body


def _html(*headers: bytes, body: bytes = PAGE) -> Iterator[bytes]:
    return _whole(b"Content-Type: text/html; charset=UTF-8", *headers, body=body)


def _moved(location: bytes) -> Iterator[bytes]:
    return _whole(b"Location: " + location, status=b"302 Found", body=b"")


def _failed(status: bytes, *headers: bytes) -> Iterator[bytes]:
    return _whole(*headers, status=status, body=b"Sorry.")


def _raw(*parts: bytes) -> Iterator[bytes]:
    return iter(parts)


def _single_bytes(start: bytes) -> Iterator[bytes]:
    yield start
    for _ in range(_ENDLESS):
        yield b"a"


def _endless(start: bytes, piece: bytes) -> Iterator[bytes]:
    yield start
    yield from itertools.repeat(piece, _ENDLESS)


def _chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    for chunk in chunks:
        yield b"%x\r\n" % len(chunk) + chunk + b"\r\n"
    yield end


@functools.cache
def _bomb() -> bytes:
    return gzip.compress(bytes(30_000_000))


_OPEN: Final = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
_GZIP: Final = b"Content-Encoding: gzip"
ANSWERS: Final[dict[str, Callable[[], Iterator[bytes]]]] = {
    "/page": _html,
    "/no-type": _whole,
    "/odd-type": lambda: _whole(b"Content-Type: html"),
    "/unknown-charset": lambda: _whole(b"Content-Type: text/html; charset=klingon-8"),
    "/binary-as-html": lambda: _html(body=b"\x7fELF" + bytes(range(256)) * 40),
    "/pdf": lambda: _whole(b"Content-Type: application/pdf", body=b"%PDF-1.7"),
    "/picture": lambda: _whole(b"Content-Type: image/png", body=b"\x89PNG"),
    "/gzip": lambda: _html(_GZIP, body=gzip.compress(PAGE)),
    "/deflate": lambda: _html(b"Content-Encoding: deflate", body=zlib.compress(PAGE)),
    "/raw-deflate": lambda: _html(
        b"Content-Encoding: deflate", body=zlib.compress(PAGE, wbits=-15)
    ),
    "/gzip-bomb": lambda: _html(_GZIP, body=_bomb()),
    "/double-gzip": lambda: _html(
        b"Content-Encoding: gzip, gzip", body=gzip.compress(gzip.compress(PAGE))
    ),
    "/two-gzips": lambda: _html(_GZIP, body=gzip.compress(PAGE) + gzip.compress(PAGE)),
    "/false-gzip": lambda: _html(_GZIP),
    "/half-gzip": lambda: _html(_GZIP, body=gzip.compress(PAGE)[:-12]),
    "/brotli": lambda: _html(b"Content-Encoding: br"),
    "/chunked": lambda: _chunked(PAGE[:20], PAGE[20:]),
    "/chunked-cut": lambda: _chunked(PAGE, end=b""),
    "/chunked-odd": lambda: _chunked(PAGE, end=b"xyz\r\n"),
    "/length-too-long": lambda: _raw(_OPEN + b"Content-Length: 5000\r\n\r\n", PAGE),
    "/length-huge": lambda: _raw(_OPEN + b"Content-Length: 99999999999\r\n\r\n", PAGE),
    "/length-minus": lambda: _raw(_OPEN + b"Content-Length: -5\r\n\r\n", PAGE),
    "/length-twice": lambda: _html(b"Content-Length: 3"),
    "/endless": lambda: _endless(_OPEN + b"\r\n", b"<p>more</p>" * 1_000),
    "/drip-body": lambda: _single_bytes(_OPEN + b"\r\n"),
    "/drip-headers": lambda: _single_bytes(b"HTTP/1.1 200 OK\r\nX-Slow: "),
    "/silent": lambda: _single_bytes(b""),
    "/huge-header": lambda: _endless(b"HTTP/1.1 200 OK\r\n", b"X-Big: " + b"a" * 9_000 + b"\r\n"),
    "/one-long-line": lambda: _endless(b"HTTP/1.1 200 OK\r\nX-Big: ", b"a" * 9_000),
    "/many-headers": lambda: _html(*[b"X-%d: 1" % number for number in range(200)]),
    "/continue-flood": lambda: _endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "/not-http": lambda: _raw(b"220 mail.test ESMTP ready\r\n"),
    "/hangs-up": lambda: _raw(b""),
    "/loop": lambda: _moved(b"/loop"),
    "/hop": lambda: _moved(b"/page#part"),
    "/hop-nowhere": lambda: _whole(status=b"302 Found", body=b""),
    "/hop-loopback": lambda: _moved(b"http://127.0.0.1:6379/"),
    "/hop-metadata": lambda: _moved(b"//169.254.169.254/latest/meta-data/"),
    "/hop-file": lambda: _moved(b"file:///etc/passwd"),
    "/hop-gopher": lambda: _moved(b"gopher://127.0.0.1/"),
    "/hop-port": lambda: _moved(b"http://news.test:22/"),
    "/hop-unreadable": lambda: _moved(b"http://[::1"),
    "/hop-insecure": lambda: _moved(b"http://news.test/page"),
    "/hop-cookie": lambda: _whole(
        b"Set-Cookie: id=1", b"Location: /page", status=b"302 Found", body=b""
    ),
    "/401": lambda: _failed(b"401 Unauthorized"),
    "/403": lambda: _failed(b"403 Forbidden"),
    "/404": lambda: _failed(b"404 Not Found"),
    "/410": lambda: _failed(b"410 Gone"),
    "/418": lambda: _failed(b"418 Teapot"),
    "/429": lambda: _failed(b"429 Too Many Requests", b"Retry-After: 120"),
    "/429-for-ever": lambda: _failed(b"429 Too Many Requests", b"Retry-After: 99999999999999"),
    "/429-long-ago": lambda: _failed(
        b"429 Too Many Requests", b"Retry-After: Thu, 01 Jan 1970 00:00:00 GMT"
    ),
    "/503": lambda: _failed(b"503 Service Unavailable", b"Retry-After: soon"),
    "/204": lambda: _failed(b"204 No Content"),
    "/206": lambda: _failed(b"206 Partial Content"),
    "/304": lambda: _failed(b"304 Not Modified"),
    "/999": lambda: _failed(b"999 Denied"),
}
