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
from ingest.fetch.network import Trip

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_CHUNK: Final = 65_536
_FREE_BYTES: Final = 1_000_000  # what a body may unpack to at any ratio
_ACCEPT: Final = "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1"


class Wire(io.RawIOBase):
    """A socket for reading that counts bytes and looks at the deadline before each read.

    A time limit per read alone never ends when one byte comes at a time; this one also ends slow
    headers.
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

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill the buffer with what has arrived; 0 at the end."""
        self._connection.settimeout(self._trip.deadline.left(self._trip.limits.read_seconds))
        count = self._connection.recv_into(buffer)
        self.received += count
        if self.received > self._room:
            raise self._excess()
        return count

    def begin_body(self) -> None:
        """Count on for the body, by its own cap."""
        self._room = self.received + self._trip.limits.wire_bytes
        self._excess = lambda: too_large(self._trip.limits.wire_bytes)


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
    request.sock = connection
    connection.settimeout(trip.deadline.left(trip.limits.read_seconds))
    headers = {
        "Host": address.authority,
        "User-Agent": trip.network.user_agent,
        "Accept": _ACCEPT,
        "Accept-Encoding": "gzip",
        "Connection": "close",
        **asked.headers,
    }
    request.request(asked.method, address.target, body=asked.body, headers=headers)
    wire = Wire(connection, trip)
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
    wire.begin_body()
    return answer, wire


def read_body(answer: HTTPResponse, wire: Wire, trip: Trip) -> bytes:
    """Return the body, unpacked.

    Raises:
        Refused: `too_large` on the wire or unpacked, `bad_encoding`, `bad_answer` for two lengths.
        Unreachable: `cut_short` when less came than was announced.
    """
    _check_length(answer.headers, trip.limits.wire_bytes)
    inflater = _Inflater(answer.headers, trip)
    body = bytearray()
    while chunk := answer.read(_CHUNK):
        body += inflater.unpack(chunk, trip.limits.decoded_bytes - len(body))
        if len(body) > max(_FREE_BYTES, trip.limits.ratio * wire.received):
            raise too_large(len(body))
    if answer.length or not inflater.is_complete:
        raise Unreachable(
            "cut_short", "The page broke off before its end. It will be tried again later."
        )
    return bytes(body)


def too_large(limit_bytes: int) -> Refused:
    """Return the refusal of a body."""
    return Refused(
        "too_large",
        f"The page is larger than {limit_bytes / 1e6:.0f} MB. Paste the article's text instead.",
    )


class _Inflater:
    """One content encoding at most, unpacked in pieces that are counted."""

    def __init__(self, headers: Message, trip: Trip) -> None:
        names = (
            ",".join(str(value) for value in headers.get_all("content-encoding", []))
            .strip()
            .lower()
        )
        if names not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise _bad_encoding()
        self._name = names
        self._limit = trip.limits.decoded_bytes
        self._inflater: zlib._Decompress | None = None

    @property
    def is_complete(self) -> bool:
        return self._inflater is None or self._inflater.eof

    def unpack(self, chunk: bytes, room: int) -> bytes:
        packed = self._name not in {"", "identity"}
        unpacked = self._inflate(chunk, room) if packed else chunk
        if len(unpacked) > room:
            raise too_large(self._limit)
        return unpacked

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
            b"\x1f\x8b"
        ):  # a second packet, which would be lost silently
            raise _bad_encoding()
        return unpacked


def _check_length(headers: Message, limit_bytes: int) -> None:
    lengths = {str(value).strip() for value in headers.get_all("content-length", [])}
    if len(lengths) > 1 or not all(text.isascii() and text.isdigit() for text in lengths):
        raise Refused(
            "bad_answer",
            "The site announces a length that makes no sense. Paste the article's text instead.",
        )
    if any(int(text) > limit_bytes for text in lengths):
        raise too_large(limit_bytes)


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
