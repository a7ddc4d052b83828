"""A publisher of made-up news on loopback, in a process of its own: `-m bench.publisher PORT`.

`world` is a network in which every name leads there; no setting of the product reaches it.
"""

import re
import socket
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from bench import newspaper
from ingest.fetch import Network

# Any public number: nobody is called there.
_NUMBER: Final = "93.184.216.34"
_LOOPBACK: Final = "127.0.0.1"
_PAGE: Final = re.compile(r"/news/(\d{1,9})$")


class _Masked(socket.socket):
    """A socket that says it ended at the number that was asked for."""

    told: tuple[str, int] = ("", 0)

    def getpeername(self) -> tuple[str, int]:
        return self.told


def world(port: int) -> Network:
    """Return the network in which all names are this publisher's; all checks stay in force."""

    def dial(number: str, asked: int, timeout_seconds: float) -> socket.socket:
        plain = socket.create_connection((_LOOPBACK, port), timeout=timeout_seconds)
        masked = _Masked(fileno=plain.detach())
        masked.settimeout(timeout_seconds)
        masked.told = (number, asked)
        return masked

    return Network(resolve=lambda host, port, timeout_seconds: [_NUMBER], dial=dial)


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Answer with a page; there is no robots.txt."""
        asked = _PAGE.match(self.path)
        body = newspaper.page(int(asked[1])) if asked else b"Not found"
        self.send_response(HTTPStatus.OK if asked else HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    _Server((_LOOPBACK, int(sys.argv[1])), _Handler).serve_forever()
