"""One question over HTTP, answered within a deadline and a number of bytes, or not at all."""

import io
import socket
import ssl
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import urlsplit

from ingest.llm.errors import FormRefusedError, LanguageModelError, NotReadError, TryAgainError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MOST_BYTES: Final = 2_000_000
"""What an answer may have, headers and all; eight thousand tokens are some forty thousand bytes."""
_CONNECT_SECONDS: Final = 5.0
_CHUNK: Final = 65_536
_TRY_AGAIN: Final = frozenset({408, 425, 429})
_OTHER_FORM: Final = frozenset({400, 422})
_SERVER_ERRORS: Final = 500


class Deadline:
    """The moment at which all asking for one text ends, however many tries that were."""

    def __init__(self, seconds: float) -> None:
        """Start the clock."""
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds left; raises TimeoutError when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def allows(self, seconds: float) -> bool:
        """Tell whether that many seconds are left, and a moment beside."""
        return time.monotonic() + seconds < self._end


@dataclass(frozen=True, slots=True)
class Address:
    """Where questions go, from an address such as http://127.0.0.1:8080/v1."""

    url: str

    @property
    def is_secure(self) -> bool:
        """Tell whether the connection is inside TLS."""
        return urlsplit(self.url).scheme == "https"

    @property
    def host(self) -> str:
        """Return the host's name or number."""
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        """Return the port, the scheme's own where none is given."""
        return urlsplit(self.url).port or (443 if self.is_secure else 80)

    @property
    def target(self) -> str:
        """Return the path of chat completions."""
        return urlsplit(self.url).path.rstrip("/") + "/chat/completions"


def post(address: Address, body: bytes, key: str, deadline: Deadline) -> bytes:
    """Send the question and return the answer's body.

    No proxy, no redirect, certificates verified. What fails is told by codes of our own, without
    the exception behind it: that may hold what the server said, and servers repeat keys.

    Raises:
        TryAgainError: out of reach or of time, broken off, busy.
        FormRefusedError: the server does not take this form of question.
        NotReadError: anything else.
    """
    connection = _connect(address, deadline)
    try:
        with closing(connection):
            return _exchange(connection, address, (body, key), deadline)
    except TimeoutError:
        raise TryAgainError("timeout") from None
    except (OSError, HTTPException, ValueError):
        raise TryAgainError("broken_off") from None


def _connect(address: Address, deadline: Deadline) -> socket.socket:
    try:
        seconds = min(deadline.left(), _CONNECT_SECONDS)
        plain = socket.create_connection((address.host, address.port), timeout=seconds)
    except (OSError, UnicodeError):
        raise TryAgainError("unreachable", is_free=True) from None
    if not address.is_secure:
        return plain
    try:
        return _tls_context().wrap_socket(plain, server_hostname=address.host)
    except ssl.SSLCertVerificationError:
        plain.close()
        raise NotReadError("bad_certificate", is_free=True) from None
    except (OSError, ValueError):
        plain.close()
        raise TryAgainError("unreachable", is_free=True) from None


@cache
def _tls_context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _exchange(
    connection: socket.socket, address: Address, question: tuple[bytes, str], deadline: Deadline
) -> bytes:
    body, key = question
    connection.settimeout(deadline.left())
    request = HTTPConnection(address.host, address.port)
    request.auto_open = 0
    request.sock = connection
    request.request("POST", address.target, body=body, headers=_headers(key))
    wire = _Wire(connection, deadline)
    answer = HTTPResponse(cast("socket.socket", wire), method="POST")
    answer.begin()
    if answer.status != HTTPStatus.OK:
        raise _refusal(answer.status, answer.headers)
    if answer.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise NotReadError("packed")
    return _body(answer)


def _headers(key: str) -> dict[str, str]:
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Connection": "close",
        "User-Agent": "accord-atlas",
    }
    return headers | {"Authorization": f"Bearer {key}"} if key else headers


def _body(answer: HTTPResponse) -> bytes:
    body = bytearray()
    while chunk := answer.read(_CHUNK):
        body += chunk
    if answer.length:
        raise TryAgainError("broken_off")
    return bytes(body)


def _refusal(status: int, headers: Message) -> LanguageModelError:
    code = f"http_{status}"
    if status in _OTHER_FORM:
        return FormRefusedError(code, is_free=True)
    if status in _TRY_AGAIN or status >= _SERVER_ERRORS:
        wait = _retry_after(headers.get("retry-after", "").strip())
        return TryAgainError(code, is_free=True, retry_after_seconds=wait)
    return NotReadError(code, is_free=True)


def _retry_after(written: str) -> float | None:
    """Read seconds or a date; None for neither."""
    if written.isascii() and written.isdecimal():
        return float(written[:9])
    try:
        moment = parsedate_to_datetime(written)
    except ValueError:
        return None
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (zoned - datetime.now(UTC)).total_seconds())


class _Wire(io.RawIOBase):
    """A socket for reading that counts bytes and looks at the deadline before each read.

    A time limit per read alone never ends when one byte comes at a time.
    """

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._connection = connection
        self._deadline = deadline
        self._received = 0

    def readable(self) -> bool:
        return True

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return a buffered reader, as a socket does for http.client."""
        return io.BufferedReader(self, _CHUNK if mode == "rb" else 1)

    def readinto(self, buffer: "WriteableBuffer") -> int:
        self._connection.settimeout(self._deadline.left())
        count = self._connection.recv_into(buffer)
        self._received += count
        if self._received > MOST_BYTES:
            raise NotReadError("too_large")
        return count
