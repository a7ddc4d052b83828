"""Rows 1 to 13 and 16 of the bad inputs, from their bytes: what hostile publishers send."""

import itertools
import sys
import tracemalloc
from collections.abc import Iterator

import pytest

from tests.ingest.feeds.given import NOW, item, read, refusal, rss

MEBIBYTE = 1 << 20


@pytest.fixture
def opened() -> Iterator[list[str]]:
    """All files and sockets that are opened from here on."""
    seen: list[str] = []
    watching = [True]

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event in {"open", "socket.connect", "socket.getaddrinfo"}:
            seen.append(f"{event} {arguments[0]}")

    sys.addaudithook(hook)
    yield seen
    watching.clear()


def grown(body: bytes) -> tuple[str, int]:
    """Return the refusal of a body and by how much memory grew at the most."""
    tracemalloc.start()
    try:
        code = refusal(body)
        return code, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_row_1_billion_laughs_are_not_laughed() -> None:
    names = "abcdefghi"
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in itertools.pairwise(names)
    )
    body = rss(item(title="&i;"), head=f"<!DOCTYPE rss [{entities}]>")
    code, grew = grown(body)
    assert code == "feed.dtd_forbidden"
    assert grew < 64 * MEBIBYTE


def test_row_2_one_long_entity_is_not_repeated() -> None:
    head = f'<!DOCTYPE rss [<!ENTITY a "{"a" * 100_000}">]>'
    code, grew = grown(rss(item(title="&a;" * 5_000), head=head))
    assert code == "feed.dtd_forbidden"
    assert grew < 64 * MEBIBYTE


def test_row_3_no_entity_opens_a_file(opened: list[str]) -> None:
    head = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    assert refusal(rss(item(title="&x;"), head=head)) == "feed.dtd_forbidden"
    assert opened == []


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE rss SYSTEM "http://canary.example/rss.dtd">',
        '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://canary.example/rss.dtd">',
        '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://canary.example/"> %x;]>',
    ],
)
def test_row_4_no_document_type_is_fetched(head: str, opened: list[str]) -> None:
    assert refusal(rss(item(), head=head)) == "feed.dtd_forbidden"
    assert opened == []


def test_row_5_a_nest_is_too_deep() -> None:
    nest = "<a>" * 200_000 + "</a>" * 200_000
    code, grew = grown(rss(item(description=nest)))
    assert code == "feed.too_deep"
    assert grew < 64 * MEBIBYTE


def test_row_5_a_nest_is_too_deep_in_json_too() -> None:
    for deep in (70, 100_000):
        nest = b"[" * deep + b"]" * deep
        told = b'{"version": "https://jsonfeed.org/version/1.1", "items": %s}' % nest
        assert refusal(told) == "feed.too_deep"


def test_row_6_of_a_hundred_thousand_entries_the_first_two_thousand_are_kept() -> None:
    items = "".join(f"<item><guid>{n}</guid><link>/{n}</link></item>" for n in range(100_000))
    feed = read(rss(items))
    assert (len(feed.entries), feed.seen) == (2_000, 100_000)
    assert feed.entries[-1].link == "https://post.example/1999"
    assert "feed.truncated" in feed.warnings


def test_row_7_an_entry_without_guid_link_and_title_is_counted() -> None:
    feed = read(rss("<item><description>Words</description></item>" * 3 + item()))
    assert (len(feed.entries), feed.skipped) == (1, {"entry.no_identity": 3})


def test_row_8_the_same_guid_is_the_same_entry_and_its_changed_text_a_revision() -> None:
    before, after = (
        read(rss(item(description=text))).entries[0] for text in ("First words", "Other words")
    )
    assert before.identity == after.identity
    assert before.revision != after.revision


def test_row_9_the_same_text_under_other_guids_is_recognised() -> None:
    text = "Estonia and Japan signed a security agreement in Tallinn on 4 March 2026. " * 3
    entries = read(
        rss("".join(item(guid=f"g{n}", link=f"/{n}", description=text) for n in range(1_000)))
    ).entries
    assert len({entry.identity for entry in entries}) == 1_000
    assert len({entry.text_sha256 for entry in entries}) == 1
    assert entries[0].text_sha256


@pytest.mark.parametrize(
    ("written", "flag"),
    [
        ("0000-01-01T00:00:00Z", "date.unparsable"),
        ("99999-01-01T00:00:00Z", "date.unparsable"),
        ("Mon, 01 Jan 99999 00:00:00 GMT", "date.unparsable"),
        ("9999-12-31T23:59:59-23:59", "date.future"),
        ("Thu, 01 Jan 2099 00:00:00 GMT", "date.future"),
        ("31 Feb 2026", "date.unparsable"),
        ("Sat, 31 Feb 2026 10:00:00 GMT", "date.unparsable"),
        ("2026-03-05T10:00:00", "date.unparsable"),
        ("yesterday", "date.unparsable"),
        ("9" * 5_000, "date.unparsable"),
    ],
)
def test_row_10_a_date_that_is_none_is_kept_as_it_was_written(written: str, flag: str) -> None:
    entry = read(rss(item(pubDate=written))).entries[0]
    assert entry.published is None
    assert entry.flags == (flag,)
    assert entry.published_raw == written[:100]


def test_row_10_a_date_of_tomorrow_is_one() -> None:
    entry = read(rss(item(pubDate="Sat, 07 Mar 2026 01:00:00 +1300"))).entries[0]
    assert entry.published is not None
    assert entry.published > NOW.replace(hour=0)


def test_row_12_a_title_is_a_line_of_plain_text() -> None:
    hostile = (
        "&lt;script&gt;alert(1)&lt;/script&gt;Pact &#x202E;tcap&lt;b onclick=x&gt;!&lt;/b&gt; "
        + "A" * 1_000_000
    )
    entry = read(rss(item(title=hostile))).entries[0]
    assert entry.title.startswith("Pact tcap ! AAAA")
    assert len(entry.title) == 300
    assert {"text.bidi", "text.cut", "text.markup"} <= set(entry.flags)


def test_row_12_a_nul_is_taken_out_and_said_so() -> None:
    feed = read(rss(item(title="Pa\0ct &#0; of &#x1;peace")))
    assert feed.entries[0].title == "Pact of peace"
    assert "feed.mended" in feed.warnings


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "//evil.example/"]
)
def test_row_13_a_link_of_another_scheme_is_dropped(link: str) -> None:
    feed = read(rss(item(link=link)))
    assert feed.entries == ()
    assert feed.skipped == {"link.scheme": 1}
    assert feed.warnings == ("link.scheme",)


def test_row_13_a_base_of_files_leads_to_none() -> None:
    based = item(link="etc/passwd").replace("<item>", '<item xml:base="file:///">')
    assert read(rss(based)).skipped == {"link.scheme": 1}


@pytest.mark.parametrize(
    "link",
    ["http://127.0.0.1/", "http://post.example:22/", "http://u:p@post.example/", "http://[::1"],
)
def test_row_13_a_link_that_nobody_may_follow_is_dropped(link: str) -> None:
    assert read(rss(item(link=link))).skipped == {"link.address": 1}


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><html><head><title>503</title></head><body>Sorry</body></html>",
        b"\n <!-- error --> <HTML><body>Sorry</body>",
        b"<html xmlns='http://www.w3.org/1999/xhtml'><body/></html>",
        b"Service unavailable",
        b'{"error": "not found"}',
        b"[1, 2]",
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        b'<opml version="2.0"><body/></opml>',
    ],
)
def test_row_16_what_is_no_feed_is_said_to_be_none(body: bytes) -> None:
    assert refusal(body) == "feed.not_a_feed"


@pytest.mark.parametrize(
    "body",
    [
        rss(item())[:-20],
        rss(item(title="a <b> c")),
        rss(item()) + b"<rss/>",
        rss("<dc:date>2026</dc:date>"),
        b'{"version": "https://jsonfeed.org/version/1", "items": [',
        b'{"version": "https://jsonfeed.org/version/1", "n": 1' + b"0" * 5_000 + b"}",
    ],
)
def test_a_broken_document_is_never_half_read(body: bytes) -> None:
    assert refusal(body) == "feed.malformed"


def test_small_faults_are_mended_and_said_so() -> None:
    body = b"\n\n<br/>"[:2] + rss(item(title="Ports &amp; bases&nbsp;&ndash; R&D, A & B"))
    feed = read(body)
    assert feed.entries[0].title == "Ports & bases \N{EN DASH} R&D, A & B"
    assert feed.warnings == ("feed.mended",)


@pytest.mark.parametrize(
    "body",
    [
        rss("<item><guid>1</guid>" + "<a/>" * 100_000 + "</item>"),
        b"<rss " + b" ".join(b'a%d=">"' % n for n in range(200_000)) + b"></rss>",
        b'{"version": "https://jsonfeed.org/version/1", "items": [' + b"{}," * 200_000 + b"{}]}",
    ],
)
def test_more_parts_than_entries_need_are_too_complex(body: bytes) -> None:
    code, grew = grown(body)
    assert code == "feed.too_complex"
    assert grew < 64 * MEBIBYTE


def test_a_document_beyond_any_feeds_size_is_not_even_looked_at() -> None:
    assert refusal(rss(item(description="a" * 10_000_000))) == "feed.too_large"


def test_nothing_at_all_is_empty() -> None:
    assert refusal(b" \n") == "feed.empty"


def test_a_document_takes_six_times_its_size_at_the_most() -> None:
    text = "\N{GRINNING FACE}" + "a" * 4_900  # each letter takes four bytes, for that one
    items = "".join(item(guid=f"{n}", link=f"/{n}", description=text) for n in range(300))
    body = rss(items)
    tracemalloc.start()
    try:
        assert len(read(body).entries) == 300
        assert tracemalloc.get_traced_memory()[1] < 6 * len(body)
    finally:
        tracemalloc.stop()
