"""The changes of the record in order: what a program replays to have what we have."""

from typing import Final

from django.http import QueryDict
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from agreements import changelog, following
from agreements.api.framing import framed, link, read_clocks, read_limit, read_place, told_clocks
from agreements.api.freshness import fresh_answer
from agreements.api.public import PublicView
from agreements.api.refusals import QueryError, filters_refused
from agreements.api.schema import CLOCKS, FOLLOWED, PLACE, described
from agreements.api.shapes_of_changes import RecordChangePageSerializer
from agreements.filters import Clocks
from agreements.numbers import whole_number

_TAKES: Final = frozenset({"as_of", "known_at", "limit", "after", "before"})


class ChangeList(PublicView):
    """Every change of the record, from the first on."""

    takes = _TAKES | following.PARAMETERS
    repeats = following.REPEATABLE

    @described(
        RecordChangePageSerializer,
        "Every change of the record, in order",
        operation="listChanges",
        parameters=[*FOLLOWED, *CLOCKS, *(place for place in PLACE if place.name != "count")],
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Answer with one page of changes, the oldest first; agreements as they are stored."""
        at = read_clocks(request.query_params)
        limit = read_limit(request.query_params)
        after, before = _place(request.query_params)
        with filters_refused():
            wanted = following.read(request.query_params)
        return fresh_answer(
            request,
            lambda: _body(request, at, wanted, limit=limit, after=after, before=before),
            as_of=at.as_of,
        )


def _place(query: QueryDict) -> tuple[int, int | None]:
    read_place(query)
    return _number(query, "after") or 0, _number(query, "before")


def _number(query: QueryDict, name: str) -> int | None:
    written = query.get(name, "")
    number = whole_number(written)
    if written and number is None:
        raise QueryError(
            name, f"Write {name} as the number of a change, like 12.", code="query.cursor"
        )
    return number


def _body(
    request: Request,
    at: Clocks,
    wanted: following.Wanted,
    *,
    limit: int,
    after: int,
    before: int | None,
) -> bytes:
    page = changelog.page(
        as_of=at.as_of,
        known_at=at.known_at,
        limit=limit,
        after=after,
        before=before,
        wanted=wanted,
    )
    # The whole walk is about one day, also across midnight.
    asked = request.query_params.copy()
    asked["as_of"] = at.as_of.isoformat()
    head = {
        "next": link(request, "after", page.following, asked=asked),
        "previous": link(request, "before", page.preceding, asked=asked),
        "last": page.last,
        **told_clocks(at),
    }
    return framed(head, f'"results":[{",".join(map(changelog.line, page.changes))}]}}')
