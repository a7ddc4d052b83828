"""Sources that are tried before they are kept."""

import itertools
import threading
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from ingest.fetch import INTERNET
from ingest.models import Entry, Poll, Source
from ingest.polling import looking
from ingest.sources import NotTriedError, Told, Trial, try_out, trying
from tests.ingest.polling.given import FEED, feed, item
from tests.ingest.polling.test_pages import listing, page
from tests.ingest.polling.test_sitemaps import index, sitemap
from tests.publisher import Publisher

SITE = "http://office.example/"
# Valkey remembers for a minute who tried: each trial is another editor's.
EDITORS = itertools.count(1_000)
pytestmark = pytest.mark.django_db


def tried(address: str = FEED, *, kind: str = "feed", keywords: tuple[str, ...] = ()) -> Trial:
    told = Told(name="x", kind=Source.Kind(kind), address=address, keywords=keywords)
    return try_out(told.source(), editor=next(EDITORS))


def refusal(address: str = FEED, *, kind: str = "feed") -> NotTriedError:
    with pytest.raises(NotTriedError) as refused:
        tried(address, kind=kind)
    return refused.value


def site(*links: str, body: str = "") -> str:
    head = "".join(links)
    return f"<html><head><title>Office</title>{head}</head><body>{body}</body></html>"


def alternate(href: str, title: str = "", kind: str = "application/rss+xml") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


def test_a_feed_shows_what_would_come_in_and_what_would_not_and_stores_nothing(
    publisher: Publisher,
) -> None:
    publisher.lay(FEED, feed([item(1, title="A pact is signed"), item(2, title="Chess cup")]))
    trial = tried(keywords=("pact",))
    assert (trial.kind, trial.title, trial.seen, trial.wanted) == ("feed", "Post", 2, 1)
    assert [(entry.title, reason) for entry, reason in trial.entries] == [
        ("A pact is signed", ""),
        ("Chess cup", "entry.keyword"),
    ]
    assert not Source.objects.exists()
    assert not Poll.objects.exists()
    assert not Entry.objects.exists()
    assert publisher.times_asked(FEED) == 1


def test_sitemaps_are_known_by_looking(publisher: Publisher) -> None:
    publisher.lay(f"{SITE}sitemap.xml", index([("/a.xml", "2026-02-03")]))
    publisher.lay(f"{SITE}a.xml", sitemap("/release/1", "/release/2"))
    trial = tried(f"{SITE}sitemap.xml")
    assert (trial.kind, trial.seen) == ("sitemap", 2)


def test_a_sites_page_offers_its_feeds_and_no_others(publisher: Publisher) -> None:
    publisher.lay(
        SITE,
        site(
            alternate("/rss?a=1&amp;b=2", "Releases"),
            alternate("http://feeds.example/x", kind="application/atom+xml; charset=utf-8"),
            alternate("/rss?a=1&amp;b=2", "Again"),
            alternate("/fr", "Auf Deutsch", kind="text/html"),
            '<link rel="stylesheet" type="application/rss+xml" href="/style">',
        ),
    )
    trial = tried(SITE)
    assert [(offer.link, offer.text) for offer in trial.offers] == [
        (f"{SITE}rss?a=1&b=2", "Releases"),
        ("http://feeds.example/x", "http://feeds.example/x"),
    ]
    assert trial.entries == ()


def test_a_page_without_feeds_or_that_was_chosen_is_watched_itself(publisher: Publisher) -> None:
    publisher.lay(SITE, page("It was signed in Port Arden."))
    trial = tried(SITE)
    assert (trial.kind, trial.title, trial.wanted) == ("page", "The treaty", 1)
    publisher.lay(SITE, site(alternate("/rss"), body=listing(("/1", "A pact of four states"))))
    chosen = tried(SITE, kind="page", keywords=("pact",))
    assert chosen.offers == ()
    assert [entry.title for entry, _ in chosen.entries] == ["A pact of four states"]


def test_what_is_broken_or_not_there_is_said_in_words(publisher: Publisher) -> None:
    publisher.lay(FEED, "<rss><channel>", "application/rss+xml")
    assert refusal().code == "feed.malformed"
    publisher.lay(FEED, "<opml><body/></opml>", "text/xml")
    assert refusal().code == "feed.not_a_feed"
    publisher.lay(FEED, "<html><body></body></html>")
    assert refusal().code == "no_text"
    assert refusal("http://post.example/none").code == "http_404"


def test_nobody_is_told_that_a_trial_is_tried_again_by_itself(publisher: Publisher) -> None:
    publisher.lay(FEED, "busy", status=503)
    refused = refusal()
    assert "will be tried again" not in refused.sentence
    assert refused.sentence.endswith("Try it again in a while.")


def test_a_feed_that_has_moved_is_kept_under_its_new_address(publisher: Publisher) -> None:
    moved = "http://post.example/new"
    publisher.lay(FEED, "", status=301, headers={"Location": moved})
    publisher.lay(moved, feed([item(1)]))
    trial = tried()
    assert trial.address == moved
    assert trial.warnings == ("source.moved",)


def test_a_slow_host_costs_no_more_than_the_deadline_all_calls_together(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "ALL_SECONDS", 0.4)
    publisher.lay(f"{SITE}sitemap.xml", index([("/slow.xml", ""), ("/b.xml", "")]))
    publisher.lay(f"{SITE}slow.xml", sitemap("/1"), wait_seconds=5)
    publisher.lay(f"{SITE}b.xml", sitemap("/2"))
    assert refusal(f"{SITE}sitemap.xml").code == "timeout"
    assert publisher.times_asked(f"{SITE}b.xml") == 0


def test_trials_have_manners_too(publisher: Publisher, settings: Settings) -> None:
    publisher.lay(FEED, feed([item(1)]))
    publisher.lay("http://post.example/robots.txt", "User-agent: *\nDisallow: /feed", "text/plain")
    assert refusal().code == "robots"
    settings.FETCH_PAUSE_SECONDS = 60
    publisher.lay(f"{SITE}a", feed([item(1)]))
    assert tried(f"{SITE}a").seen == 1
    refused = refusal(f"{SITE}a")
    assert refused.code == "not_yet"
    assert "called again in 60 seconds" in refused.sentence


def test_inner_addresses_are_not_called(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(looking, "NETWORK", INTERNET)
    hosts = ("127.0.0.1", "localhost", "[::ffff:7f00:1]")
    refused = [refusal(f"http://{host}/feed") for host in hosts]
    assert {each.code for each in refused} == {"private_address"}
    assert all(each.sentence.endswith("on the public internet.") for each in refused)


def test_a_third_trial_at_once_is_put_off(publisher: Publisher) -> None:
    addresses = [FEED, f"{SITE}feed"]
    ended: list[Trial] = []
    slow = []
    for address in addresses:
        publisher.lay(address, feed([item(1)]), wait_seconds=1.0)
        slow.append(
            threading.Thread(target=lambda where: ended.append(tried(where)), args=[address])
        )
        slow[-1].start()
    for address in addresses:
        publisher.wait_until_asked(address, 1)
    assert refusal("http://third.example/feed").code == "trial.busy"
    for thread in slow:
        thread.join()
    assert len(ended) == 2
    publisher.lay(FEED, feed([item(1)]))
    assert tried().wanted == 1


def test_an_editor_tries_so_many_in_a_minute_and_another_one_still_may(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "MOST_A_MINUTE", 2)
    publisher.lay(FEED, feed([item(1)]))
    told, mine = Told(name="x", kind=Source.Kind.FEED, address=FEED), next(EDITORS)
    for _ in range(2):
        try_out(told.source(), editor=mine)
    with pytest.raises(NotTriedError, match="more than 2 trials in a minute"):
        try_out(told.source(), editor=mine)
    try_out(told.source(), editor=next(EDITORS))


def test_without_valkey_trials_go_on(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(trying, "MOST_A_MINUTE", 0)
    publisher.lay(FEED, feed([item(1)]))
    assert tried().wanted == 1


def test_what_nobody_foresaw_is_told_and_logged(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    publisher.lay(FEED, feed([item(1)]))
    monkeypatch.delattr(trying, "sift")
    assert refusal().sentence == "Trying it failed: NameError. The operator's log says more."
    assert "trying http://post.example/feed failed" in caplog.text


def test_folders_and_mailboxes_are_told_apart_below_the_settings_folders_only(
    tmp_path: Path, settings: Settings
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (tmp_path / "post.mbox").write_bytes(b"From a Mon Mar  2 10:00:00 2026\nSubject: A\n\nText\n")
    settings.INGEST_FOLDERS = [tmp_path]
    assert tried(str(inbox)).kind == "folder"
    assert tried(str(tmp_path / "post.mbox")).kind == "mailbox"
    settings.INGEST_FOLDERS = [inbox]
    assert refusal(str(tmp_path)).code == "folder.not_allowed"
    assert refusal(str(inbox / "none")).code == "folder.missing"
