"""The fetcher against a server and a name service that misbehave on purpose."""

import socket
import ssl
import threading
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ingest.clean import Unreadable, clean
from ingest.fetch import (
    FetchError,
    Limits,
    Network,
    Page,
    Refused,
    Unreachable,
    canonical,
    fetch,
    is_public,
    network,
)
from tests.hostile import CERTIFICATE, PAGE, PUBLIC_NUMBER, HostileServer, hostile_server

# Long for a server beside us, and shorter than any answer that never ends.
LIMITS = Limits(
    total_seconds=30.0,
    dns_seconds=10.0,
    connect_seconds=10.0,
    read_seconds=20.0,
    wire_bytes=300_000,
    decoded_bytes=2_000_000,
)
SHORT = replace(LIMITS, total_seconds=1.0, dns_seconds=0.3, connect_seconds=0.5, read_seconds=0.6)
SLOW_ANSWERS = ("/drip-body", "/drip-headers", "/silent")


@pytest.fixture(scope="module")
def server() -> Iterator[HostileServer]:
    with hostile_server() as running:
        yield running


@pytest.fixture(scope="module")
def cage() -> Iterator[HostileServer]:
    with hostile_server() as running:
        yield running


@pytest.fixture
def canary(cage: HostileServer) -> HostileServer:
    """A server that nobody may reach, and where every connection would end."""
    cage.connections = 0
    cage.requests.clear()
    return cage


def visit(server: HostileServer, path: str) -> Page:
    limits = SHORT if path in SLOW_ANSWERS else LIMITS
    return fetch(f"http://news.test{path}", limits=limits, network=server.network())


def failure(server: HostileServer, path: str) -> FetchError:
    started = time.monotonic()
    with pytest.raises(FetchError) as caught:
        visit(server, path)
    assert time.monotonic() - started < 25
    assert caught.value.sentence.endswith(".")
    assert str(caught.value) == caught.value.sentence
    return caught.value


# An honest page.


def test_page_comes_with_what_the_server_says_of_it(server: HostileServer) -> None:
    page = visit(server, "/page?a=1#part")
    assert page == Page(
        "http://news.test/page?a=1#part",
        "http://news.test/page?a=1",
        200,
        "text/html",
        "utf-8",
        PAGE,
    )


def test_request_names_us_and_carries_no_cookie(server: HostileServer) -> None:
    visit(server, "/hop-cookie")
    request = server.requests[-1]
    assert request.startswith("GET /page HTTP/1.1\r\nHost: news.test\r\nUser-Agent: AccordAtlas/")
    assert "cookie" not in request.lower()


def test_proxy_of_the_environment_is_not_used(
    server: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1/")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1/")
    assert visit(server, "/page").body == PAGE


@pytest.mark.parametrize("path", ["/gzip", "/deflate", "/raw-deflate", "/chunked"])
def test_packed_page_is_unpacked(server: HostileServer, path: str) -> None:
    assert visit(server, path).body == PAGE


@pytest.mark.parametrize("path", ["/no-type", "/odd-type"])
def test_page_without_a_content_type_is_left_to_the_cleaner(
    server: HostileServer, path: str
) -> None:
    assert visit(server, path).content_type is None


def test_unknown_charset_is_passed_on_as_the_server_says_it(server: HostileServer) -> None:
    assert visit(server, "/unknown-charset").charset == "klingon-8"


def test_binary_that_calls_itself_a_page_is_named_by_the_cleaner(server: HostileServer) -> None:
    page = visit(server, "/binary-as-html")
    with pytest.raises(Unreadable) as caught:
        clean(page.body, content_type=page.content_type, charset=page.charset, url=page.url)
    assert caught.value.code == "binary"


def test_redirect_leads_to_the_final_address(server: HostileServer) -> None:
    page = visit(server, "/hop")
    assert (page.url, page.final_url) == ("http://news.test/hop", "http://news.test/page")


# Answers that are final.


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/pdf", "not_text"),
        ("/picture", "not_text"),
        ("/gzip-bomb", "too_large"),
        ("/endless", "too_large"),
        ("/length-huge", "too_large"),
        ("/double-gzip", "bad_encoding"),
        ("/two-gzips", "bad_encoding"),
        ("/false-gzip", "bad_encoding"),
        ("/brotli", "bad_encoding"),
        ("/length-minus", "bad_answer"),
        ("/length-twice", "bad_answer"),
        ("/not-http", "bad_answer"),
        ("/hop-nowhere", "bad_answer"),
        ("/huge-header", "headers_too_large"),
        ("/one-long-line", "headers_too_large"),
        ("/many-headers", "headers_too_large"),
        ("/continue-flood", "headers_too_large"),
        ("/loop", "too_many_redirects"),
        ("/hop-loopback", "private_address"),
        ("/hop-metadata", "private_address"),
        ("/hop-file", "bad_scheme"),
        ("/hop-gopher", "bad_scheme"),
        ("/hop-port", "bad_port"),
        ("/hop-unreadable", "bad_address"),
        ("/401", "http_401"),
        ("/403", "http_403"),
        ("/404", "http_404"),
        ("/410", "http_410"),
        ("/418", "http_418"),
        ("/204", "bad_status"),
        ("/206", "bad_status"),
        ("/304", "bad_status"),
        ("/999", "bad_status"),
    ],
)
def test_unacceptable_answer_is_refused(server: HostileServer, path: str, code: str) -> None:
    refusal = failure(server, path)
    assert isinstance(refusal, Refused)
    assert refusal.code == code


def test_bomb_is_never_held_in_memory(server: HostileServer) -> None:
    failure(server, "/gzip-bomb")
    tracemalloc.start()
    try:
        failure(server, "/gzip-bomb")
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak_bytes < 4 * LIMITS.decoded_bytes


def test_refusal_of_a_pdf_says_so(server: HostileServer) -> None:
    assert "PDF" in failure(server, "/pdf").sentence


# Answers that are worth another try.


@pytest.mark.parametrize(
    ("path", "code", "wait"),
    [
        ("/drip-body", "timeout", None),
        ("/drip-headers", "timeout", None),
        ("/silent", "timeout", None),
        ("/length-too-long", "cut_short", None),
        ("/half-gzip", "cut_short", None),
        ("/chunked-cut", "cut_short", None),
        ("/chunked-odd", "cut_short", None),
        ("/hangs-up", "connection", None),
        ("/429", "http_429", 120),
        ("/429-for-ever", "http_429", 86_400),
        ("/429-long-ago", "http_429", 0),
        ("/503", "http_503", None),
    ],
)
def test_passing_trouble_is_worth_another_try(
    server: HostileServer, path: str, code: str, wait: int | None
) -> None:
    trouble = failure(server, path)
    assert isinstance(trouble, Unreachable)
    assert (trouble.code, trouble.retry_after_seconds) == (code, wait)


def test_host_that_refuses_connections_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Unreachable) as caught:
        fetch(f"http://127.0.0.1:{port}/", limits=LIMITS, allow_private=True)
    assert caught.value.code == "connection"


# Addresses.

BAD_ADDRESSES = [
    ("http://good@news.test/", "bad_address"),
    ("http://a:b@news.test/", "bad_address"),
    ("http://good\\@news.test/", "bad_address"),
    ("http://news.test/a b", "bad_address"),
    ("http://news.test/a\r\nHost: x", "bad_address"),
    ("http://news.test/a\tb", "bad_address"),
    ("http://news.test/\x00", "bad_address"),
    ("http://news.test/\u202egpj", "bad_address"),
    ("http://news.test/" + "a" * 3_000, "bad_address"),
    ("http://" + "a" * 64 + ".test/", "bad_address"),
    ("http://" + "abcdefg." * 32 + "test/", "bad_address"),
    ("http://news..test/", "bad_address"),
    ("http://%6eews.test/", "bad_address"),
    ("http:///page", "bad_address"),
    ("http://stra\u00dfe.test/", "bad_address"),
    ("http://2130706433/", "bad_address"),
    ("http://0x7f000001/", "bad_address"),
    ("http://0x7f.1/", "bad_address"),
    ("http://0177.0.0.1/", "bad_address"),
    ("http://127.1/", "bad_address"),
    ("http://127.0.0.1.5/", "bad_address"),
    ("http://0/", "bad_address"),
    ("http://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460/", "bad_address"),
    ("http://127\u30020\u30020\u30021/", "bad_address"),
    ("http://[::1", "bad_address"),
    ("http://[fe80::1%25eth0]/", "bad_address"),
    ("http://[news.test]/", "bad_address"),
    ("http://127.0.0.1/", "private_address"),
    ("http://127.0.0.1./", "private_address"),
    ("http://localhost/", "private_address"),
    ("http://LOCALHOST./", "private_address"),
    ("http://db.localhost/", "private_address"),
    ("http://valkey/", "private_address"),
    ("http://good#@evil/", "private_address"),
    ("http://printer.local/", "private_address"),
    ("http://metadata.google.internal/", "private_address"),
    ("http://[::1]/", "private_address"),
    ("http://[::]/", "private_address"),
    ("http://[::ffff:127.0.0.1]/", "private_address"),
    ("http://[::ffff:7f00:1]/", "private_address"),
    ("http://[::127.0.0.1]/", "private_address"),
    ("http://[64:ff9b::7f00:1]/", "private_address"),
    ("http://[2002:7f00:1::]/", "private_address"),
    ("http://[2001:0:7f00:1::]/", "private_address"),
    ("http://[fd00:ec2::254]/", "private_address"),
    ("http://[ff02::1]/", "private_address"),
    ("http://0.0.0.0/", "private_address"),
    ("http://10.1.2.3/", "private_address"),
    ("http://172.16.0.1/", "private_address"),
    ("http://192.168.1.1/", "private_address"),
    ("http://169.254.169.254/latest/meta-data/", "private_address"),
    ("http://100.100.100.200/", "private_address"),
    ("http://168.63.129.16/", "private_address"),
    ("http://192.0.0.192/", "private_address"),
    ("http://224.0.0.1/", "private_address"),
    ("http://255.255.255.255/", "private_address"),
    ("http://news.test:22/", "bad_port"),
    ("http://news.test:6379/", "bad_port"),
    ("http://news.test:99999/", "bad_port"),
    ("http://news.test:0/", "bad_port"),
    ("http://news.test:/", "bad_port"),
    ("http://news.test:x/", "bad_port"),
    ("ftp://news.test/", "bad_scheme"),
    ("file:///etc/passwd", "bad_scheme"),
    ("javascript:alert(1)", "bad_scheme"),
    ("jar:http://news.test/", "bad_scheme"),
    ("news.test/page", "bad_scheme"),
    ("//news.test/page", "bad_scheme"),
    ("", "bad_scheme"),
]


@pytest.mark.parametrize(("url", "code"), BAD_ADDRESSES)
def test_address_is_refused_before_anything_is_sent(
    canary: HostileServer, url: str, code: str
) -> None:
    number = "127.0.0.1" if code == "private_address" else PUBLIC_NUMBER
    with pytest.raises(Refused) as caught:
        fetch(url, limits=LIMITS, network=canary.network(number))
    assert caught.value.code == code
    assert canary.connections == 0


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "::1",
        "10.0.0.1",
        "169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "fec0::1",
        "fe80::1%eth0",
        "ff02::1",
        "192.88.99.1",
        "3fff::1",
        "5f00::1",
        "not a number",
    ],
)
@pytest.mark.parametrize("place", [0, 1])
def test_one_private_number_among_public_ones_refuses_the_name(
    canary: HostileServer, number: str, place: int
) -> None:
    numbers = [PUBLIC_NUMBER]
    numbers.insert(place, number)
    with pytest.raises(Refused) as caught:
        fetch("http://news.test/page", limits=LIMITS, network=canary.network(*numbers))
    assert caught.value.code == "private_address"
    assert canary.connections == 0


@pytest.mark.parametrize("number", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "2a00:1450::1"])
def test_ordinary_numbers_are_public(number: str) -> None:
    assert is_public(number)


def test_connection_goes_to_the_number_that_was_checked(server: HostileServer) -> None:
    answers = iter([[PUBLIC_NUMBER], ["127.0.0.1"]])
    dialled: list[str] = []

    def dial(number: str, port: int, timeout_seconds: float) -> socket.socket:
        dialled.append(number)
        return server.dial(number, port, timeout_seconds)

    changing = Network(resolve=lambda *_: next(answers), dial=dial)
    assert fetch("http://news.test/page", limits=LIMITS, network=changing).body == PAGE
    assert dialled == [PUBLIC_NUMBER]


def test_name_that_turns_private_between_two_hops_is_refused(server: HostileServer) -> None:
    answers = iter([[PUBLIC_NUMBER], ["127.0.0.1"]])
    changing = Network(resolve=lambda *_: next(answers), dial=server.dial)
    before = len(server.requests)
    with pytest.raises(Refused) as caught:
        fetch("http://news.test/hop", limits=LIMITS, network=changing)
    assert caught.value.code == "private_address"
    assert len(server.requests) == before + 1


def test_connection_that_ends_elsewhere_sends_nothing(canary: HostileServer) -> None:
    def dial(number: str, port: int, timeout_seconds: float) -> socket.socket:
        return socket.create_connection(("127.0.0.1", canary.port), timeout_seconds)

    elsewhere = Network(resolve=lambda *_: [PUBLIC_NUMBER], dial=dial)
    with pytest.raises(Refused) as caught:
        fetch("http://news.test/page", limits=LIMITS, network=elsewhere)
    assert caught.value.code == "private_address"
    assert canary.requests == []


def test_next_number_is_tried_when_the_first_does_not_answer(server: HostileServer) -> None:
    def dial(number: str, port: int, timeout_seconds: float) -> socket.socket:
        if number != PUBLIC_NUMBER:
            raise ConnectionRefusedError
        return server.dial(number, port, timeout_seconds)

    two = Network(resolve=lambda *_: ["1.1.1.1", PUBLIC_NUMBER], dial=dial)
    assert fetch("http://news.test/page", limits=LIMITS, network=two).body == PAGE


def test_loopback_is_let_in_for_tests_and_nothing_else(server: HostileServer) -> None:
    url = f"http://127.0.0.1:{server.port}/page"
    assert fetch(url, limits=LIMITS, allow_private=True).body == PAGE
    for number in ("169.254.169.254", "10.0.0.1"):
        with pytest.raises(Refused):
            fetch("http://news.test/", allow_private=True, network=server.network(number))


def test_name_that_nobody_knows_is_worth_another_try(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: object, **_options: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(Unreachable) as caught:
        fetch("http://news.test/", limits=LIMITS)
    assert caught.value.code == "dns"


def test_name_service_that_does_not_answer_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = threading.Event()

    def slow(*_args: object, **_options: object) -> list[object]:
        answer.wait(60)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    started = time.monotonic()
    with pytest.raises(Unreachable) as caught:
        fetch("http://news.test/", limits=SHORT)
    answer.set()
    assert caught.value.code == "dns"
    assert time.monotonic() - started < 30


def test_system_names_are_resolved_to_all_their_numbers() -> None:
    assert "127.0.0.1" in network.resolve_name("localhost", 80, 3.0)


# TLS.


@pytest.fixture(scope="module")
def secure_server() -> Iterator[HostileServer]:
    with hostile_server(tls=True) as running:
        yield running


def trusting() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(CERTIFICATE))


def test_certificate_is_verified_for_the_name(secure_server: HostileServer) -> None:
    world = secure_server.network(tls_context=trusting())
    assert fetch("https://news.test/page", limits=LIMITS, network=world).body == PAGE
    with pytest.raises(Refused) as caught:
        fetch("https://other.test/page", limits=LIMITS, network=world)
    assert caught.value.code == "bad_certificate"


def test_unknown_issuer_is_refused(secure_server: HostileServer) -> None:
    world = secure_server.network(tls_context=network.tls_context())
    with pytest.raises(Refused) as caught:
        fetch("https://news.test/page", limits=LIMITS, network=world)
    assert caught.value.code == "bad_certificate"


def test_server_without_tls_is_unreachable_by_https(server: HostileServer) -> None:
    with pytest.raises(Unreachable):
        fetch("https://news.test/page", limits=LIMITS, network=server.network())


def test_redirect_out_of_tls_is_refused(secure_server: HostileServer) -> None:
    world = secure_server.network(tls_context=trusting())
    with pytest.raises(Refused) as caught:
        fetch("https://news.test/hop-insecure", limits=LIMITS, network=world)
    assert caught.value.code == "insecure_redirect"


# One spelling per address.


@pytest.mark.parametrize(
    ("url", "spelling"),
    [
        ("HTTP://News.TEST", "http://news.test/"),
        (" https://news.test:443/a#b ", "https://news.test/a"),
        ("http://news.test:8080/", "http://news.test:8080/"),
        (
            "https://news.test./a?utm_source=x&id=7&fbclid=1&UTM_Medium=y",
            "https://news.test/a?id=7",
        ),
        ("https://news.test/a?gclid=1", "https://news.test/a"),
        ("https://news.test/a?b=&c&b=2", "https://news.test/a?b=&c&b=2"),
        ("https://b\u00fccher.test/\u00e9t\u00e9", "https://xn--bcher-kva.test/%C3%A9t%C3%A9"),
        ("https://news.test/%7euser/%2fa%c3%a9", "https://news.test/~user/%2Fa%C3%A9"),
        ("http://[2606:4700:0::1111]/", "http://[2606:4700::1111]/"),
    ],
)
def test_address_has_one_spelling(url: str, spelling: str) -> None:
    assert canonical(url) == spelling
    assert canonical(spelling) == spelling


@given(some.text(alphabet="ab./:@[]%?&#=0x1\u00e9\u2460\\ \n", max_size=30))
def test_any_text_after_the_scheme_has_one_spelling_or_is_refused(rest: str) -> None:
    try:
        spelling = canonical(f"http://{rest}")
    except Refused:
        return
    assert canonical(spelling) == spelling
    assert spelling.isascii()


def test_every_bad_address_stands_in_the_table_once() -> None:
    urls = sorted(url for url, _ in BAD_ADDRESSES)
    assert all(first != second for first, second in pairwise(urls))
