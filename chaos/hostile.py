"""Answers of publishers that are broken or mean harm, byte by byte."""

import gzip
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Final

_OK: Final = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
_FEED: Final = b"<?xml version='1.0'?><rss version='2.0'><channel><title>x</title>"
_PIECE: Final = b"<item><title>x</title></item>" * 2_000
_HANG_SECONDS: Final = 60.0
_DRIP_SECONDS: Final = 0.2
_MEGABYTE: Final = 1_000_000
_BOMB_BYTES: Final = 100 * _MEGABYTE
_NEST: Final = 200_000

Answer = Callable[[int], Iterator[bytes]]


def _whole(body: bytes, *headers: bytes, status: bytes = b"200 OK") -> Answer:
    kind = b"Content-Type: application/rss+xml"
    head = b"\r\n".join([b"HTTP/1.1 " + status, kind, *headers])

    def answer(_canary: int) -> Iterator[bytes]:
        yield head + b"\r\nContent-Length: %d\r\n\r\n" % len(body)
        yield body

    return answer


def _moved(to: bytes) -> Answer:
    def answer(canary: int) -> Iterator[bytes]:
        target = to.replace(b"CANARY", b"%d" % canary)
        yield b"HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % target

    return answer


def _inside(body: bytes) -> Answer:
    """Answer with a document that names the canary."""

    def answer(canary: int) -> Iterator[bytes]:
        return _whole(body.replace(b"CANARY", b"%d" % canary))(canary)

    return answer


def _hanging(_canary: int) -> Iterator[bytes]:
    time.sleep(_HANG_SECONDS)
    yield b""


def _hanging_in_body(_canary: int) -> Iterator[bytes]:
    yield _OK + b"Content-Length: 1000\r\n\r\n" + _FEED
    time.sleep(_HANG_SECONDS)


def _dripping(begin: bytes, drop: bytes) -> Answer:
    def answer(_canary: int) -> Iterator[bytes]:
        yield begin
        for _ in range(int(_HANG_SECONDS / _DRIP_SECONDS)):
            yield drop
            time.sleep(_DRIP_SECONDS)

    return answer


def _endless(_canary: int) -> Iterator[bytes]:
    yield _OK + b"\r\n" + _FEED
    for _ in range(50 * _MEGABYTE // len(_PIECE)):
        yield _PIECE


def _endless_head(_canary: int) -> Iterator[bytes]:
    yield _OK
    for number in range(50_000):
        yield b"X-%d: %s\r\n" % (number, b"x" * 1_000)


def _closing(_canary: int) -> Iterator[bytes]:
    yield b""


def _cut_short(_canary: int) -> Iterator[bytes]:
    yield _OK + b"Content-Length: 1000\r\n\r\n" + _FEED


def _packed_bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    parts = [packer.compress(bytes(_MEGABYTE)) for _ in range(_BOMB_BYTES // _MEGABYTE)]
    return b"".join([*parts, packer.flush()])


def _laughing() -> bytes:
    names = b"".join(
        b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 10)
    )
    return b'<!DOCTYPE rss [<!ENTITY a0 "ha">%s]><rss><channel>&a9;</channel></rss>' % names


_ENTITY: Final = b'<!DOCTYPE rss [<!ENTITY a SYSTEM "%s">]><rss><channel>&a;</channel></rss>'
_PACKED: Final = b"Content-Encoding: gzip"
MODES: Final[Mapping[str, Answer]] = {
    "hangs": _hanging,
    "hangs-in-body": _hanging_in_body,
    "drips-head": _dripping(_OK, b"X-A: b\r\n"),
    "drips-body": _dripping(_OK + b"\r\n" + _FEED, b"x"),
    "closes": _closing,
    "cut-short": _cut_short,
    "endless": _endless,
    "endless-head": _endless_head,
    "packed-bomb": _whole(_packed_bomb(), _PACKED),
    "packed-twice": _whole(gzip.compress(_packed_bomb()), _PACKED),
    "entities": _whole(_laughing()),
    "entity-of-a-file": _whole(_ENTITY % b"file:///etc/passwd"),
    "entity-inside": _inside(_ENTITY % b"http://127.0.0.1:CANARY/"),
    "nested": _whole(b"<rss>" + b"<a>" * _NEST),
    "moved-in-a-circle": _moved(b"/hostile/moved-in-a-circle/CANARY"),
    "moved-inside": _moved(b"http://127.0.0.1:CANARY/"),
    "moved-to-a-file": _moved(b"file:///etc/passwd"),
    "fails": _whole(b"It broke.", status=b"500 Broken"),
    "too-many": _whole(b"", b"Retry-After: 999999999", status=b"429 Too Many Requests"),
    "noise": _whole(bytes(range(256)) * 100),
}


def answer(mode: str, canary: int) -> Iterator[bytes]:
    """Return what a publisher of this mode sends; `canary` is a port that nobody may call."""
    return MODES[mode](canary)
