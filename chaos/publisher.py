"""The suite's own press: articles and feeds on loopback."""

import contextlib
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from chaos import hostile, texts


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Mind nobody who hangs up."""


def _handler(seed: int, listed: int) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            match self.path.strip("/").split("/"):
                case ["hostile", mode, canary]:
                    self._harm(mode, int(canary))
                case _:
                    self._serve()

        def _harm(self, mode: str, canary: int) -> None:
            self.close_connection = True
            with contextlib.suppress(OSError):
                for piece in hostile.answer(mode, canary):
                    self.wfile.write(piece)

        def _serve(self) -> None:
            found = _document(seed, listed, self.path)
            self.send_response(HTTPStatus.NOT_FOUND if found is None else HTTPStatus.OK)
            kind, body = found or ("text/plain", b"")
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
            """Say nothing."""

    return Handler


def _document(seed: int, listed: int, path: str) -> tuple[str, bytes] | None:
    match path.strip("/").split("/"):
        case ["article", number]:
            return "text/html; charset=utf-8", texts.page(texts.piece(seed, int(number)))
        case ["listed", feed, place]:
            told = texts.listed(seed, int(feed), int(place))
            return "text/html; charset=utf-8", texts.page(told)
        case ["feed", number]:
            return "application/rss+xml", texts.feed(seed, int(number), listed)
    return None


@contextlib.contextmanager
def publishing(seed: int, listed: int) -> Iterator[int]:
    """Serve until the block ends; yields the port."""
    with _Server(("127.0.0.1", 0), _handler(seed, listed)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.1,), name="publisher")
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
