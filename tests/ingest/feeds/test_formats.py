"""A document of each format, as its publisher means it."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from ingest.feeds import Format, Unusable
from tests.ingest.feeds.given import item, read, rss, sample


def test_rss_0_91_in_latin_1() -> None:
    feed = sample("rss091.xml")
    assert (feed.format, feed.version, feed.language) == (Format.RSS, "0.91", "en-GB")
    assert feed.title == "Harbour Gazette: World"
    assert [entry.title for entry in feed.entries] == [
        "Estonia and Japan sign a security agreement",
        "Café owners of Tallinn greet the spring",
    ]
    assert feed.entries[0].link == "https://gazette.example/world/estonia-japan"
    assert feed.entries[0].published is None
    assert feed.warnings == ()


def test_rss_0_92_names_where_an_item_comes_from_and_leaves_out_what_has_no_identity() -> None:
    feed = sample("rss092.xml")
    assert [entry.publisher for entry in feed.entries] == ["Coast Radio"]
    assert (feed.seen, feed.skipped) == (2, {"entry.no_identity": 1})


def test_rss_1_0_has_its_items_beside_the_channel_and_its_dates_in_dublin_core() -> None:
    feed = sample("rss10.rdf")
    first, second = feed.entries
    assert (feed.version, feed.language) == ("1.0", "en")
    assert first.published == datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
    assert first.published.utcoffset() == timedelta(hours=2)
    assert first.publisher == "Ministry of Defence"
    assert second.published == datetime(2026, 2, 27, tzinfo=UTC)


def test_rss_2_0_tells_text_from_markup() -> None:
    feed = sample("rss20.xml")
    first, second = feed.entries
    assert feed.title == "The Sample Post \N{EN DASH} Security"
    assert first.title == "Estonia & Japan sign security agreement in Tallinn"
    assert first.summary == "The agreement runs for ten years , the two governments said."
    assert first.published == datetime(2026, 3, 4, 16, 30, tzinfo=UTC)
    assert first.published_raw == "Wed, 04 Mar 2026 18:30:00 +0200"
    assert second.link == "https://post.example/culture/harbour-fair"
    assert second.published == datetime(2026, 3, 3, 13, 5, tzinfo=UTC)


def test_rss_2_0_leaves_out_an_item_that_leads_nowhere_and_has_no_text_of_its_own() -> None:
    feed = sample("rss20.xml")
    assert (feed.seen, feed.skipped) == (3, {"entry.no_link": 1})


def test_an_item_that_leads_nowhere_is_taken_with_its_own_text() -> None:
    text = "Estonia and Japan signed a security agreement in Tallinn on 4 March 2026. " * 8
    feed = read(rss(item(link="", guid="letter", description=text)))
    assert feed.entries[0].content is not None
    assert feed.entries[0].content.body.decode() == text.strip()


def test_atom_0_3_with_an_escaped_title() -> None:
    feed = sample("atom03.xml")
    (entry,) = feed.entries
    assert (feed.format, feed.version) == (Format.ATOM, "0.3")
    assert entry.title == "Lithuania & Germany: a brigade by treaty"
    assert entry.link == "https://notes.example/2026/brigade"
    assert entry.published == datetime(2026, 3, 4, 9, tzinfo=timezone(timedelta(hours=1)))
    assert entry.language == "en"


def test_atom_1_0_joins_relative_links_and_prefers_pages() -> None:
    feed = sample("atom10.xml")
    first, second = feed.entries
    assert feed.title == "Foreign Desk \N{EM DASH} all news"
    assert first.title == "France and Cyprus conclude a defence agreement"
    assert first.link == "https://desk.example/news/2026/france-cyprus"
    assert (first.language, second.language) == ("en-IE", "fr")
    assert second.link == "https://desk.example/fr/france-chypre"
    assert second.summary.startswith("Les navires de chaque marine")


def test_json_feed_1_0_numbers_its_items() -> None:
    feed = sample("feed10.json")
    assert (feed.format, feed.version) == (Format.JSON, "1")
    assert feed.entries[0].link == "https://coast.example/2041"
    assert feed.entries[0].summary == "The pact on patrols was renewed for three years."


def test_json_feed_1_1_has_languages_and_relative_links() -> None:
    feed = sample("feed11.json", url="https://treaties.example/feed.json")
    first, second = feed.entries
    assert first.link == "https://treaties.example/status-of-forces"
    assert first.published == datetime(2026, 3, 4, tzinfo=UTC)
    assert (first.language, second.language) == ("en-AU", "en")
    assert second.link == "https://treaties.example/notices/9"


def test_a_sitemap_lists_its_newest_pages_first() -> None:
    feed = sample("sitemap.xml")
    assert feed.format == Format.SITEMAP
    assert [entry.link.rpartition("/")[2] for entry in feed.entries] == [
        "defence-pact-with-latvia",
        "about",
        "budget",
    ]


def test_a_sitemap_index_lists_sitemaps_the_newest_first() -> None:
    feed = sample("sitemap_index.xml")
    assert feed.format == Format.SITEMAP_INDEX
    assert [part.link.rpartition("/")[2] for part in feed.parts] == [
        "sitemap.xml",
        "sitemap-2024.xml",
        "sitemap-old.xml",
    ]
    assert feed.entries == ()


def test_a_news_sitemap_tells_title_publisher_language_and_date() -> None:
    first, second = sample("news_sitemap.xml").entries
    assert first.title == "Sweden to station aircraft in Finland under new accord"
    assert (first.publisher, first.language) == ("The Courier", "en")
    assert first.published == datetime(2026, 3, 5, 9, tzinfo=UTC)
    assert second.published == datetime(2026, 3, 4, tzinfo=UTC)


def test_a_mailbox_lists_its_last_message_first_with_its_text() -> None:
    feed = sample("messages.mbox")
    fair, release = feed.entries
    assert feed.format == Format.MAILBOX
    assert release.title == "Estonia and Japan sign a security agreement \N{EN DASH} release"
    assert release.publisher == "Press Office, Ministry of Defence"
    assert release.content is not None
    assert fair.content is not None
    assert (release.content.media_type, fair.content.media_type) == ("text/plain", "text/html")
    assert b"\nFrom May on, the forces" in release.content.body
    assert "café by the quay" in fair.content.body.decode()
    assert release.flags == ("entry.attachments",)


def test_the_same_document_read_twice_gives_the_same() -> None:
    assert sample("rss20.xml") == sample("rss20.xml")


def test_a_web_page_names_its_feeds_to_who_gives_its_address() -> None:
    page = (
        b"<!DOCTYPE html><html><head><link rel='stylesheet' href='/a.css'>"
        b'<LINK rel="alternate" type="application/rss+xml" href="/news/feed?a=1&amp;b">'
        b"<link href=javascript:x type=application/atom+xml rel=alternate></head></html>"
    )
    with pytest.raises(Unusable, match=r"names https://post\.example/news/feed\?a=1&b :") as caught:
        read(page)
    assert caught.value.code == "feed.not_a_feed"
