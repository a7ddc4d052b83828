"""What lists and items share: the clocks and the size they are asked for, and their frame."""

import json
from typing import Any, Final

from django.http import QueryDict
from rest_framework.request import Request

from agreements import filters
from agreements.api.refusals import QueryError, filters_refused
from agreements.filters import Clocks
from agreements.numbers import whole_number
from agreements.paging import BadCursorError

LIMIT: Final = 50
MOST: Final = 200
_PLAIN: Final = json.JSONEncoder(separators=(",", ":"))


def read_clocks(query: QueryDict) -> Clocks:
    """Return the two clocks of a query; raises QueryError."""
    with filters_refused():
        return filters.clocks(query)


def read_limit(query: QueryDict) -> int:
    """Return how many rows a page is to have; raises QueryError."""
    written = query.get("limit", "") or str(LIMIT)
    limit = whole_number(written, digits=len(str(MOST)))
    if limit is None or not 1 <= limit <= MOST:
        raise QueryError("limit", f"Write limit as a number from 1 to {MOST}.")
    return limit


def read_place(query: QueryDict) -> tuple[str, str]:
    """Return after and before which place a page is asked for, at most one; raises QueryError."""
    after, before = query.get("after", ""), query.get("before", "")
    if after and before:
        raise QueryError("before", "Give after or before, not both.")
    return after, before


def bad_cursor(query: QueryDict, error: BadCursorError) -> QueryError:
    """Return the refusal of the cursor that a query has."""
    name = "before" if query.get("before") else "after"
    return QueryError(name, str(error), code="query.cursor")


def link(
    request: Request, name: str, cursor: str | None, *, asked: QueryDict | None = None
) -> str | None:
    """Return the address of the same list from another place on; None for no place.

    `asked` is the query where it is not quite the request's.
    """
    if cursor is None:
        return None
    query = copied(asked or request.query_params)
    for stale in ("after", "before"):
        query.pop(stale, None)
    query[name] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode(safe=',:')}")


def copied(query: QueryDict) -> QueryDict:
    """Return the query to be changed; in a tenth of the time that its own `copy` takes."""
    fresh = QueryDict(mutable=True)
    for name, values in query.lists():
        fresh.setlist(name, list(values))
    return fresh


def told_clocks(at: Clocks) -> dict[str, str | None]:
    """Return the two clocks as the answer repeats them; a `known_at` of now is null."""
    known_at = at.known_at.isoformat().replace("+00:00", "Z") if at.known_at else None
    return {"as_of": at.as_of.isoformat(), "known_at": known_at}


def framed(head: dict[str, Any], rest: str) -> bytes:
    """Return `head` as the beginning of a JSON object that `rest` ends."""
    begun = _PLAIN.encode(head)[:-1]
    return f"{begun},{rest}".encode()
