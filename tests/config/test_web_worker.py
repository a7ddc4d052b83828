"""The web server as `make run` starts it: requests that are none, and callers without haste."""

import contextlib
import json
import socket
import statistics
import time
from collections.abc import Iterator
from email.parser import BytesParser
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from config.run import roles
from config.run.places import var_folder
from config.run.ports import LOOPBACK, ReservedPort
from config.web_worker import HEAD_SECONDS

HEAD = b"GET /api/v1/nothing HTTP/1.1\r\nHost: 127.0.0.1\r\n"
POST = b"POST /api/v1/nothing HTTP/1.1\r\nHost: 127.0.0.1\r\n"
SMUGGLED = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


class Answer(NamedTuple):
    """One answer, and what came after it."""

    status: int
    headers: dict[str, str]
    told: dict[str, Any]
    rest: bytes


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Run the web server without a database, which none of these requests asks."""
    var: Path = tmp_path_factory.mktemp("web")
    with ReservedPort() as reserved:
        number = reserved.number
    server = roles.web(var, LOOPBACK, number, f"{var_folder()}")
    server.start()
    yield number
    server.stop()


def connected(port: int) -> socket.socket:
    return socket.create_connection((LOOPBACK, port), timeout=120)


def answered(port: int, *parts: bytes) -> Answer:
    """Send bytes as they are, half-close, and return what the server says until it closes."""
    with connected(port) as caller:
        for part in parts:
            caller.sendall(part)
        return heard(caller)


def heard(caller: socket.socket) -> Answer:
    said = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := caller.recv(65_536):
            said += piece
    line, _, rest = said.partition(b"\r\n")
    head, _, rest = rest.partition(b"\r\n\r\n")
    headers = {name.lower(): value for name, value in BytesParser().parsebytes(head).items()}
    length = int(headers["content-length"])
    return Answer(int(line.split()[1]), headers, json.loads(rest[:length]), rest[length:])


def check_problem(answer: Answer) -> None:
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.told["status"] == answer.status
    assert answer.told["request_id"] == answer.headers["x-request-id"]
    assert answer.told["detail"]


@pytest.mark.parametrize(
    "request_",
    [
        POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
        POST + b"Content-Length: +3\r\n\r\nabc",
        POST + b"Content-Length: -3\r\n\r\nabc",
        POST + b"Content-Length: 0x3\r\n\r\nabc",
        POST + b"Content-Length: 3 3\r\n\r\nabc",
        POST + b"Content-Length: \xd9\xa3\r\n\r\nabc",
        POST + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        POST + b"Content-Length : 3\r\n\r\nabc",
        HEAD + b"X-Odd : a\r\n\r\n",
        HEAD + b"X-Odd: a\n\r\n",
        HEAD + b"X-Odd: a\rX-Odder: b\r\n\r\n",
        HEAD + b"X-Odd: a\0b\r\n\r\n",
        HEAD + b"X-Odd: a\r\n folded\r\n\r\n",
        HEAD + b" X-Odd: a\r\n\r\n",
        HEAD + b"no colon\r\n\r\n",
        HEAD + b": no name\r\n\r\n",
        HEAD + b"Host: elsewhere.example\r\n\r\n",
        b"GET /api/v1/nothing HTTP/1.1\nHost: 127.0.0.1\n\n",
        b"GET /api/v1/nothing HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET  /api/v1/nothing HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET\r\n\r\n",
        b"\x16\x03\x01\x02\r\n\r\n",
    ],
    ids=lambda request_: request_.removeprefix(HEAD).removeprefix(POST)[:50].decode("latin-1"),
)
def test_what_is_no_request_is_refused_and_nothing_after_it_answered(
    port: int, request_: bytes
) -> None:
    answer = answered(port, request_ + SMUGGLED)
    check_problem(answer)
    assert answer.status in {400, 501}
    assert answer.told["code"] == "request.malformed"
    assert answer.headers["connection"] == "close"
    assert answer.rest == b""


@pytest.mark.parametrize("size", [b"0x3", b"3 ", b"-3", b"+3", b"3;\n", b"", b"fffffffffffffffff"])
def test_damaged_pieces_of_a_body_are_no_second_request(port: int, size: bytes) -> None:
    body = size + b"\r\nabc\r\n0\r\n\r\n"
    answer = answered(port, POST + b"Transfer-Encoding: chunked\r\n\r\n" + body + SMUGGLED)
    check_problem(answer)
    assert answer.status in {400, 411}
    assert answer.rest == b""


def test_body_in_pieces_is_refused_and_the_next_request_answered(port: int) -> None:
    body = b"3\r\nabc\r\n0\r\n\r\n"
    last = SMUGGLED.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    answer = answered(port, POST + b"Transfer-Encoding: chunked\r\n\r\n" + body + last)
    check_problem(answer)
    assert (answer.status, answer.told["code"]) == (411, "request.length_required")
    assert answer.rest.count(b"HTTP/1.1 ") == answer.rest.count(b"HTTP/1.1 200 OK") == 1


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        (
            b"GET /api/v1/agreements?q=" + b"a" * 8_000 + b" HTTP/1.1\r\n\r\n",
            414,
            "address_too_long",
        ),
        (HEAD + b"X-Odd: " + b"a" * 9_000 + b"\r\n\r\n", 431, "head_too_large"),
        (HEAD + b"".join(b"X-%d: a\r\n" % n for n in range(101)) + b"\r\n", 431, "head_too_large"),
        (HEAD + b"X-Odd: " + b"a" * 100_000, 431, "head_too_large"),
        (HEAD + b"Expect: a miracle\r\n\r\n", 417, "malformed"),
    ],
    ids=["line", "header", "headers", "endless header", "expectation"],
)
def test_limits_of_the_server_are_told_as_problems(
    port: int, request_: bytes, status: int, code: str
) -> None:
    answer = answered(port, request_)
    check_problem(answer)
    assert (answer.status, answer.told["code"]) == (status, f"request.{code}")


def test_header_with_underscores_is_none(port: int) -> None:
    for name, is_heard in ((b"X-Request-ID", True), (b"X_Request_ID", False)):
        answer = answered(port, HEAD + name + b": ours-1\r\nConnection: close\r\n\r\n")
        assert (answer.headers["x-request-id"] == "ours-1") is is_heard


def test_request_may_come_in_pieces(port: int) -> None:
    with connected(port) as caller:
        for piece in (
            b"GET /api/v1/noth",
            b"ing HTTP/1.1\r\nHost: 127.0.0.1\r",
            b"\nConnection: close\r\n\r",
        ):
            caller.sendall(piece)
            time.sleep(0.1)
        caller.sendall(b"\n")
        assert heard(caller).status == 404


def median_wait(port: int) -> float:
    """Return how long callers wait on this machine when nobody else asks."""
    waited = []
    for _ in range(5):
        asked = time.monotonic()
        assert answered(port, HEAD + b"Connection: close\r\n\r\n").status == 404
        waited.append(time.monotonic() - asked)
    return statistics.median(waited)


def test_hundreds_of_slow_callers_keep_nobody_waiting(port: int) -> None:
    alone = median_wait(port)
    began = time.monotonic()
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(connected(port)) for _ in range(500)]
        for position, caller in enumerate(slow):
            if position % 5:
                caller.sendall(HEAD + b"X-Slow: ")
        waited = []
        for _ in range(20):
            asked = time.monotonic()
            assert answered(port, HEAD + b"Connection: close\r\n\r\n").status == 404
            waited.append(time.monotonic() - asked)
            for caller in slow[1::5]:
                with contextlib.suppress(OSError):
                    caller.sendall(b"a")
        assert statistics.median(waited) < max(1, 10 * alone)
        assert max(waited) < max(HEAD_SECONDS, 20 * alone)
        for caller in slow[2::5]:
            answer = heard(caller)
            assert (answer.status, answer.told["code"]) == (408, "request.too_slow")
        assert time.monotonic() - began < 120
        assert slow[0].recv(1) == b""


def test_caller_who_goes_away_is_forgotten(port: int) -> None:
    for _ in range(20):
        with connected(port) as caller:
            caller.sendall(HEAD)
    assert answered(port, HEAD + b"Connection: close\r\n\r\n").status == 404
