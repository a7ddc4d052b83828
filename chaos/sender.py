"""Who hands articles in, and does not rest before each is taken."""

import http.client
import json
import queue
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

from chaos.house import House
from chaos.oracle import Answered, Oracle
from chaos.texts import Piece

_THREADS: Final = 4
_PAUSE_SECONDS: Final = 0.5
_TAKEN: Final = (HTTPStatus.OK, HTTPStatus.ACCEPTED)
_NO_ANSWER: Final = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of one request: its status (0: none came), the seconds, and what was harmed."""

    at: float
    status: int
    seconds: float
    trouble: str
    retry_after: str = ""


@dataclass(slots=True)
class Log:
    """All replies."""

    replies: list[Reply] = field(default_factory=list)

    def statuses(self) -> dict[str, int]:
        """Return how often each status came, by what was harmed."""
        counted = Counter(f"{reply.trouble or 'none'}:{reply.status}" for reply in self.replies)
        return dict(sorted(counted.items()))


class Sender:
    """Hands in pieces by the API in several threads, each again and again until it is taken."""

    def __init__(self, house: House, oracle: Oracle) -> None:
        """Take whom to send to and where to note what is answered."""
        self._house, self._oracle = house, oracle
        self.log = Log()
        self.failure: Exception | None = None
        self._pieces: queue.Queue[Piece | None] = queue.Queue(2 * _THREADS)
        self._threads = [
            threading.Thread(target=self._send, name="sender", daemon=True) for _ in range(_THREADS)
        ]
        for thread in self._threads:
            thread.start()

    def put(self, piece: Piece) -> None:
        """Have a piece handed in soon."""
        while True:
            if self.failure is not None:
                raise self.failure
            try:
                self._pieces.put(piece, timeout=1)
            except queue.Full:
                continue
            return

    def finish(self) -> None:
        """Return when all are taken."""
        for _ in self._threads:
            self._pieces.put(None)
        for thread in self._threads:
            thread.join()
        if self.failure is not None:
            raise self.failure

    def deliver(self, piece: Piece) -> None:
        """Hand in one piece until it is taken, and note the answer."""
        while True:
            reply, body = request(self._house, "POST", "/api/v1/articles", piece.request)
            self.log.replies.append(reply)
            if reply.status in _TAKEN:
                number = int(json.loads(body)["id"])
                self._oracle.note(Answered(piece.key, number, reply.status))
                return
            if HTTPStatus.BAD_REQUEST <= reply.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                raise RuntimeError(f"An article was refused: {reply.status} {body[:300]!r}")
            time.sleep(_PAUSE_SECONDS)

    def _send(self) -> None:
        while (piece := self._pieces.get()) is not None:
            try:
                self.deliver(piece)
            except Exception as error:  # noqa: BLE001  told by whoever puts or finishes
                self.failure = error
                return


def request(
    house: House,
    method: str,
    path: str,
    sent: dict[str, str] | None = None,
    *,
    port: int | None = None,
) -> tuple[Reply, bytes]:
    """Ask the web server once; a connection that breaks is a reply of status 0."""
    began, trouble = time.monotonic(), "+".join(sorted(house.trouble))
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {house.key}"}
    body = None if sent is None else json.dumps(sent)
    connection = http.client.HTTPConnection("127.0.0.1", port or house.port, timeout=60)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        read, status = answer.read(), answer.status
        retry_after = answer.headers.get("Retry-After", "")
    except (OSError, http.client.HTTPException):
        read, status, retry_after = b"", _NO_ANSWER, ""
    finally:
        connection.close()
    seconds = time.monotonic() - began
    # Who asked while all was well, and was harmed meanwhile, was harmed.
    trouble = trouble or "+".join(sorted(house.trouble))
    return Reply(time.time(), status, seconds, trouble, retry_after), read
