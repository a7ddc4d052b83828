"""A look at a feed or a sitemap: asked for only if it has changed, an index followed one level."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from django.utils import timezone

from ingest.feeds import Entry, Feed, Format, Part, Unusable, parse
from ingest.fetch import (
    FEED_LIMITS,
    FetchError,
    Limits,
    Network,
    NotModified,
    Page,
    Validators,
    fetch,
)
from ingest.manners import NotYet, polite
from ingest.models import Source
from ingest.polling.look import Look, sha256

# Shorter than what a batch of sources may take with a slow one among them.
LIMITS: Final = replace(FEED_LIMITS, total_seconds=15.0)
PART_FAILED: Final = "sitemap.part_failed"
_MOST_PARTS: Final = 5
_LATEST_PART_SECONDS: Final = 30.0
_MOST_ENTRIES: Final = 2_000
# A thread waits so long for its turn at a host; for the next sitemap it has to.
_PATIENCE_SECONDS: Final = 6.0

Get = Callable[[str, Validators], Page | NotModified]


def getter(network: Network, limits: Limits = LIMITS) -> Get:
    """Return the way to ask for an address."""
    gate = polite(patience_seconds=_PATIENCE_SECONDS)
    return lambda url, validators: fetch(
        url, validators=validators, limits=limits, gate=gate, network=network
    )


def look_at_feed(source: Source, get: Get) -> Look:
    """Return what a feed, a sitemap or the newest sitemaps of an index list.

    Raises:
        Refused, Unreachable: as `fetch`.
        NotYet: it is not the host's time.
        Unusable: as `parse`.
    """
    answer = get(source.address, Validators(source.etag, source.last_modified))
    if isinstance(answer, NotModified):
        return Look(
            is_unchanged=True,
            validators=answer.validators,
            body_sha256=source.body_sha256,
            moved_to=answer.moved_to or "",
        )
    digest = sha256(answer.body)
    seen = Look(validators=answer.validators, body_sha256=digest, moved_to=answer.moved_to or "")
    if digest == source.body_sha256:
        return replace(seen, is_unchanged=True)
    feed = _parsed(answer)
    if feed.format != Format.SITEMAP_INDEX:
        return replace(seen, feed=feed)
    followed = replace(seen, feed=_followed(feed, get))
    # An index that does not say when its sitemaps changed is the same whatever they list.
    is_telling = all(part.changed for part in feed.parts)
    return followed if is_telling else replace(followed, validators=Validators(), body_sha256="")


def _parsed(page: Page) -> Feed:
    return parse(
        page.body,
        content_type=page.content_type,
        charset=page.charset,
        url=page.final_url,
        now=timezone.now(),
    )


def _followed(index: Feed, get: Get) -> Feed:
    """Return the entries of the newest sitemaps of an index; one that fails hides no other."""
    entries: dict[str, Entry] = {}
    warnings = set(index.warnings)
    seen, failure = 0, None
    for found in _sitemaps(index.parts, get):
        if not isinstance(found, Feed):
            failure = found
            warnings.add(PART_FAILED)
            continue
        seen += found.seen
        warnings |= set(found.warnings)
        entries |= {entry.identity: entry for entry in found.entries}
    if failure and not entries:
        raise failure
    return replace(
        index,
        entries=tuple(entries.values())[:_MOST_ENTRIES],
        seen=seen,
        warnings=tuple(sorted(warnings)),
    )


def _sitemaps(parts: tuple[Part, ...], get: Get) -> Iterator[Feed | FetchError | NotYet | Unusable]:
    """Yield the newest sitemaps while there is time; an index inside an index lists nothing."""
    began = time.monotonic()
    for part in parts[:_MOST_PARTS]:
        if time.monotonic() - began > _LATEST_PART_SECONDS:
            return
        try:
            page = get(part.link, Validators())
            if isinstance(page, Page):
                yield _parsed(page)
        except (FetchError, NotYet, Unusable) as error:
            yield error
