"""A gunicorn worker that no slow caller holds up, and that refuses as the rest of the API does.

A thread is given to a request when its whole head is there. Until then the main loop looks at the
socket now and then, which costs next to nothing, and lets go of who takes too long.
"""

import re
import socket
import time
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from gunicorn import util
from gunicorn.http import errors
from gunicorn.workers.gthread import TConn, ThreadWorker

from config import request_ids

HEAD_SECONDS: Final = 5.0
_HEAD_BYTES: Final = 32_768
_PROMPT_SECONDS: Final = 0.02
_LOOK_SECONDS: Final = 0.25
_STOPPING_SECONDS: Final = 1.0
_END_OF_HEAD: Final = b"\r\n\r\n"
_BARE_LINE_END: Final = re.compile(rb"(?<!\r)\n")
_LATER: Final = object()


@dataclass(frozen=True, slots=True)
class Refusal:
    """How a request is refused that never reaches Django."""

    code: str
    detail: str
    status: int | None = None


_NO_REQUEST: Final = Refusal("request.malformed", "This is no request that HTTP knows.")
_TOO_LARGE: Final = Refusal("request.head_too_large", "Send fewer or shorter headers.")
_TOO_SLOW: Final = Refusal("request.too_slow", "Send the head of a request at once.")
_FAILED: Final = Refusal("server.error", "This is our fault; it has been logged.")
_REFUSALS: Final[list[tuple[type[Exception], Refusal]]] = [
    (errors.LimitRequestLine, Refusal("request.address_too_long", "Ask with fewer parameters.")),
    (errors.LimitRequestHeaders, _TOO_LARGE),
    (errors.UnsupportedTransferCoding, Refusal("request.malformed", "Send no such coding.", 501)),
    (errors.ExpectationFailed, Refusal("request.malformed", "Expect 100-continue only.", 417)),
    (errors.InvalidResponseHeader, _FAILED),
    (errors.InvalidResponseHeaderName, _FAILED),
    (errors.ConfigurationProblem, _FAILED),
    (errors.ParseException, _NO_REQUEST),
]


class Worker(ThreadWorker):
    """Threads, as gunicorn has them, behind a room where slow callers wait."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Begin with nobody waiting; `_slow` has since when each is known."""
        super().__init__(*args, **kwargs)
        self._slow: dict[TConn, float] = {}
        self._looked = 0.0

    def handle(self, conn: TConn) -> object:
        """Answer a request whose head is there; the others wait outside this thread."""
        if self.cfg.is_ssl:
            return super().handle(conn)
        here = _head_so_far(conn)
        if not _is_whole(here):
            # The rest is on its way, as a rule.
            conn.wait_for_data(_PROMPT_SECONDS) if here == b"" else time.sleep(_PROMPT_SECONDS)
            here = _head_so_far(conn)
        if not _is_whole(here):
            return _LATER
        if here is not None and (fault := _fault(here)):
            self._refuse(conn.sock, fault)
            return False
        conn.data_ready = True
        return super().handle(conn)

    def finish_request(self, conn: TConn, fs: Future[object]) -> None:
        """Have a slow caller wait; runs in the main thread."""
        if not fs.cancelled() and fs.exception() is None and fs.result() is _LATER:
            self._slow[conn] = time.monotonic()
        else:
            super().finish_request(conn, fs)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Look at those who wait, between all else."""
        super().wait_for_and_dispatch_events(min(timeout, _LOOK_SECONDS) if self._slow else timeout)
        now = time.monotonic()
        if now - self._looked >= _LOOK_SECONDS:
            self._looked = now
            self._look(now)

    def _look(self, now: float) -> None:
        patience = HEAD_SECONDS if self.alive else _STOPPING_SECONDS
        for conn, since in list(self._slow.items()):
            if _is_whole(_head_so_far(conn)):
                del self._slow[conn]
                self.enqueue_req(conn)
            elif now - since > patience:
                del self._slow[conn]
                self._let_go(conn)

    def _keepalive_after(self, conn: TConn, keepalive: object) -> bool:
        try:
            return bool(super()._keepalive_after(conn, keepalive))
        except errors.ParseException:
            # The body is damaged, but its request has its answer: there is no second one.
            return False

    def _let_go(self, conn: TConn) -> None:
        self.nr_conns -= 1
        if _head_so_far(conn):
            self._refuse(conn.sock, _TOO_SLOW)
        conn.close()

    def handle_error(
        self, req: object, client: socket.socket, addr: object, exc: Exception
    ) -> None:
        """Tell what is wrong with a request that is none, or that broke the server."""
        refusal = next((told for kind, told in _REFUSALS if isinstance(exc, kind)), _FAILED)
        name = self._refuse(client, refusal)
        if refusal.code == _FAILED.code:
            self.log.error("Error handling request [%s]", name, exc_info=exc)
        else:
            self.log.warning("Invalid request [%s] from %s: %s", name, addr, exc)

    def _refuse(self, client: socket.socket, refusal: Refusal) -> str:
        from config.problems import problem  # noqa: PLC0415  Django is set up only by now

        name = request_ids.name_request()
        answer = problem(refusal.code, refusal.detail, status=refusal.status)
        answer.headers[request_ids.HEADER] = name
        try:
            util.write_nonblock(client, _written(answer))
        except OSError:
            self.log.debug("Nobody was there to be refused [%s]", name)
        return name


def _head_so_far(conn: TConn) -> bytes | None:
    """Return what has come of the next request, without taking it; None at the end."""
    kept: bytes = conn.parser.unreader.buf.getvalue() if conn.initialized else b""
    try:
        coming = conn.sock.recv(_HEAD_BYTES, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return kept.lstrip(b"\r\n")
    except OSError:
        return None
    return (kept + coming).lstrip(b"\r\n") if coming else None


def _is_whole(head: bytes | None) -> bool:
    """Tell whether a thread has something to do: a head, what can't become one, or the end."""
    return head is None or _END_OF_HEAD in head or _fault(head) is not None


def _fault(head: bytes) -> Refusal | None:
    """Return what is wrong with a head that the parser would wait for the end of."""
    if _BARE_LINE_END.search(head.partition(_END_OF_HEAD)[0]):
        return _NO_REQUEST
    return _TOO_LARGE if _END_OF_HEAD not in head and len(head) >= _HEAD_BYTES else None


def _written(answer: HttpResponse) -> bytes:
    answer.headers["Connection"] = "close"
    head = f"HTTP/1.1 {answer.status_code} {answer.reason_phrase}\r\n".encode()
    return head + answer.serialize_headers() + b"\r\n\r\n" + answer.content
