"""Sources as a list shows them, and what a source has brought in lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from ingest.models import Article, Entry, Poll, Source

A_PAGE: Final = 50
_FAILING: Final = Q(is_on=True, failures__gt=0)


class Show(StrEnum):
    """Which sources are listed."""

    ALL = "all"
    ON = "on"
    OFF = "off"
    FAILING = "failing"


_SHOWN: Final = {
    Show.ALL: Q(),
    Show.ON: Q(is_on=True),
    Show.OFF: Q(is_on=False),
    Show.FAILING: _FAILING,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A source, and how many new articles it has brought today (UTC)."""

    source: Source
    taken_today: int


@dataclass(frozen=True, slots=True)
class Survey:
    """A page of sources, how many there are of each, and whether there are more."""

    lines: list[Line]
    counts: dict[str, int]
    has_more: bool


def survey(show: Show, query: str, page: int) -> Survey:
    """Return a page of sources, the first is 1; `query` is looked for in names and addresses."""
    found = matching(show, query)
    first = (page - 1) * A_PAGE
    rows = list(found[first : first + A_PAGE + 1])
    shown = rows[:A_PAGE]
    today = _taken_today(shown)
    lines = [Line(source, today.get(source.pk, 0)) for source in shown]
    return Survey(lines, _counts(), len(rows) > A_PAGE)


def matching(show: Show, query: str) -> QuerySet[Source]:
    """Return the sources of a list, those of all its pages."""
    found = Source.objects.filter(_SHOWN[show])
    if words := query.strip():
        found = found.filter(Q(name__icontains=words) | Q(address__icontains=words))
    return found


def _counts() -> dict[str, int]:
    counted: dict[str, int] = Source.objects.aggregate(
        **{show.value: Count("pk", filter=_SHOWN[show]) for show in Show}
    )
    return counted


def _taken_today(sources: Sequence[Source]) -> dict[int, int]:
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    polls = Poll.objects.filter(source__in=sources, began_at__gte=midnight).order_by()
    return dict(polls.values("source").annotate(all=Sum("taken")).values_list("source", "all"))


def taken_today(source: Source) -> int:
    """Return how many new articles a source has brought today (UTC)."""
    return _taken_today([source]).get(source.pk, 0)


def polls_of(source: Source) -> QuerySet[Poll]:
    """Return its polls, the newest first."""
    return source.polls.all()


def entries_of(source: Source) -> QuerySet[Entry]:
    """Return its entries with what became of them, the newest first."""
    return source.entries.select_related("article").defer("article__body")


def articles_of(source: Source) -> QuerySet[Article]:
    """Return the articles that it was the first to bring, the newest first."""
    return source.articles.defer("body")
