"""Lists of sources, from other readers and for them."""

import pytest

from ingest.feeds import Outline, Unusable, read_opml, write_opml
from tests.ingest.feeds.given import NOW, SAMPLES


def test_a_list_is_read_through_all_its_folders_each_address_once() -> None:
    found = read_opml((SAMPLES / "subscriptions.opml").read_bytes())
    assert [(outline.kind, outline.address) for outline in found.outlines] == [
        ("feed", "https://ministry.example/news.rdf"),
        ("feed", "https://coast.example/feed.json"),
        ("page", "https://treaties.example/new"),
    ]
    first = found.outlines[0]
    assert (first.publisher, first.reliability) == ("Ministry of Defence", "official")
    assert found.outlines[1].name == "Coast Radio"


def test_each_line_that_cannot_be_taken_is_named() -> None:
    found = read_opml((SAMPLES / "subscriptions.opml").read_bytes())
    assert [(line.name, line.code) for line in found.refused] == [
        ("Coast Radio once more", "entry.twice"),
        ("A reader's own machine", "link.address"),
        ("A script", "link.scheme"),
    ]


def test_a_list_without_end_is_read_to_its_two_thousandth_source() -> None:
    lines = "".join(f'<outline xmlUrl="https://a.example/{n}"/>' for n in range(2_003))
    found = read_opml(f"<opml><body>{lines}</body></opml>".encode())
    assert len(found.outlines) == 2_000
    assert [line.code for line in found.refused] == ["list.truncated"] * 3


def test_what_is_written_is_read_as_it_was() -> None:
    outlines = (
        Outline(name="A & B <news>", address="https://a.example/feed?x=1&y=2", language="en-GB"),
        Outline(
            name="Карта",
            address="https://b.example/sitemap.xml",
            kind="sitemap",
            publisher="B",
            reliability="press",
        ),
    )
    assert read_opml(write_opml(outlines, title="Ours", now=NOW)).outlines == outlines


def test_characters_that_xml_forbids_are_left_out() -> None:
    outline = Outline(name="A\0B\ud800", address="https://a.example/")
    assert read_opml(write_opml([outline], title="x\1", now=NOW)).outlines[0].name == "AB"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"<rss/>", "feed.not_a_feed"),
        (b'<!DOCTYPE opml SYSTEM "http://canary.example/"><opml/>', "feed.dtd_forbidden"),
        (b"<opml>" + b"<outline>" * 100, "feed.too_deep"),
        (b"<opml>", "feed.malformed"),
        (b"a" * 10_000_001, "feed.too_large"),
    ],
)
def test_what_is_no_list_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(Unusable) as caught:
        read_opml(body)
    assert caught.value.code == code
