"""The ways in which the hostile server answers, one per path."""

import functools
import gzip
import itertools
import zlib
from collections.abc import Callable, Iterator
from typing import Final

PAGE: Final = (
    b"<!doctype html><title>Pact</title><p>Arden and Belmark signed a pact on Thursday.</p>"
)
STORY: Final = (
    b"<!doctype html><title>Pact</title><p>Estonia and Japan signed a security agreement in "
    b"Tallinn on 4 March 2026, the two governments said on Wednesday.</p>"
)
FEED: Final = b"<rss version='2.0'><channel><title>Releases</title></channel></rss>"
ETAG: Final = 'W/"2026-11"'
LAST_MODIFIED: Final = "Sun, 22 Nov 2026 16:00:00 GMT"
_ENDLESS: Final = (
    2_000  # pieces of an "endless" answer: enough to pass every limit, should one fail
)


def _whole(*headers: bytes, status: bytes = b"200 OK", body: bytes = PAGE) -> Iterator[bytes]:
    yield b"HTTP/1.1 " + status + b"\r\n" + b"".join(line + b"\r\n" for line in headers)
    yield b"Content-Length: %d\r\n\r\n" % len(body) + body


def _html(*headers: bytes, body: bytes = PAGE) -> Iterator[bytes]:
    return _whole(b"Content-Type: text/html; charset=UTF-8", *headers, body=body)


def plain(body: bytes) -> Iterator[bytes]:
    """Answer with a text."""
    return _whole(b"Content-Type: text/plain; charset=utf-8", body=body)


def typed(content_type: str, body: bytes) -> Iterator[bytes]:
    """Answer with whatever it is, called so."""
    return _whole(b"Content-Type: " + content_type.encode(), body=body)


def failed(status: bytes, *headers: bytes) -> Iterator[bytes]:
    """Answer without a page."""
    return _whole(*headers, status=status, body=b"Sorry.")


def moved(location: bytes, status: bytes = b"302 Found") -> Iterator[bytes]:
    """Answer that the page is elsewhere."""
    return _whole(b"Location: " + location, status=status, body=b"")


def _raw(*parts: bytes) -> Iterator[bytes]:
    return iter(parts)


def _single_bytes(start: bytes) -> Iterator[bytes]:
    yield start
    for _ in range(_ENDLESS):
        yield b"a"


def _endless(start: bytes, piece: bytes) -> Iterator[bytes]:
    yield start
    yield from itertools.repeat(piece, _ENDLESS)


def _chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n", headers: bytes = b"") -> Iterator[bytes]:
    yield _OPEN + headers + b"Transfer-Encoding: chunked\r\n\r\n"
    for chunk in chunks:
        yield b"%x\r\n" % len(chunk) + chunk + b"\r\n"
    yield end


@functools.cache
def _bomb() -> bytes:
    return gzip.compress(bytes(30_000_000))


@functools.cache
def large_bomb() -> bytes:
    """Return 300 kB of gzip that unpack to 300 MB, without packing so many."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    start = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + piece * 299


_OPEN: Final = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
_GZIP: Final = b"Content-Encoding: gzip"
ANSWERS: Final[dict[str, Callable[[], Iterator[bytes]]]] = {
    "/page": _html,
    "/story": lambda: _html(body=STORY),
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
    "/loop": lambda: moved(b"/loop"),
    "/hop": lambda: moved(b"/page#part"),
    "/hop-nowhere": lambda: _whole(status=b"302 Found", body=b""),
    "/hop-loopback": lambda: moved(b"http://127.0.0.1:6379/"),
    "/hop-metadata": lambda: moved(b"//169.254.169.254/latest/meta-data/"),
    "/hop-file": lambda: moved(b"file:///etc/passwd"),
    "/hop-gopher": lambda: moved(b"gopher://127.0.0.1/"),
    "/hop-port": lambda: moved(b"http://news.test:22/"),
    "/hop-unreadable": lambda: moved(b"http://[::1"),
    "/hop-insecure": lambda: moved(b"http://news.test/page"),
    "/hop-cookie": lambda: _whole(
        b"Set-Cookie: id=1", b"Location: /page", status=b"302 Found", body=b""
    ),
    "/401": lambda: failed(b"401 Unauthorized"),
    "/403": lambda: failed(b"403 Forbidden"),
    "/404": lambda: failed(b"404 Not Found"),
    "/410": lambda: failed(b"410 Gone"),
    "/418": lambda: failed(b"418 Teapot"),
    "/429": lambda: failed(b"429 Too Many Requests", b"Retry-After: 120"),
    "/429-for-ever": lambda: failed(b"429 Too Many Requests", b"Retry-After: 99999999999999"),
    "/429-long-ago": lambda: failed(
        b"429 Too Many Requests", b"Retry-After: Thu, 01 Jan 1970 00:00:00 GMT"
    ),
    "/503": lambda: failed(b"503 Service Unavailable", b"Retry-After: soon"),
    "/204": lambda: failed(b"204 No Content"),
    "/206": lambda: failed(b"206 Partial Content"),
    "/304": lambda: failed(b"304 Not Modified"),
    "/999": lambda: failed(b"999 Denied"),
    "/moved-for-good": lambda: moved(b"/page", b"301 Moved Permanently"),
    "/moved-twice": lambda: moved(b"/moved-for-good", b"308 Permanent Redirect"),
    "/moved-then-hop": lambda: moved(b"/hop", b"301 Moved Permanently"),
    "/hop-then-moved": lambda: moved(b"/moved-for-good"),
    "/hop-2": lambda: moved(b"/hop"),
    "/hop-3": lambda: moved(b"/hop-2"),
    "/hop-4": lambda: moved(b"/hop-3"),
    "/feed": lambda: _whole(b"Content-Type: application/rss+xml", body=FEED),
    "/sitemap.xml.gz": lambda: _whole(b"Content-Type: application/gzip", body=gzip.compress(FEED)),
    "/sitemap-bomb.xml.gz": lambda: _whole(b"Content-Type: application/gzip", body=_bomb()),
    "/packed-sitemap.xml.gz": lambda: _whole(
        b"Content-Type: application/gzip", _GZIP, body=gzip.compress(gzip.compress(FEED))
    ),
    "/large-bomb": lambda: _html(_GZIP, body=large_bomb()),
    "/large-chunked-bomb": lambda: _chunked(large_bomb(), headers=_GZIP + b"\r\n"),
    "/large-sitemap-bomb": lambda: _whole(b"Content-Type: application/gzip", body=large_bomb()),
    "/gzip-in-gzip": lambda: _html(_GZIP, body=gzip.compress(gzip.compress(PAGE))),
    "/length-too-short": lambda: _raw(_OPEN + b"Content-Length: 5\r\n\r\n" + PAGE),
    "/folded": lambda: _html(b"X-Folded: a\r\n b"),
    "/ninety-nine-headers": lambda: _html(*[b"X-%d: 1" % number for number in range(97)]),
    "/endless-chunks": lambda: _endless(
        _OPEN + b"Transfer-Encoding: chunked\r\n\r\n", b"2710\r\n" + b"a" * 10_000 + b"\r\n"
    ),
    "/endless-chunk-size": lambda: _endless(
        _OPEN + b"Transfer-Encoding: chunked\r\n\r\n", b"0" * 10_000
    ),
    "/endless-trailers": lambda: _endless(
        _OPEN + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: " + b"a" * 9_000 + b"\r\n"
    ),
    "/odd-validators": lambda: _html(b'ETag: "' + b"a" * 300 + b'"', b"Last-Modified: \xff\xfe"),
}


def _unless_known(head: str) -> Iterator[bytes]:
    """Answer as a server does that compares what it is asked with what it gave before."""
    known = f"If-None-Match: {ETAG}\r\n" in head
    return (
        _raw(b"HTTP/1.1 304 Not Modified\r\n\r\n")
        if known
        else _html(b"ETag: " + ETAG.encode(), b"Last-Modified: " + LAST_MODIFIED.encode())
    )


# Answers that depend on the head of the request.
ASKED: Final[dict[str, Callable[[str], Iterator[bytes]]]] = {"/unless-known": _unless_known}
