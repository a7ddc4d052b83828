"""The fetcher at the hands of hostile servers: time, memory, TLS, where it lets itself be led."""

import ast
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from ingest.fetch import FEED_LIMITS, FetchError, Limits, Network, Refused, Unreachable, fetch, post
from ingest.fetch import network as real
from tests.hostile import CERTIFICATE, EXPIRED, PUBLIC_NUMBER, HostileServer, hostile_server
from tests.hostile.answers import moved
from tests.hostile.raw import Talk, drips, raw_server, says, sips

ROOT = Path(__file__).parent.parent.parent.parent
SHORT = Limits(total_seconds=1.0, connect_seconds=0.5, read_seconds=0.6, dns_seconds=0.3)
SOME_MORE = {"wire_bytes": 400_000, "decoded_bytes": 2_000_000}


def failure(url: str, limits: Limits, **world: object) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(url, limits=limits, **world)  # type: ignore[call-overload]  # a world for each test
    assert caught.value.sentence.endswith(".")
    return caught.value


def beside(server: HostileServer, path: str, limits: Limits) -> FetchError:
    """Fetch from loopback itself, as only tests may."""
    return failure(f"http://127.0.0.1:{server.port}{path}", limits, allow_private=True)


# Answers.


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/large-bomb", "too_large"),
        ("/large-chunked-bomb", "too_large"),
        ("/length-too-short", "bad_answer"),
        ("/folded", "bad_answer"),
        ("/endless-chunks", "too_large"),
        ("/endless-chunk-size", "bad_answer"),
        ("/endless-trailers", "too_large"),
    ],
)
def test_unacceptable_answer_is_refused(server: HostileServer, path: str, code: str) -> None:
    refusal = beside(server, path, Limits(wire_bytes=400_000, decoded_bytes=2_000_000))
    assert isinstance(refusal, Refused)
    assert refusal.code == code


def test_gzip_in_gzip_is_unpacked_once(server: HostileServer) -> None:
    url = f"http://127.0.0.1:{server.port}/gzip-in-gzip"
    assert fetch(url, allow_private=True).body.startswith(b"\x1f\x8b")


def test_ninety_nine_headers_are_taken(server: HostileServer) -> None:
    url = f"http://127.0.0.1:{server.port}/ninety-nine-headers"
    assert fetch(url, allow_private=True).status == 200


# Memory.


HOSTILE = [
    "/large-bomb",
    "/large-chunked-bomb",
    "/large-sitemap-bomb",
    "/endless",
    "/endless-chunks",
    "/endless-chunk-size",
    "/endless-trailers",
    "/huge-header",
    "/one-long-line",
    "/continue-flood",
    "/length-huge",
]
MEASURES = """
import resource, sys
from ingest.fetch import FEED_LIMITS, FetchError, fetch
fetch(sys.argv[1] + "/page", allow_private=True)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for path in sys.argv[2:]:
    try:
        fetch(sys.argv[1] + path, limits=FEED_LIMITS, allow_private=True)
    except FetchError as error:
        print(path, error.code)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_bombs_and_floods_take_no_more_than_64_mib_of_memory(server: HostileServer) -> None:
    url = f"http://127.0.0.1:{server.port}"
    ended = subprocess.run(
        [sys.executable, "-c", MEASURES, url, *HOSTILE],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    *refused, grown = ended.stdout.splitlines()
    assert [line.split()[0] for line in refused] == HOSTILE
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(grown) * unit < 64 * 1024 * 1024


# Time. Each answer would take minutes; the test ends because the fetcher does.


@pytest.mark.parametrize("path", ["/drip-body", "/drip-headers", "/silent"])
def test_one_who_takes_his_time_is_left(server: HostileServer, path: str) -> None:
    trouble = beside(server, path, SHORT)
    assert isinstance(trouble, Unreachable)
    assert trouble.code == "timeout"


# A record of TLS that says how long it is, and never ends.
HANDSHAKE = b"\x16\x03\x03\x40\x00" + b"\x02" * 10_000


@pytest.mark.parametrize(
    ("scheme", "talk"),
    [("https", drips(HANDSHAKE)), ("http", drips(b"HTTP/1.1 200 OK\r\n" * 600)), ("http", sips)],
    ids=["handshake", "headers", "request"],
)
def test_deadline_holds_at_every_stage(scheme: str, talk: Talk) -> None:
    with raw_server(talk) as port:
        trouble = failure(f"{scheme}://127.0.0.1:{port}/", SHORT, allow_private=True)
    assert trouble.code == "timeout"


def test_deadline_holds_while_a_message_is_taken_in(server: HostileServer) -> None:
    with raw_server(partial(_sips_in_tls)) as port:
        door = HostileServer(port)
        world = door.network(tls_context=ssl.create_default_context(cafile=str(CERTIFICATE)))
        with pytest.raises(Unreachable) as caught:
            post("https://news.test/", bytes(8_000_000), {}, limits=SHORT, network=world)
    assert caught.value.code == "timeout"


def _sips_in_tls(connection: socket.socket, over: object) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    with context.wrap_socket(connection, server_side=True) as secure:
        sips(secure, over)  # type: ignore[arg-type]  # the event that ends it


# TLS.


def secure(server: HostileServer) -> Network:
    return server.network(tls_context=ssl.create_default_context(cafile=str(EXPIRED)))


def test_certificate_that_has_expired_is_refused() -> None:
    with hostile_server(tls=True, certificate=EXPIRED) as server:
        refusal = failure("https://news.test/page", Limits(), network=secure(server))
    assert (type(refusal), refusal.code) == (Refused, "bad_certificate")
    assert "expired" in refusal.sentence


@pytest.mark.parametrize(
    "answer",
    [
        b"\x15\x03\x00\x00\x02\x02\x28",
        b"\x16\x03\x00\x00\x04\x02\x00\x00\x00",
        b"220 mail.test\r\n",
    ],
    ids=["alert of SSL 3", "SSL 3", "no TLS"],
)
def test_nothing_older_than_tls_is_spoken(answer: bytes) -> None:
    with raw_server(says(answer)) as port:
        trouble = failure(f"https://127.0.0.1:{port}/", SHORT, allow_private=True)
    assert (type(trouble), trouble.code) == (Unreachable, "tls")


# Where it is led. Every number but the public one is really dialled here, so that a check that
# fails would be seen at the canary.


@pytest.fixture(scope="module")
def canary() -> Iterator[HostileServer]:
    with hostile_server() as running:
        yield running


def leading_to(server: HostileServer, numbers: dict[str, list[str]]) -> Network:
    def dial(number: str, port: int, timeout_seconds: float) -> socket.socket:
        door = server.dial if number == PUBLIC_NUMBER else real.dial
        return door(number, port, timeout_seconds)

    def resolve(host: str, port: int, timeout_seconds: float) -> list[str]:
        return numbers.get(host, [PUBLIC_NUMBER])

    return Network(resolve=resolve, dial=dial)


SPELLINGS = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "localhost",
    "0",
    "127.0.0.1.",
    "inner.test",
    "user@127.0.0.1",
    "\u2460\u2461\u2466.\u24ea.\u24ea.\u2460",
]


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_no_redirect_leads_to_the_canary(
    server: HostileServer, canary: HostileServer, code: int
) -> None:
    world = leading_to(server, {"inner.test": ["127.0.0.1"]})
    for spelling in SPELLINGS:
        location = f"http://{spelling}:{canary.port}/page".encode()
        server.own["/away"] = partial(moved, location, b"%d Moved" % code)
        refusal = failure("http://news.test/away", Limits(), network=world)
        assert isinstance(refusal, Refused)
        assert refusal.code in {"private_address", "bad_address"}
    assert canary.connections == 0


def test_no_name_leads_to_the_canary(server: HostileServer, canary: HostileServer) -> None:
    for numbers in (["127.0.0.1"], ["::1"], [PUBLIC_NUMBER, "127.0.0.1"], ["::ffff:127.0.0.1"]):
        world = leading_to(server, {"news.test": numbers})
        url = f"http://news.test:{canary.port}/page"
        assert failure(url, Limits(), network=world).code in {"private_address", "bad_port"}
    assert canary.connections == 0


def test_name_that_changes_its_mind_never_leads_inside(
    server: HostileServer, canary: HostileServer
) -> None:
    server.own["/again"] = lambda: moved(b"/again")
    for turn in range(1, 4):
        answers = iter([[PUBLIC_NUMBER]] * turn + [["127.0.0.1"]] * 4)
        world = replace(leading_to(server, {}), resolve=lambda *_: next(answers))  # noqa: B023  used up before the next
        refusal = failure("http://news.test/again", Limits(), network=world)
        assert refusal.code == "private_address"
    assert canary.connections == 0


def test_only_tests_let_private_hosts_in() -> None:
    passed = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for room in ("agreements", "bench", "config", "ingest")
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.keyword)
        and node.arg == "allow_private"
        and not (isinstance(node.value, ast.Constant) and node.value.value is False)
    ]
    # It hands on what it was given.
    assert [place.partition(":")[0] for place in passed] == ["ingest/manners/robots.py"]


def test_feeds_have_the_same_limits_as_pages() -> None:
    assert FEED_LIMITS.total_seconds <= 20
    assert (FEED_LIMITS.wire_bytes, FEED_LIMITS.decoded_bytes) == (5_000_000, 10_000_000)
