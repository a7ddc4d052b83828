"""The feeds of what editors published: Atom and JSON Feed."""

import json
import re
from datetime import datetime
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from django.contrib.auth.models import User
from django.test import Client

from agreements import curation
from agreements.models import Decision
from tests import cast
from tests.agreements.pages.test_published import ATOM, entries, published

__all__ = ["published"]

pytestmark = pytest.mark.usefixtures("loaded_record", "db")
HOSTILE = "A ]]> <script>&amp; \x0b\x1f\ufffe \u202e \N{PILE OF POO} ' \" pact"


def test_every_entry_has_what_atom_asks_for(client: Client, published: Decision) -> None:
    response = client.get("/changes.atom")
    feed = ET.fromstring(response.content)  # noqa: S314  our own answer
    for name in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{name}") is not None
    for entry in feed.findall(f"{ATOM}entry"):
        assert all(entry.findtext(f"{ATOM}{n}") for n in ("id", "title", "updated"))
        assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "").tzinfo
    assert feed.find(f"{ATOM}link[@rel='self']") is not None
    assert "Harbour Pact" in (feed.findtext(f"{ATOM}entry/{ATOM}title") or "")


def test_ids_stay_and_are_told_once(client: Client, published: Decision, editor: User) -> None:
    before = [entry.findtext(f"{ATOM}id") for entry in entries(client)]
    curation.undo(published.pk, editor)
    after = [entry.findtext(f"{ATOM}id") for entry in entries(client)]
    assert after[1:] == before
    assert len(set(after)) == len(after)
    assert f"tag:testserver,2026:changes/{published.pk}" in after


def test_who_has_it_already_is_told_so(client: Client, published: Decision, editor: User) -> None:
    first = client.get("/changes.atom")
    tag = first.headers["ETag"]
    assert client.get("/changes.atom", headers={"If-None-Match": tag}).status_code == 304
    other = client.get("/changes.atom?party=UA", headers={"If-None-Match": tag})
    assert other.status_code == 200
    curation.undo(published.pk, editor)
    assert client.get("/changes.atom", headers={"If-None-Match": tag}).status_code == 200


def test_a_feed_without_entries_is_valid_too(client: Client) -> None:
    feed = ET.fromstring(client.get("/changes.atom?party=TV").content)  # noqa: S314  our own
    assert feed.findtext(f"{ATOM}updated")
    assert feed.find(f"{ATOM}entry") is None


def test_what_xml_cannot_hold_is_left_out(client: Client) -> None:
    assert entries(client, "/changes.atom?q=%01%0B%EF%BF%BF<b>") == []


class TestJsonFeed:
    def test_it_tells_what_atom_tells(self, client: Client, published: Decision) -> None:
        response = client.get("/changes.json")
        assert response.headers["Content-Type"] == "application/feed+json; charset=utf-8"
        feed = response.json()
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"] == "http://testserver/changes.json"
        assert feed["home_page_url"] == "http://testserver/changes"
        told = [
            (item["id"], item["title"], item["url"], item["content_text"]) for item in feed["items"]
        ]
        links = f"{ATOM}link"
        assert told == [
            (
                entry.findtext(f"{ATOM}id"),
                entry.findtext(f"{ATOM}title"),
                entry.findall(links)[0].get("href"),
                unescape(entry.findtext(f"{ATOM}summary") or ""),
            )
            for entry in entries(client)
        ]

    @pytest.mark.parametrize(("query", "count"), [("all_of=KE,FJ", 1), ("party=TV", 0)])
    def test_it_follows_the_filters(
        self, client: Client, published: Decision, query: str, count: int
    ) -> None:
        feed = client.get(f"/changes.json?{query}").json()
        assert len(feed["items"]) == count
        assert feed["feed_url"].endswith(f"/changes.json?{query}")

    def test_who_has_it_already_is_told_so(
        self, client: Client, published: Decision, editor: User
    ) -> None:
        tag = client.get("/changes.json").headers["ETag"]
        again = {"If-None-Match": tag}
        assert client.get("/changes.json", headers=again).status_code == 304
        assert client.get("/changes.atom", headers=again).status_code == 200
        curation.undo(published.pk, editor)
        assert client.get("/changes.json", headers=again).status_code == 200


def test_hostile_texts_come_out_whole_in_both(client: Client) -> None:
    cast.agreement(cast.signed(title=HOSTILE))
    shown = re.sub("[\x0b\x1f\ufffe]", "", HOSTILE)
    assert entries(client)[0].findtext(f"{ATOM}title") == f"New: {shown}"
    assert json.loads(client.get("/changes.json").content)["items"][0]["title"] == f"New: {shown}"


def test_what_a_summary_says_is_told_as_words_not_as_markup(client: Client) -> None:
    unnamed = cast.agreement(cast.Story().milestone("signed", "2024-06-13"))
    cast.approve(cast.Story().term("title", "Pact <b>X</b> & Y").draft(), onto=unnamed)
    summary = entries(client)[0].find(f"{ATOM}summary")
    assert summary is not None
    assert summary.get("type") == "html"
    assert "Pact <b>X</b> & Y" in unescape(summary.text or "")
    assert "<b>" not in (summary.text or "")


@pytest.mark.parametrize(
    "address", ["/changes?party=UA", "/agreements?party=UA", "/countries/UA", "/data"]
)
def test_pages_name_both_feeds(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    for kind in ("application/atom+xml", "application/feed+json"):
        found = re.search(f'rel="alternate" type="{re.escape(kind)}"[^>]*href="([^"]+)"', page)
        assert found
        assert client.get(found[1].replace("&amp;", "&")).status_code == 200
        assert ("party=UA" in found[1]) == (address != "/data")


@pytest.mark.parametrize("query", ["colour=red", "party=ZZ", "known_at=2999-01-01"])
@pytest.mark.parametrize("feed", ["/changes.atom", "/changes.json"])
def test_a_feed_that_makes_no_sense_is_refused_and_not_the_feed_of_all(
    client: Client, feed: str, query: str
) -> None:
    response = client.get(f"{feed}?{query}")
    assert response.status_code == 400
    assert query.split("=", maxsplit=1)[0] in response.content.decode()
