"""Bytes at random, and good documents gone bad: an answer or a named refusal, never a crash."""

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as some

from ingest.feeds import Feed, Unusable, read_opml
from ingest.feeds.shapes import MOST_ENTRIES
from tests.ingest.feeds.given import SAMPLES, read

GOOD = sorted(path.read_bytes() for path in SAMPLES.iterdir())
SCRAPS = [
    b"<", b">", b"&", b"\0", b"\xff", b"]]>", b"<![CDATA[", b"<!--", b"&#x202e;", b"&#0;", b"]]",
    b"xml:base='", b"<item>", b"</item>", b"<guid>", b"9" * 400, b"\nFrom x\n", b"boundary=",
    b"=?utf-8?q?=ff?=", b"{", b"[", b'"', b"\\ud800", b"1e999", b"<script>", b"javascript:", b"http://[",
    b"\xef\xbb\xbf",
]  # fmt: skip
changes = some.lists(
    some.tuples(some.floats(0, 1), some.integers(0, 60), some.sampled_from(SCRAPS) | some.binary()),
    min_size=1,
    max_size=8,
)
charsets = some.none() | some.sampled_from(["utf-8", "iso-8859-1", "utf-16", "utf-7", "x", "\0"])


def checked(body: bytes, charset: str | None) -> None:
    try:
        feed = read(body, charset=charset)
    except Unusable as error:
        return refused(error)
    return hold(feed)


def refused(error: Unusable) -> None:
    assert error.code.startswith(("feed.", "input."))
    assert error.sentence


def hold(feed: Feed) -> None:
    assert len(feed.entries) <= MOST_ENTRIES
    assert len({entry.identity for entry in feed.entries}) == len(feed.entries)
    for entry in feed.entries:
        assert entry.link.startswith(("http://", "https://")) or entry.content
        assert len(entry.title) <= 300
        assert not set("\0\u202e\n") & set(entry.title + entry.summary)
        assert entry.published is None or entry.published.tzinfo
        (entry.title + entry.summary + entry.link + entry.published_raw).encode()


@settings(max_examples=150, deadline=None)
@given(some.binary(max_size=2_000), charsets)
def test_bytes_at_random_are_answered(body: bytes, charset: str | None) -> None:
    checked(body, charset)
    with contextlib.suppress(Unusable):
        read_opml(body)


@settings(max_examples=300, deadline=None)
@given(some.sampled_from(GOOD), changes, charsets)
def test_good_documents_gone_bad_are_answered(
    body: bytes, made: list[tuple[float, int, bytes]], charset: str | None
) -> None:
    for place, cut, scrap in made:
        start = int(place * len(body))
        body = body[:start] + scrap + body[start + cut :]
    checked(body, charset)
    with contextlib.suppress(Unusable):
        read_opml(body)


@settings(max_examples=100, deadline=None)
@given(some.text(max_size=30), some.text(max_size=30), some.text(max_size=30))
def test_any_words_in_any_field_are_answered(title: str, link: str, date: str) -> None:
    def escaped(text: str) -> str:
        told = text.encode("utf-8", "replace").decode()
        return told.replace("&", "&amp;").replace("<", "&lt;").replace("]]>", "")

    body = (
        f"<rss><channel><item><guid>1</guid><title>{escaped(title)}</title>"
        f"<link>{escaped(link)}</link><pubDate>{escaped(date)}</pubDate></item></channel></rss>"
    )
    checked(body.encode(), None)
