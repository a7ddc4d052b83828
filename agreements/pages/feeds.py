"""What editors published, as feeds that programs follow: Atom and JSON Feed, the same entries."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements import news, summaries
from agreements.pages import listing
from agreements.pages.asking import Asked, address, read_query
from agreements.pages.downloads import refusal, site_of
from agreements.pages.published import Entry, asked_about, in_words
from agreements.pages.unchanged import unless_unchanged

_ENTRIES: Final = 100
_NAME: Final = "Accord Atlas"
# When nothing has been published yet.
_MIN: Final = datetime(2000, 1, 1, tzinfo=UTC)
# What XML can't hold, whatever way it is written.
_UNPRINTABLE: Final = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: `mark` is its name for good, `url` the page it is about."""

    mark: str
    url: str
    title: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """What is told before the entries, and these."""

    title: str
    page: str
    items: list[Item]


@require_safe
@unless_unchanged
def atom_feed(request: HttpRequest) -> HttpResponseBase:
    """Send the latest changes as an Atom feed; a query that makes no sense is refused."""
    asked = read_query(request)
    return refusal(asked) or _atom(request, asked)


@require_safe
@unless_unchanged
def json_feed(request: HttpRequest) -> HttpResponseBase:
    """Send the same as JSON Feed 1.1."""
    asked = read_query(request)
    return refusal(asked) or _json(request, asked)


def _atom(request: HttpRequest, asked: Asked) -> HttpResponse:
    told = _feed(request, asked)
    feed = _AtomFeed(
        title=told.title,
        link=told.page,
        description=None,
        feed_url=_own_address(request, asked, "changes-feed"),
        author_name=_NAME,
        language=get_language() or "en",
        updated=asked.tally.version[1] or _MIN,
    )
    for item in told.items:
        feed.add_item(
            title=item.title,
            link=item.url,
            description=escape(item.text),  # Django tells of it as HTML
            unique_id=item.mark,
            pubdate=item.at,
            updateddate=item.at,
        )
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )


def _json(request: HttpRequest, asked: Asked) -> HttpResponse:
    told = _feed(request, asked)
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": told.title,
        "home_page_url": told.page,
        "feed_url": _own_address(request, asked, "changes-json"),
        "authors": [{"name": _NAME}],
        "language": get_language() or "en",
        "items": [_json_item(item) for item in told.items],
    }
    return HttpResponse(
        json.dumps(feed, ensure_ascii=False), content_type="application/feed+json; charset=utf-8"
    )


def _json_item(item: Item) -> dict[str, str]:
    moment = item.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return {
        "id": item.mark,
        "url": item.url,
        "title": item.title,
        "content_text": item.text,
        "date_published": moment,
        "date_modified": moment,
    }


def _feed(request: HttpRequest, asked: Asked) -> Feed:
    words = listing.Words(summaries.party_names(), summaries.commitment_names())
    filters = [f"{chip.label}: {chip.value}" for chip in listing.chips(asked.query, "", words)]
    title = " \N{MIDDLE DOT} ".join([_("Accord Atlas: changes to the record"), *filters])
    found = news.read(asked_about(asked), limit=_ENTRIES, known_at=asked.clocks.known_at)
    return Feed(
        title.translate(_UNPRINTABLE),
        _own_address(request, asked, "changes"),
        [_item(request, in_words(told, words)) for told in found],
    )


def _item(request: HttpRequest, entry: Entry) -> Item:
    told = entry.news
    page = reverse("agreement", args=[told.key]) if told.key else reverse("changes")
    host = request.get_host().partition(":")[0]
    return Item(
        mark=f"tag:{host},2026:changes/{told.number}",
        url=site_of(request) + page,
        title=f"{entry.what}: {told.title}".translate(_UNPRINTABLE),
        text="; ".join(entry.words).translate(_UNPRINTABLE) or entry.what,
        at=told.at,
    )


def _own_address(request: HttpRequest, asked: Asked, view: str) -> str:
    return site_of(request) + address(reverse(view), asked.without())


class _AtomFeed(Atom1Feed):
    """Atom that was last updated when the record was, also while it has no entries."""

    def latest_post_date(self) -> datetime:
        """Return when the feed's content last changed."""
        updated: datetime = self.feed["updated"]
        return updated
