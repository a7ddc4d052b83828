"""A look at a single page that is watched.

Two things are watched for, and the editor says which. With keywords it is a page that lists others
(a ministry's list of releases without a feed): each link to the same site whose words have a
keyword is an entry, the first look included; the keyword `*` takes every headline. Without keywords
the page itself is watched (the text of a treaty, a page of dates): it comes in as it is now, and
again when its main text has changed, letters and order, not its furniture; at most once a day, so
that a page with a clock in it floods nobody.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.utils import timezone

from ingest.clean import MainText, clean, headlines
from ingest.clean.charset import decoded
from ingest.feeds import Entry, Feed, Format, Gatherer, OwnText, Told
from ingest.fetch import DEFAULT_LIMITS, NotModified, Page, Validators
from ingest.models import Source
from ingest.polling.look import Look, sha256
from ingest.polling.web import Get

LIMITS: Final = replace(DEFAULT_LIMITS, total_seconds=15.0)
_OFTENEST: Final = timedelta(days=1)
_MOST: Final = 2_000


def look_at_page(source: Source, get: Get) -> Look:
    """Return the links of a page that have a keyword, or the page itself if its text has changed.

    Raises:
        Refused, Unreachable: as `fetch`.
        Unreadable: as `clean`.
    """
    answer = get(source.address, Validators(source.etag, source.last_modified))
    moved_to = answer.moved_to or ""
    if isinstance(answer, NotModified):
        return Look(
            is_unchanged=True,
            validators=answer.validators,
            body_sha256=source.body_sha256,
            moved_to=moved_to,
        )
    if source.keywords:
        feed, digest = _listed(answer), sha256(answer.body)
        is_unchanged = digest == source.body_sha256
    else:
        feed, digest = _itself(answer)
        is_unchanged = digest == source.body_sha256
        if not is_unchanged and _is_too_soon(source):
            return Look(is_unchanged=True, body_sha256=source.body_sha256, moved_to=moved_to)
    return Look(
        feed=feed,
        is_unchanged=is_unchanged,
        validators=answer.validators,
        body_sha256=digest,
        moved_to=moved_to,
    )


def _is_too_soon(source: Source) -> bool:
    return source.found_at is not None and source.found_at > timezone.now() - _OFTENEST


def _listed(page: Page) -> Feed:
    found = headlines(page.body, charset=page.charset, url=page.final_url)
    gatherer = Gatherer(timezone.now())
    for headline in found[:_MOST]:
        gatherer.add(
            Told(
                links=((headline.link, page.final_url),),
                title=headline.text,
                title_is_markup=False,
            )
        )
    return Feed(
        format=Format.PAGE,
        entries=tuple(gatherer.entries),
        seen=len(found),
        skipped=dict(gatherer.skipped),
        warnings=(*(["feed.truncated"] if len(found) > _MOST else []), *gatherer.warnings()),
    )


def _itself(page: Page) -> tuple[Feed, str]:
    """Return the page as its only entry, and the hash of its main text."""
    text = clean(
        page.body, content_type=page.content_type, charset=page.charset, url=page.final_url
    )
    digest = sha256(text.text.encode())
    entry = Entry(
        identity=sha256(f"text {digest}".encode()),
        title=text.title or "",
        content=_content(page, text),
        origin=page.final_url,
        revision=digest,
    )
    return Feed(format=Format.PAGE, title=entry.title, entries=(entry,), seen=1), digest


def _content(page: Page, text: MainText) -> OwnText:
    if page.content_type == "text/plain":
        return OwnText(text.text.encode(), "text/plain")
    return OwnText(decoded(page.body, page.charset).encode("utf-8", "replace"), "text/html")
