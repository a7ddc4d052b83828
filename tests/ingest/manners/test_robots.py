"""What robots.txt lets us read, by RFC 9309."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from django.conf import settings
from django.test import override_settings
from redis import Redis

from ingest.fetch import FetchError, Page, Refused, Unreachable, fetch
from ingest.manners import polite, robots
from tests.hostile import HostileServer
from tests.hostile.answers import failed, moved

pytestmark = pytest.mark.usefixtures("nobody_knows")
CLOSED = "User-agent: *\nDisallow: /page"


@pytest.fixture(autouse=True)
def no_pause() -> Iterator[None]:
    with override_settings(FETCH_PAUSE_SECONDS=0):
        yield


def visit(host: HostileServer, path: str = "/page") -> Page:
    return fetch(f"http://news.test{path}", gate=polite(), network=host.network())


def failure(host: HostileServer, path: str = "/page") -> FetchError:
    with pytest.raises(FetchError) as caught:
        visit(host, path)
    assert caught.value.sentence.endswith(".")
    return caught.value


def test_robots_txt_is_asked_for_once_and_before_the_page(host: HostileServer) -> None:
    visit(host)
    visit(host, "/chunked")
    asked = [head.split(" ")[1] for head in host.requests]
    assert asked == ["/robots.txt", "/page", "/chunked"]


def test_page_that_is_closed_to_programs_is_not_asked_for(
    host: HostileServer, says: Callable[[str], None]
) -> None:
    says(CLOSED)
    refusal = failure(host)
    assert isinstance(refusal, Refused)
    assert refusal.code == "robots"
    assert host.asked_for("/page") == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html><body>Not found</body></html>",
        "User-agent: Googlebot\nDisallow: /",
        "User-agent: *\nDisallow: /\nAllow: /page",
        "User-agent: *\nDisallow: /\n\nUser-agent: accordatlas\nDisallow: /private",
        "User-agent: *\nDisallow:",
        "User-agent: *\nDisallow: /page/",
        "User-agent: Accord\nDisallow: /",
    ],
)
def test_what_is_not_closed_to_us_is_open(
    host: HostileServer, says: Callable[[str], None], text: str
) -> None:
    says(text)
    assert visit(host).status == 200


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffUser-agent: *\nDisallow: /",
        "user-agent:*\r\ndisallow:/pag*e$",
        "User-agent: AccordAtlas # that is us\nDisallow: /p",
        "User-agent: Googlebot\nUser-agent: AccordAtlas\nDisallow: /",
        "User-agent: AccordAtlas\nSitemap: /s.xml\nUser-agent: Bingbot\nDisallow: /",
        "User-agent: *\nAllow: /\n\nUser-agent: AccordAtlas\nDisallow: /page",
        CLOSED + "\nUser-agent: Googlebot\nAllow: /",
    ],
)
def test_what_is_closed_to_us_is_closed(
    host: HostileServer, says: Callable[[str], None], text: str
) -> None:
    says(text)
    assert failure(host).code == "robots"


@pytest.mark.parametrize("status", [b"404 Not Found", b"403 Forbidden", b"410 Gone", b"204 Empty"])
def test_host_without_a_robots_txt_is_open(host: HostileServer, status: bytes) -> None:
    host.own["/robots.txt"] = lambda: failed(status)
    assert visit(host).status == 200


@pytest.mark.parametrize("status", [b"500 Broken", b"503 Busy", b"429 Too Many Requests"])
def test_host_whose_robots_txt_fails_is_closed_for_now(host: HostileServer, status: bytes) -> None:
    host.own["/robots.txt"] = lambda: failed(status, b"Retry-After: 7")
    trouble = failure(host)
    assert isinstance(trouble, Unreachable)
    assert (trouble.code, trouble.retry_after_seconds) == ("robots_unreachable", 7)
    assert host.asked_for("/page") == 0


def test_host_that_cannot_be_reached_is_called_that(host: HostileServer) -> None:
    host.own["/robots.txt"] = lambda: iter([b""])
    assert failure(host).code == "connection"


def test_what_it_said_before_holds_while_it_fails(
    host: HostileServer, says: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    says(CLOSED)
    failure(host)
    host.own["/robots.txt"] = lambda: failed(b"500 Broken")
    monkeypatch.setattr(robots, "_FRESH_SECONDS", 0)
    assert failure(host).code == "robots"
    assert host.asked_for("/robots.txt") == 2


def test_another_day_it_is_asked_again(
    host: HostileServer, says: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    says(CLOSED)
    failure(host)
    says("")
    monkeypatch.setattr(robots, "_FRESH_SECONDS", 0)
    assert visit(host).status == 200


def test_another_worker_knows_what_one_has_asked(
    host: HostileServer, says: Callable[[str], None]
) -> None:
    says(CLOSED)
    failure(host)
    robots.forget()
    assert failure(host).code == "robots"
    assert host.asked_for("/robots.txt") == 1


def test_five_redirects_lead_to_robots_txt(host: HostileServer) -> None:
    host.own["/robots.txt"] = lambda: moved(b"/1")
    for number in range(1, 5):
        host.own[f"/{number}"] = partial(moved, b"/%d" % (number + 1))
    host.own["/5"] = lambda: iter(
        [b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(CLOSED), CLOSED.encode()]
    )
    assert failure(host).code == "robots"


def test_robots_txt_leads_nowhere_inside(host: HostileServer) -> None:
    host.own["/robots.txt"] = lambda: moved(b"http://127.0.0.1:6379/robots.txt")
    assert visit(host).status == 200
    assert len(host.requests) == 2


def test_beginning_of_an_endless_robots_txt_counts(
    host: HostileServer, says: Callable[[str], None]
) -> None:
    says(CLOSED + "\n" + "# and so on\n" * 100_000)
    assert failure(host).code == "robots"


def test_thousands_of_names_over_thousands_of_rules_are_not_multiplied(
    host: HostileServer, says: Callable[[str], None]
) -> None:
    names = "".join(f"User-agent: bot{number}\n" for number in range(15_000))
    text = f"User-agent: *\n{names}" + "Disallow: /x\n" * 15_000 + "Disallow: /page\n"
    assert robots.for_us(text).count("user-agent") == 1
    says(text)
    assert failure(host).code == "robots"
    with Redis.from_url(settings.REDIS_URL) as valkey:
        assert not valkey.exists("manners:robots:http://news.test")


def test_rules_hold_at_every_hop(host: HostileServer, says: Callable[[str], None]) -> None:
    says(CLOSED)
    assert failure(host, "/hop").code == "robots"
    assert (host.asked_for("/hop"), host.asked_for("/page")) == (1, 0)
