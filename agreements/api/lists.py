"""What all lists share: a page of rows, its neighbours, and the moment that a walk is held to."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Final, TypeVar

from django.db.models import Model, QuerySet
from django.http import QueryDict
from rest_framework.request import Request

from agreements import filters, paging
from agreements.api.framing import (
    bad_cursor,
    copied,
    framed,
    link,
    read_clocks,
    read_limit,
    read_place,
    told_clocks,
)
from agreements.api.refusals import QueryError, filters_refused
from agreements.clocks import Clocks
from agreements.filters import Question

_CLOCKS: Final = ("as_of", "known_at")
CLOCKS: Final = frozenset(_CLOCKS)
# What a list takes beside its filters: where a page begins and how long it is.
PLACE: Final = frozenset({"limit", "after", "before", "count"})
# Between a cursor's place and its clocks: in none of them, and in addresses as it is.
_BETWEEN: Final = "~"
# These make no other list of it: a walk may go on with other ones.
_LOOKS: Final = PLACE | {"expand", "fields"}

Row = TypeVar("Row", bound=Model)
Shown = TypeVar("Shown")


@dataclass(frozen=True)
class Listing:
    """One page that was asked for.

    `at` are the clocks as they were asked for, `held` those that the whole walk is held to: the
    day, and the last change that was published when it began. What is being published while the
    first page is read has a later moment, so that no page of the walk knows of it. `query` is what
    was asked, with the clocks that a cursor brings along.
    """

    request: Request
    query: QueryDict
    at: Clocks
    held: Clocks
    limit: int
    is_counted: bool

    def question(self) -> Question:
        """Return what is asked about agreements, held to the walk's moment."""
        with filters_refused():
            return Question(self.query, at=self.held)

    def page(self, found: QuerySet[Row], order: paging.Order = paging.NEWEST) -> paging.Page[Row]:
        """Return the rows of the page; one query."""
        place = self.place()
        try:
            return paging.page(found, limit=self.limit, place=place, order=order)
        except paging.BadCursorError as error:
            raise self.bad_cursor(error) from error

    def page_of(
        self, fetch: Callable[[paging.Stretch], list[Shown]], order: paging.Order = paging.NEWEST
    ) -> paging.Page[Shown]:
        """Return the rows of the page of a list that `fetch` reads in this order."""
        try:
            return paging.page_of(fetch, limit=self.limit, place=self.place(), order=order)
        except paging.BadCursorError as error:
            raise self.bad_cursor(error) from error

    def place(self) -> paging.Place:
        """Return where the page lies; its cursors hold for this list and query alone."""
        name, query = self.request.path, self.query
        after, before = query.get("after", ""), query.get("before", "")
        return paging.Place(
            after,
            before,
            read_as=_named(name, query) if after or before else "",
            write_as=_named(name, self._pinned),
        )

    def bad_cursor(self, error: paging.BadCursorError) -> QueryError:
        """Return the refusal of the cursor that was given."""
        return bad_cursor(self.query, error)

    def head(
        self, following: str | None, preceding: str | None, *, count: int | None = None
    ) -> dict[str, Any]:
        """Return what stands before the rows: the neighbours' addresses, the clocks, the count."""
        told = {
            "next": link(self.request, "after", self._cursor(following), asked=self._pinned),
            "previous": link(self.request, "before", self._cursor(preceding), asked=self._pinned),
            **told_clocks(self.at),
        }
        return told if count is None else told | {"count": count}

    def _cursor(self, place: str | None) -> str | None:
        """Return a place with the walk's clocks: who has nothing else still goes on with it."""
        clocks = told_clocks(self.held).values()
        return place and _BETWEEN.join([place, *(clock or "" for clock in clocks)])

    @cached_property
    def _pinned(self) -> QueryDict:
        """The query of the walk's other pages: both clocks stand in it."""
        query = copied(self.query)
        for name, value in told_clocks(self.held).items():
            if value is not None:
                query[name] = value
        return query


def read_listing(request: Request, changed_at: datetime | None) -> Listing:
    """Read which page is asked for of a record that was last changed at that moment."""
    read_place(request.query_params)
    query = _with_clocks(request.query_params)
    at = read_clocks(query)
    held = held_to(at, changed_at)
    return Listing(request, query, at, held, read_limit(query), _is_counted(query))


def listed(head: dict[str, Any], rows: Iterable[str]) -> bytes:
    """Return the body of a list whose rows are written already."""
    return framed(head, f'"results":[{",".join(rows)}]}}')


def held_to(at: Clocks, changed_at: datetime | None) -> Clocks:
    """Return the clocks with the last change as the moment known, where none earlier was named."""
    moments = [moment for moment in (at.known_at, changed_at) if moment is not None]
    return replace(at, known_at=min(moments, default=None))


def _with_clocks(query: QueryDict) -> QueryDict:
    """Return the query with its cursor's clocks, which hold for the whole walk.

    Those that are named beside it must allow for them: the same day, no moment before.
    """
    name = "before" if query.get("before") else "after"
    place, *clocks = query.get(name, "").split(_BETWEEN)
    if not clocks:
        return query
    at = read_clocks(query)
    asked = copied(query)
    asked[name] = place
    for clock, value in zip(_CLOCKS, clocks, strict=False):
        asked[clock] = value
    if not place or len(clocks) != len(_CLOCKS) or not _allow(query, at, asked):
        raise bad_cursor(query, paging.BadCursorError())
    return asked


def _allow(query: QueryDict, at: Clocks, asked: QueryDict) -> bool:
    try:
        brought = read_clocks(asked)
    except QueryError:
        return False
    if query.get("as_of") and at.as_of != brought.as_of:
        return False
    return at.known_at is None or (brought.known_at is not None and brought.known_at <= at.known_at)


def _is_counted(query: QueryDict) -> bool:
    written = query.get("count", "")
    with filters_refused():
        return bool(written) and filters.one_of("count", [written], ("0", "1")) == ["1"]


def _named(path: str, query: QueryDict) -> str:
    """Return the name of the list that a query makes: cursors hold for it alone."""
    asked = sorted(
        (name, value)
        for name, values in query.lists()
        if name not in _LOOKS
        for value in values
        if value
    )
    return json.dumps([path, asked])
