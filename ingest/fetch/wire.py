"""Answers, read with a count and a clock: nothing is kept that was not counted first."""

import io
import socket
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPResponse, LineTooLong
from typing import TYPE_CHECKING, Final, cast

from ingest.fetch.addresses import Address
from ingest.fetch.errors import Refused, Unreachable
from ingest.fetch.limits import Limits
from ingest.fetch.network import Trip

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_CHUNK: Final = 65_536
_FREE_BYTES: Final = 1_000_000  # what a body may unpack to at any ratio
_RECORD: Final = 16_384  # what TLS sends at once
_GZIP_START: Final = b"\x1f\x8b"


class Wire(io.RawIOBase):
    """A socket that counts what it reads, and looks at the deadline before it reads or sends.

    A time limit per read alone never ends when one byte comes at a time; this one also ends slow
    headers, and a message that the other side takes in one byte at a time.
    """

    def __init__(self, connection: socket.socket, trip: Trip) -> None:
        """Count from here, for the headers first."""
        self._connection = connection
        self._trip = trip
        self._room = trip.limits.header_bytes
        self._excess: Callable[[], Refused] = _too_many_headers
        self.received = 0

    def readable(self) -> bool:
        """Say yes, as io asks of a raw stream."""
        return True

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return a buffered reader, as a socket does for http.client."""
        return io.BufferedReader(self, _CHUNK if mode == "rb" else 1)

    def sendall(self, data: bytes) -> None:
        """Send it in pieces, as http.client sends by a socket."""
        rest = memoryview(data)
        while rest:
            self._connection.settimeout(self._trip.deadline.left(self._trip.limits.read_seconds))
            rest = rest[self._connection.send(rest[:_RECORD]) :]

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill the buffer with what has arrived, as far as there is room; 0 at the end."""
        room = self._room - self.received
        if room <= 0:
            raise self._excess()
        self._connection.settimeout(self._trip.deadline.left(self._trip.limits.read_seconds))
        view = memoryview(buffer)
        count = self._connection.recv_into(view, min(len(view), room))
        self.received += count
        return count

    def begin_body(self, limits: Limits) -> None:
        """Count on for the body, by its own cap."""
        self._room = self.received + limits.wire_bytes + 1  # to see that it ends there
        self._excess = lambda: too_large(limits.wire_bytes)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is sent: the method, headers beside the usual ones, a body or none."""

    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


def ask(
    address: Address, connection: socket.socket, trip: Trip, asked: Asked | None = None
) -> tuple[HTTPResponse, Wire]:
    """Send a request and return the answer, its headers read, its body not yet."""
    asked = asked or Asked()
    request = HTTPConnection(address.host, address.port)
    request.auto_open = 0
    wire = Wire(connection, trip)
    request.sock = cast("socket.socket", wire)
    headers = {
        "Host": address.authority,
        "User-Agent": trip.network.user_agent,
        "Accept": trip.limits.accept,
        "Accept-Encoding": "gzip",
        "Connection": "close",
        **asked.headers,
    }
    request.request(asked.method, address.target, body=asked.body, headers=headers)
    answer = HTTPResponse(cast("socket.socket", wire), method=asked.method)
    try:
        answer.begin()
    except LineTooLong as error:
        raise _too_many_headers() from error
    except HTTPException as error:
        if (
            type(error) is HTTPException
        ):  # what http.client raises beyond 100 header lines, and only then
            raise _too_many_headers() from error
        raise
    if any("\n" in str(value) for value in answer.headers.values()):
        raise _bad_answer("folds its headers, as nobody may")
    wire.begin_body(trip.limits)
    return answer, wire


def read_body(answer: HTTPResponse, wire: Wire, limits: Limits) -> bytes:
    """Return the body, unpacked.

    Raises:
        Refused: `too_large` on the wire or unpacked, `bad_encoding`, `bad_answer` for two lengths
            or one that is too short.
        Unreachable: `cut_short` when less came than was announced.
    """
    _check_length(answer.headers, limits)
    wire.begin_body(limits)
    inflater = _Inflater(answer.headers, limits)
    announced = answer.length
    # Looking may itself receive: first look, then count.
    begun = len(answer.fp.peek()) if announced else 0
    head_bytes = wire.received - begun
    body = bytearray()
    while chunk := answer.read(_CHUNK):
        body += inflater.unpack(chunk, limits.decoded_bytes - len(body))
        if limits.cuts and len(body) > limits.decoded_bytes:
            return bytes(body[: limits.decoded_bytes])
        _check_size(len(body), wire.received, limits)
    if answer.length or not inflater.is_complete:
        raise Unreachable(
            "cut_short", "The page broke off before its end. It will be tried again later."
        )
    if announced and wire.received - head_bytes > announced:
        raise _bad_length()
    return bytes(body)


def too_large(limit_bytes: int) -> Refused:
    """Return the refusal of a body."""
    return Refused(
        "too_large",
        f"The page is larger than {limit_bytes / 1e6:.0f} MB. Paste the article's text instead.",
    )


class _Inflater:
    """One packing at most, on the way or of the file itself, undone in pieces that are counted."""

    def __init__(self, headers: Message, limits: Limits) -> None:
        names = (
            ",".join(str(value) for value in headers.get_all("content-encoding", []))
            .strip()
            .lower()
        )
        if names not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise _bad_encoding()
        self._name = "" if names == "identity" else names
        self._may_be_file = limits.opens_gzip and not self._name
        self._inflater: zlib._Decompress | None = None

    @property
    def is_complete(self) -> bool:
        return self._inflater is None or self._inflater.eof

    def unpack(self, chunk: bytes, room: int) -> bytes:
        """Return what the chunk unpacks to; beyond `room` bytes perhaps not all of it."""
        if self._may_be_file and chunk.startswith(_GZIP_START):
            self._name = "gzip"
        self._may_be_file = False
        return self._inflate(chunk, room) if self._name else chunk

    def _inflate(self, chunk: bytes, room: int) -> bytes:
        if self._inflater is None:
            # 47: a gzip or a zlib header. Some servers send "deflate" without any: -15.
            has_header = self._name != "deflate" or chunk[0] & 0x0F == zlib.DEFLATED
            self._inflater = zlib.decompressobj(47 if has_header else -15)
        try:
            unpacked = self._inflater.decompress(chunk, room + 1)
        except zlib.error as error:
            raise _bad_encoding() from error
        if self._inflater.unused_data.startswith(
            _GZIP_START
        ):  # a second packet, which would be lost silently
            raise _bad_encoding()
        return unpacked


def _check_length(headers: Message, limits: Limits) -> None:
    lengths = {str(value).strip() for value in headers.get_all("content-length", [])}
    if len(lengths) > 1 or not all(text.isascii() and text.isdigit() for text in lengths):
        raise _bad_length()
    if not limits.cuts and any(int(text) > limits.wire_bytes for text in lengths):
        raise too_large(limits.wire_bytes)


def _check_size(decoded: int, received: int, limits: Limits) -> None:
    if decoded > limits.decoded_bytes:
        raise too_large(limits.decoded_bytes)
    if decoded > max(_FREE_BYTES, limits.ratio * received):
        raise too_large(decoded)


def _bad_length() -> Refused:
    return _bad_answer("announces a length that makes no sense")


def _bad_answer(reason: str) -> Refused:
    return Refused("bad_answer", f"The site {reason}. Paste the article's text instead.")


def _too_many_headers() -> Refused:
    return Refused(
        "headers_too_large",
        "The site sends more headers than any page needs. Paste the article's text instead.",
    )


def _bad_encoding() -> Refused:
    return Refused(
        "bad_encoding",
        "The site packs its page in a way that is not read. Paste the article's text instead.",
    )
