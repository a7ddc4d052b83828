"""What is counted on the way: headers and body apart, however the network cuts them up."""

import pytest

from ingest.fetch import Limits, Refused, fetch
from tests.hostile import HostileServer

LARGE = b"<p>" + b"a" * 200_000


@pytest.fixture
def page(server: HostileServer) -> HostileServer:
    """A large page whose headers end in the same packet in which its body begins."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    server.own["/large"] = lambda: iter([head, b"Content-Length: %d\r\n\r\n" % len(LARGE) + LARGE])
    server.own["/large-without-length"] = lambda: iter([head, b"\r\n" + LARGE])
    return server


@pytest.mark.parametrize("path", ["/large", "/large-without-length"])
@pytest.mark.parametrize("header_bytes", [100, 65_536])
def test_body_is_not_counted_as_headers(page: HostileServer, path: str, header_bytes: int) -> None:
    limits = Limits(header_bytes=header_bytes)
    assert fetch(f"http://news.test{path}", limits=limits, network=page.network()).body == LARGE


def test_a_body_may_come_a_while_after_its_headers(server: HostileServer) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\n"
    # After a single byte this server waits.
    server.own["/later"] = lambda: iter([head[:-1], head[-1:], b"<p>"])
    assert fetch("http://news.test/later", network=server.network()).body == b"<p>"


@pytest.mark.parametrize("path", ["/large", "/large-without-length"])
def test_body_of_the_limit_is_taken_and_a_larger_one_is_not(page: HostileServer, path: str) -> None:
    url = f"http://news.test{path}"
    fetch(url, limits=Limits(wire_bytes=len(LARGE)), network=page.network())
    with pytest.raises(Refused) as caught:
        fetch(url, limits=Limits(wire_bytes=len(LARGE) - 70_000), network=page.network())
    assert caught.value.code == "too_large"


def test_headers_of_the_limit_are_taken_and_larger_ones_are_not(server: HostileServer) -> None:
    start = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX: "
    server.own["/exactly"] = lambda: iter(
        [start, b"a" * (1_000 - len(start) - 4) + b"\r\n\r\n" + LARGE]
    )
    url = "http://news.test/exactly"
    assert fetch(url, limits=Limits(header_bytes=1_000), network=server.network()).body == LARGE
    with pytest.raises(Refused) as caught:
        fetch(url, limits=Limits(header_bytes=999), network=server.network())
    assert caught.value.code == "headers_too_large"
