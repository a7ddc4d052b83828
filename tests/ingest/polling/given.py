"""Sources and feeds made up for the tests of polls."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from ingest.models import Poll, Source
from ingest.polling import poll

FEED: Final = "http://post.example/feed"
TEXT: Final = "Estonia and Japan signed a security agreement in Tallinn on 4 March 2026. " * 4


def a_source(address: str = FEED, **told: Any) -> Source:  # noqa: ANN401  columns
    defaults = {"name": "Post", "kind": Source.Kind.FEED, "address": address}
    return Source.objects.create(**defaults | told)


def polled(source: Source) -> Poll:
    """Poll a source now, whenever its time is, and have it as it then stands."""
    Source.objects.filter(pk=source.pk).update(next_at=timezone.now() - timedelta(seconds=1))
    done = poll(source.pk)
    assert done is not None
    source.refresh_from_db()
    return done


def item(number: int, *, title: str = "", text: str = "", link: str | None = None) -> str:
    where = f"http://post.example/{number}" if link is None else link
    return (
        f"<item><guid>{number}</guid><title>{title or f'Title {number}'}</title>"
        f"<link>{where}</link><description>{text}</description></item>"
    )


def feed(items: Iterable[str]) -> str:
    return f"<rss version='2.0'><channel><title>Post</title>{''.join(items)}</channel></rss>"
