"""The lists of the queue: what is in each, in which order, and what comes next."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, TypeAlias

from django.contrib.auth.models import User
from django.db.models import BooleanField, Count, Exists, Func, Min, OuterRef, Q, Value
from django.db.models.functions import Now

from agreements import reporting
from agreements.models import Draft
from agreements.models.draft import DraftQuerySet
from agreements.pages.queue.asking import ONLY, Asked, Place
from agreements.sorting import LOW_CONFIDENCE
from agreements.summaries import Queue

# The drafts that an editor has had a say on, as `DraftQuerySet.said_by` tells; None if not asked.
Said: TypeAlias = Collection[int] | None

PAGE_SIZE: Final = 50
_ORDER: Final = ("urgency", "queued_at", "pk")
_BACKWARDS: Final = ("-urgency", "-queued_at", "-pk")
_ONLY: Final = {
    "new": Q(kind=Draft.Kind.NEW),
    "update": Q(kind__in=[Draft.Kind.UPDATE, Draft.Kind.CONFLICT]),
    "conflict": Q(kind=Draft.Kind.CONFLICT),
    "unsure": Q(score__lt=LOW_CONFIDENCE),
}


@dataclass(frozen=True, slots=True)
class ListPage:
    """Some drafts of a list, and the places where the neighbouring pages begin; None at an end."""

    drafts: list[Draft]
    following: Place | None
    preceding: Place | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a draft is in a list: its place from 1, of how many, and its neighbours' numbers."""

    position: int | None
    total: int
    previous: int | None
    following: int | None


def listed(asked: Asked, editor: User, said: Said = None) -> DraftQuerySet:
    """Return the drafts of a list, in no order; `said` is what `said_by` tells of the editor."""
    found = _of_tab(asked.tab, editor, said)
    if asked.only:
        found = found.filter(_ONLY[asked.only])
    if asked.party:
        found = found.filter(pair__contains=f'"{asked.party}"')
    if asked.document:
        found = found.filter(document=int(asked.document))
    return found.filter(_told_by(asked.source)) if asked.source else found


def read_page(asked: Asked, editor: User, said: Said = None) -> ListPage:
    """Return the page that was asked for; one query, as quick at the end as at the beginning."""
    drafts = listed(asked, editor, said).select_related("document", "match", "lease_by")
    drafts = drafts.defer("document__text", "revised")
    if asked.before:
        found = list(drafts.filter(_ahead_of(asked.before)).order_by(*_BACKWARDS)[: PAGE_SIZE + 1])
        shown = found[:PAGE_SIZE][::-1]
        return ListPage(shown, _last(shown), _first(shown) if len(found) > PAGE_SIZE else None)
    if asked.after:
        drafts = drafts.filter(_behind(asked.after))
    found = list(drafts.order_by(*_ORDER)[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    has_more = len(found) > PAGE_SIZE
    return ListPage(shown, _last(shown) if has_more else None, asked.after and _first(shown))


def count_lists(asked: Asked, editor: User, said: Said = None) -> tuple[Queue, dict[str, int]]:
    """Return the length of the open list, and {chip: how many drafts its list has}, "" for all.

    One query, and one more where the list asked for is not the open one.
    """
    counts = {name: Count("pk", filter=_ONLY[name]) for name in ONLY}
    found = listed(asked.but(only=""), editor, said).aggregate(
        count=Count("pk"), oldest_at=Min("created_at"), **counts
    )
    by_chip = {"": found["count"], **{name: found[name] for name in ONLY}}
    if is_whole(asked.but(only="")):
        return Queue(found["count"], found["oldest_at"]), by_chip
    every = listed(Asked(), editor, said)
    whole = every.aggregate(count=Count("pk"), oldest_at=Min("created_at"))
    return Queue(**whole), by_chip


def is_whole(asked: Asked) -> bool:
    """Tell whether nothing narrows the list: it holds all that waits."""
    return asked.but() == Asked()


def count_by_tab(editor: User) -> dict[str, int]:
    """Return how many drafts are one's own or put off, and how many reports wait; two queries."""
    found = DraftQuerySet(Draft).filter(state__in=Draft.UNDECIDED)
    counts = found.aggregate(
        mine=Count("pk", filter=_mine(editor)), later=Count("pk", filter=_LATER)
    )
    return counts | {"reports": reporting.count_open()}


def standing(draft: Draft, asked: Asked, editor: User) -> Standing:
    """Return where a draft is in its list; neighbours that others look at are passed over."""
    here, found = Place.of(draft), listed(asked, editor, DraftQuerySet.said_by(editor))
    counts = found.aggregate(
        total=Count("pk"),
        ahead=Count("pk", filter=_ahead_of(here)),
        itself=Count("pk", filter=Q(pk=draft.pk)),
    )
    free = found.free_for(editor)
    ahead = free.filter(_ahead_of(here)).order_by(*_BACKWARDS).values_list(Value("previous"), "pk")
    behind = free.filter(_behind(here)).order_by(*_ORDER).values_list(Value("following"), "pk")
    neighbours = dict(ahead[:1].union(behind[:1], all=True))
    return Standing(
        position=counts["ahead"] + 1 if counts["itself"] else None,
        total=counts["total"],
        previous=neighbours.get("previous"),
        following=neighbours.get("following"),
    )


def next_draft(draft: Draft, editor: User, asked: Asked) -> int | None:
    """Return the number of the draft to go on with: the one behind, else the first of the list.

    Those that others look at are passed over.
    """
    found = listed(asked, editor, DraftQuerySet.said_by(editor)).free_for(editor)
    ordered = found.exclude(pk=draft.pk).order_by(*_ORDER).values_list("pk", flat=True)
    return ordered.filter(_behind(Place.of(draft))).first() or ordered.first()


_LATER: Final = Q(deferred_until__gt=Now())


def _mine(editor: User) -> Q:
    return Q(lease_by=editor, lease_until__gt=Now()) | Q(revised_by=editor)


def _of_tab(tab: str, editor: User, said: Said) -> DraftQuerySet:
    if tab == "open":
        return DraftQuerySet(Draft).waiting_for(editor, said)
    found = DraftQuerySet(Draft).filter(state__in=Draft.UNDECIDED)
    return found.filter(_mine(editor) if tab == "mine" else _LATER)


def _told_by(source: str) -> Q:
    """Match stories of which one of the texts is of this publisher."""
    others = Draft.objects.filter(
        head=OuterRef("pk"), state__in=Draft.UNDECIDED, document__publisher=source
    )
    return Q(document__publisher=source) | Q(Exists(others))


class _Row(Func):
    """A row of values, which PostgreSQL compares as one: so it finds a place by the index."""

    template = "(%(expressions)s)"
    output_field = BooleanField()


class _Behind(Func):
    """Tell whether one row comes after the other."""

    template = "%(expressions)s"
    arg_joiner = " > "
    output_field = BooleanField()


class _Ahead(_Behind):
    """Tell whether one row comes before the other."""

    arg_joiner = " < "


def _behind(place: Place) -> Q:
    return Q(_Behind(_Row(*_ORDER), _row(place)))


def _ahead_of(place: Place) -> Q:
    return Q(_Ahead(_Row(*_ORDER), _row(place)))


def _row(place: Place) -> _Row:
    return _Row(Value(place.urgency), Value(place.queued_at), Value(place.number))


def _first(shown: list[Draft]) -> Place | None:
    return Place.of(shown[0]) if shown else None


def _last(shown: list[Draft]) -> Place | None:
    return Place.of(shown[-1]) if shown else None
