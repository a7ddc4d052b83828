"""Asking for a page only if it has changed, and hearing that it has moved for good."""

import pytest

from ingest.fetch import (
    FEED_LIMITS,
    FetchError,
    NotModified,
    Page,
    Refused,
    Validators,
    fetch,
)
from tests.hostile import PAGE, HostileServer
from tests.hostile.answers import ETAG, FEED, LAST_MODIFIED

KNOWN = Validators(ETAG, LAST_MODIFIED)


def visit(server: HostileServer, path: str, validators: Validators = KNOWN) -> Page | NotModified:
    return fetch(f"http://news.test{path}", validators=validators, network=server.network())


def test_page_comes_with_its_validators(server: HostileServer) -> None:
    page = visit(server, "/unless-known", Validators())
    assert isinstance(page, Page)
    assert page.validators == KNOWN
    assert "If-" not in server.requests[-1]


def test_page_that_is_known_is_not_sent_again(server: HostileServer) -> None:
    answer = visit(server, "/unless-known")
    assert answer == NotModified(
        "http://news.test/unless-known", "http://news.test/unless-known", KNOWN
    )
    assert f"If-None-Match: {ETAG}\r\n" in server.requests[-1]
    assert f"If-Modified-Since: {LAST_MODIFIED}\r\n" in server.requests[-1]


def test_page_that_has_changed_is_sent(server: HostileServer) -> None:
    page = visit(server, "/unless-known", Validators('"of last week"'))
    assert isinstance(page, Page)
    assert page.body == PAGE


def test_not_modified_that_nobody_asked_for_is_no_page(server: HostileServer) -> None:
    with pytest.raises(Refused) as caught:
        visit(server, "/304", Validators())
    assert caught.value.code == "bad_status"


@pytest.mark.parametrize(
    "odd", ['"a"\r\nHost: evil', "a" * 256, " ", "caf\u00e9", '"\x00"', "\u202e"]
)
def test_validator_that_may_not_be_sent_counts_as_none(odd: str) -> None:
    assert Validators(odd, odd) == Validators()


def test_validators_that_make_no_sense_are_not_kept(server: HostileServer) -> None:
    page = visit(server, "/odd-validators")
    assert isinstance(page, Page)
    assert page.validators == Validators()


@pytest.mark.parametrize(
    ("path", "moved_to"),
    [
        ("/page", None),
        ("/hop", None),
        ("/hop-then-moved", None),
        ("/moved-for-good", "/page"),
        ("/moved-twice", "/page"),
        ("/moved-then-hop", "/hop"),
    ],
)
def test_only_an_unbroken_chain_of_permanent_moves_is_told(
    server: HostileServer, path: str, moved_to: str | None
) -> None:
    page = visit(server, path)
    assert page.final_url == "http://news.test/page"
    assert page.moved_to == (f"http://news.test{moved_to}" if moved_to else None)


def test_three_redirects_are_followed_and_four_are_not(server: HostileServer) -> None:
    assert visit(server, "/hop-3").final_url == "http://news.test/page"
    with pytest.raises(Refused) as caught:
        visit(server, "/hop-4")
    assert caught.value.code == "too_many_redirects"


def feed(server: HostileServer, path: str) -> bytes:
    return fetch(f"http://news.test{path}", limits=FEED_LIMITS, network=server.network()).body


def test_feed_is_let_in_where_a_feed_is_asked_for_and_nowhere_else(server: HostileServer) -> None:
    assert feed(server, "/feed") == FEED
    assert "Accept: application/atom+xml," in server.requests[-1]
    with pytest.raises(Refused) as caught:
        visit(server, "/feed")
    assert caught.value.code == "not_text"


def test_sitemap_that_is_a_gzip_file_comes_unpacked(server: HostileServer) -> None:
    assert feed(server, "/sitemap.xml.gz") == FEED


def test_sitemap_packed_twice_is_unpacked_once(server: HostileServer) -> None:
    assert feed(server, "/packed-sitemap.xml.gz").startswith(b"\x1f\x8b")


def test_sitemap_that_unpacks_without_end_is_refused(server: HostileServer) -> None:
    with pytest.raises(FetchError) as caught:
        feed(server, "/sitemap-bomb.xml.gz")
    assert caught.value.code == "too_large"
