"""From what a source lists to articles: each entry once, within the quota, no text twice."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import F, Sum
from django.utils import timezone

from ingest import feeds
from ingest.feeds import Feed, Format
from ingest.models import Article, Entry, Poll, Source
from ingest.polling.keywords import is_wanted
from ingest.polling.look import Look
from ingest.reception import NotTakenError, Submission, receive, ring_for

MOST_A_POLL: Final = 200
KEYWORD: Final = "entry.keyword"
SAME_TEXT: Final = "entry.same_text"
KNOWN: Final = "entry.article_known"
QUOTA: Final = "entry.over_quota"
_ROWS: Final = 500
# Files have no title to look for keywords in before they are read.
_WHOLE: Final = frozenset({Source.Kind.FOLDER})


@dataclass(slots=True)
class Taken:
    """What became of the entries of a look; `skipped` counts those left out by reason."""

    taken: int = 0
    revised: int = 0
    skipped: Counter[str] = field(default_factory=Counter)

    @property
    def is_over_quota(self) -> bool:
        """Tell whether something was left for a later poll."""
        return self.skipped[QUOTA] > 0


def take(source: Source, look: Look) -> Taken:
    """Store what is new in a look, in the order in which the source lists it.

    What goes beyond the quota is not stored: it is new again at the next poll, if it is still
    listed. To be called inside the transaction that ends the poll.
    """
    result = Taken(skipped=Counter(look.feed.skipped))
    fresh = _unseen(source, look.feed, result)
    rows: list[Entry] = []
    wanted = list(_sifted(source, fresh, rows))
    room = max(0, min(MOST_A_POLL, source.quota_day - _taken_today(source)))
    originals, copies = _told_apart(source, wanted)
    rows += _taken(source, look.feed, originals[:room], result)
    if left := len(originals) - room:
        result.skipped[QUOTA] += max(left, 0)
    rows += _linked(source, copies, rows, result)
    result.skipped.update(row.skipped for row in rows if row.skipped)
    Entry.objects.bulk_create(rows, batch_size=_ROWS, ignore_conflicts=True)
    result.skipped = +result.skipped
    return result


def sift(source: Source, look: Look) -> list[tuple[feeds.Entry, str]]:
    """Return the entries of a look, each with why it would be left out, or ""; stores nothing."""
    return [(entry, _reason(source, entry)) for entry in look.feed.entries]


def _reason(source: Source, entry: feeds.Entry) -> str:
    return "" if is_wanted(entry, source.keywords) or source.kind in _WHOLE else KEYWORD


def _unseen(source: Source, feed: Feed, result: Taken) -> list[feeds.Entry]:
    """Return the entries that are new; those whose text has changed become revisions."""
    listed = {entry.identity: entry for entry in feed.entries}
    known = dict(
        source.entries.filter(identity__in=list(listed)).values_list("identity", "revision_sha256")
    )
    changed = {
        identity: listed[identity].revision
        for identity, revision in known.items()
        if revision != listed[identity].revision
    }
    result.revised = len(changed)
    _revise(source, changed)
    return [entry for identity, entry in listed.items() if identity not in known]


def _revise(source: Source, changed: Mapping[str, str]) -> None:
    rows = list(source.entries.filter(identity__in=list(changed)).only("pk", "identity"))
    for row in rows:
        row.revision_sha256 = changed[row.identity]
    Entry.objects.bulk_update(rows, ["revision_sha256"], batch_size=_ROWS)
    Entry.objects.filter(pk__in=[row.pk for row in rows]).update(revisions=F("revisions") + 1)


def _sifted(
    source: Source, fresh: Iterable[feeds.Entry], rows: list[Entry]
) -> Iterator[feeds.Entry]:
    """Yield what is wanted; of the rest it is noted that it was seen."""
    for entry in fresh:
        if reason := _reason(source, entry):
            rows.append(_row(source, entry, skipped=reason))
        else:
            yield entry


def _told_apart(
    source: Source, wanted: Iterable[feeds.Entry]
) -> tuple[list[feeds.Entry], list[feeds.Entry]]:
    """Return the first entry of each text, and those that bring a text that is there already."""
    listed = list(wanted)
    texts = [entry.text_sha256 for entry in listed if entry.text_sha256]
    there = set(
        source.entries.filter(text_sha256__in=texts)
        .exclude(article=None)
        .values_list("text_sha256", flat=True)
    )
    originals: list[feeds.Entry] = []
    copies: list[feeds.Entry] = []
    for entry in listed:
        (copies if entry.text_sha256 in there else originals).append(entry)
        there |= {entry.text_sha256} - {""}
    return originals, copies


def _taken(
    source: Source, feed: Feed, entries: list[feeds.Entry], result: Taken
) -> Iterator[Entry]:
    """Take entries in one by one, so that only one text is held at a time, and ring for all."""
    articles: list[Article] = []
    for entry in entries:
        try:
            receipt = receive(_submission(source, feed, entry), rings=False)
        except NotTakenError as error:
            yield _row(source, entry, skipped=f"article.{error.code}"[:40])
            continue
        except OSError:  # a file that has gone, or may not be read
            result.skipped["file.unreadable"] += 1
            continue
        receipt.article.body = b""
        articles.append(receipt.article)
        result.taken += receipt.is_new
        result.skipped[KNOWN] += not receipt.is_new
        yield _row(source, entry, article_id=receipt.article.pk)
    ring_for(articles)


def _linked(
    source: Source, copies: list[feeds.Entry], rows: list[Entry], result: Taken
) -> list[Entry]:
    """Return rows for entries whose text has an article already; what has none yet comes later."""
    articles: dict[str, int | None] = dict(
        source.entries.filter(text_sha256__in=[entry.text_sha256 for entry in copies])
        .exclude(article=None)
        .values_list("text_sha256", "article")
    )
    articles |= {row.text_sha256: row.article_id for row in rows if row.article_id}
    linked = [
        _row(source, entry, article_id=articles[entry.text_sha256])
        for entry in copies
        if articles.get(entry.text_sha256)
    ]
    result.skipped[SAME_TEXT] += len(linked)
    return linked


def _row(source: Source, entry: feeds.Entry, **told: Any) -> Entry:  # noqa: ANN401  columns
    return Entry(
        source=source,
        identity=entry.identity,
        title=entry.title or entry.file_name,
        link=entry.link,
        published=entry.published,
        published_raw=entry.published_raw,
        flags=list(entry.flags),
        text_sha256=entry.text_sha256,
        revision_sha256=entry.revision,
        **told,
    )


def _taken_today(source: Source) -> int:
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    polls = Poll.objects.filter(source=source, began_at__gte=midnight)
    return int(polls.aggregate(all=Sum("taken"))["all"] or 0)


def _submission(source: Source, feed: Feed, entry: feeds.Entry) -> Submission:
    told: dict[str, Any] = {
        "title": entry.title,
        "publisher": source.publisher or entry.publisher,
        "published": _published(feed, entry),
        "language": source.language or entry.language,
        "source_id": source.pk,
    }
    if entry.content is None:
        return Submission(origin=Article.Origin.URL, url=entry.link, **told)
    charset = "" if entry.file_name else "; charset=utf-8"
    return Submission(
        origin=Article.Origin.FILE,
        body=entry.content.body,
        content_type=f"{entry.content.media_type}{charset}",
        file_name=entry.file_name,
        url=entry.origin,
        **told,
    )


def _published(feed: Feed, entry: feeds.Entry) -> date | None:
    """Return the day in the publisher's zone; a plain sitemap only tells when a page changed."""
    if entry.published is None or (feed.format == Format.SITEMAP and not entry.title):
        return None
    latest = (timezone.now() + timedelta(days=1)).date()
    return min(entry.published.date(), latest)
