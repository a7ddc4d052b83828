"""What the tests of feeds share: a day to read them on, samples, and documents made up."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from ingest.feeds import Feed, Unusable, parse

SAMPLES: Final = Path(__file__).parents[2] / "samples" / "feeds"
NOW: Final = datetime(2026, 3, 6, 12, tzinfo=UTC)
URL: Final = "https://post.example/feed"


def read(body: bytes, *, charset: str | None = None, url: str = URL) -> Feed:
    return parse(body, content_type=None, charset=charset, url=url, now=NOW)


def sample(name: str, *, url: str = URL) -> Feed:
    return read((SAMPLES / name).read_bytes(), url=url)


def refusal(body: bytes, *, charset: str | None = None) -> str:
    with pytest.raises(Unusable) as caught:
        read(body, charset=charset)
    assert caught.value.sentence.endswith(".")
    return caught.value.code


def rss(items: str, *, head: str = "", extra: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{head}<rss version="2.0"{extra}><channel><title>Post</title>'
        f"{items}</channel></rss>"
    ).encode()


def item(**told: str) -> str:
    """An item with a guid, a link and a title, unless told otherwise."""
    parts = {"guid": "g-1", "link": "https://post.example/1", "title": "Title"} | told
    return f"<item>{''.join(f'<{name}>{text}</{name}>' for name, text in parts.items())}</item>"
