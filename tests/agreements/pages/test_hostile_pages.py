"""Public pages and feeds, asked what nobody should ask: escaped, well-formed, kept by nobody."""

import re
from html.parser import HTMLParser
from typing import Final
from xml.etree import ElementTree as ET

import pytest
from django.contrib.auth.models import User
from django.test import Client

from agreements.models import Agreement
from tests.agreements.api.conftest import Approve, approve

__all__ = ["approve"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_record")]

PAGES: Final = [
    "/",
    "/agreements",
    "/timeline",
    "/countries",
    "/changes",
    "/commitments",
    "/compare",
]
WORDS: Final = [
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title><style>*{display:none}</style>",
    "\u202egnirts\u202c \u2066x",
    "{{7*7}}{% load static %}${7*7}",
    "javascript:alert(1)",
    "]]>",
]
# What a browser would run, and no page of ours holds.
_RUNS: Final = frozenset({"onerror", "onmouseover", "onload", "onfocus"})
_FOLLOWED: Final = frozenset({"href", "src", "action", "formaction", "xlink:href"})


class Seen(HTMLParser):
    """What a page would have a browser do."""

    def __init__(self) -> None:
        super().__init__()
        self.handlers: list[str] = []
        self.inline: list[str] = []
        self._in = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.handlers += sorted(_RUNS & set(told))
        followed = [told[name] or "" for name in _FOLLOWED & set(told)]
        self.handlers += [address for address in followed if address.startswith("javascript:")]
        is_data = told.get("type") in ("application/json", "application/ld+json")
        self._in = tag if tag in ("script", "style") and not is_data else ""

    def handle_data(self, data: str) -> None:
        if self._in and data.strip():
            self.inline.append(data)
        self._in = ""


def keeps_private(cache_control: str) -> bool:
    return "private" in cache_control or "no-store" in cache_control


def seen(page: str) -> Seen:
    parser = Seen()
    parser.feed(page)
    return parser


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("words", WORDS, ids=range(len(WORDS)))
def test_words_of_a_query_are_words_on_the_page(client: Client, page: str, words: str) -> None:
    plain = seen(client.get(page).content.decode())
    for name in ("q", "party", "commitment", "status", "as_of", "known_at", "country"):
        answer = client.get(page, {name: words})
        assert answer.status_code in {200, 400}
        shown = seen(answer.content.decode())
        assert shown.handlers == []
        assert len(shown.inline) <= len(plain.inline)
        assert "49" not in answer.content.decode().partition("{{7*7}}")[2][:2]


@pytest.mark.parametrize(
    "page", [*PAGES, "/changes.atom", "/agreements.csv", "/map.svg", "/embed/map"]
)
def test_long_and_damaged_queries_break_no_page(client: Client, page: str) -> None:
    for query in (
        "q=" + "a" * 10_000,
        "q=%00",
        "&".join(f"k{n}=1" for n in range(500)),
        "as_of=99999&known_at=-1",
        "party=" + "UA," * 2_000,
    ):
        assert client.get(f"{page}?{query}").status_code in {200, 400}
    damaged = client.get(f"{page}?as_of=2024-01-01&q=%ED%A0%80%FF")
    assert damaged.status_code == 400
    assert re.search(r"\bq\b.+ not UTF-8", damaged.content.decode())


@pytest.mark.parametrize("page", ["/review", "/review/mine", "/review/keys"])
def test_private_pages_are_kept_by_nobody_whatever_their_address_ends_in(
    client: Client, page: str
) -> None:
    client.force_login(User.objects.create_user("olena"))
    assert keeps_private(client.get(page).headers["Cache-Control"])
    for ending in (
        ".css",
        ".js",
        "/style.css",
        ";jsessionid=1",
        "%3b.css",
        "/..%2fx.css",
        "%0a.css",
    ):
        answer = client.get(page + ending)
        assert answer.status_code == 404
        assert "olena" not in answer.content.decode() or (
            keeps_private(answer.headers["Cache-Control"])
        )


@pytest.mark.parametrize(
    "header",
    ["X-Forwarded-Host", "X-Host", "X-Forwarded-Scheme", "X-Original-URL", "X-Forwarded-Prefix"],
)
@pytest.mark.parametrize("page", ["/agreements", "/changes.atom", "/agreements/A-1001/cite.bib"])
def test_header_that_no_cache_looks_at_changes_no_public_page(
    client: Client, page: str, header: str
) -> None:
    plain = client.get(page)
    odd = client.get(page, headers={header: "evil.example"})
    assert odd.status_code == plain.status_code == 200
    assert "evil.example" not in odd.content.decode()
    assert "evil.example" not in str(odd.headers)


def test_signed_in_page_is_no_public_one(client: Client) -> None:
    client.force_login(User.objects.create_user("olena"))
    assert "private" in client.get("/agreements").headers["Cache-Control"]


@pytest.mark.parametrize(
    "title",
    [
        "]]> <b>&amp; </title> & 'x' \"y\"",
        "\x01\x08\x0b\x1b\x1f\ufffe\uffff end",
        "\u202ex",
    ],
    ids=["markup", "control characters", "bidi"],
)
def test_feed_of_odd_titles_is_well_formed(client: Client, approve: Approve, title: str) -> None:
    key = approve("KE", "PL", signed="2026-11-19", title=f"Training {title} agreement")
    feed = ET.fromstring(client.get("/changes.atom").content)  # noqa: S314  our own answer
    titles = [entry.findtext("{*}title") or "" for entry in feed.findall("{*}entry")]
    told = next(told for told in titles if "Training" in told)
    assert told.endswith("agreement")
    assert Agreement.objects.with_key(key).exists()
    page = client.get(f"/agreements/{key}", follow=True).content.decode()
    assert "<b>" not in page.partition("Training")[2][:40]
