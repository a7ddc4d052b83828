"""Agreements: the list, newest first, and one with all that we hold of it."""

from typing import Any, Final

from django.db.models import Min, QuerySet
from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from agreements import cards, filters, paging
from agreements.api.framing import framed, link, read_clocks, read_limit, told_clocks
from agreements.api.freshness import CACHE_CONTROL, fresh_answer
from agreements.api.public import PublicView
from agreements.api.refusals import NotThenError, QueryError, UnknownRecordError
from agreements.api.schema import CLOCKS, FILTERS, KEY, PLACE, described
from agreements.api.shapes import AgreementPageSerializer, AgreementSerializer
from agreements.filters import Clocks, FilterError
from agreements.forwarding import forwarded
from agreements.models import Agreement, Card

_CLOCKS: Final = frozenset({"as_of", "known_at"})


class AgreementList(PublicView):
    """The agreements that a query asks for."""

    takes = filters.PARAMETERS | {"limit", "after", "before", "count"}

    @described(
        AgreementPageSerializer,
        "Agreements, newest first",
        operation="listAgreements",
        parameters=[*FILTERS, *CLOCKS, *PLACE],
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Answer with one page; the rows are sent as they are stored."""
        at = read_clocks(request.query_params)
        limit = read_limit(request.query_params)
        return fresh_answer(
            request, lambda: _list_body(request, at=at, limit=limit), as_of=at.as_of
        )


class AgreementItem(PublicView):
    """One agreement: milestones, commitments, terms and links, each with its evidence."""

    takes = _CLOCKS

    @described(
        AgreementSerializer,
        "One agreement, each value with its evidence",
        operation="getAgreement",
        parameters=[KEY, *CLOCKS],
        may_be_absent=True,
        may_be_merged=True,
    )
    def get(self, request: Request, key: str) -> HttpResponseBase:
        """Answer with the agreement as it stood on the day, as known at the moment."""
        at = read_clocks(request.query_params)
        try:
            return fresh_answer(request, lambda: _item_body(key, at), as_of=at.as_of)
        except NotFound:
            into = forwarded(key, known_at=at.known_at)
            if into is None:
                raise
            return _forward(request, into)


def _forward(request: Request, into: str) -> Response:
    """Lead on from a merged agreement, with the same query; a merge can be undone."""
    query = request.META.get("QUERY_STRING", "")
    address = reverse("api-agreement", args=[into]) + (f"?{query}" if query else "")
    response = Response({"merged_into": into}, status=308)
    response.headers["Location"] = request.build_absolute_uri(address)
    response.headers["Cache-Control"] = CACHE_CONTROL
    return response


def _list_body(request: Request, *, at: Clocks, limit: int) -> bytes:
    query = request.query_params
    found = _found(query)
    page = _page(found, query, limit)
    head: dict[str, Any] = {
        "next": link(request, "after", page.following),
        "previous": link(request, "before", page.preceding),
        **told_clocks(at),
    }
    if _wants_count(query):
        head["count"] = found.count()
    return framed(head, f'"results":[{",".join(map(cards.row, page.rows))}]}}')


def _item_body(key: str, at: Clocks) -> bytes:
    standing = cards.standing_on(at.as_of, known_at=at.known_at).filter(agreement__in=_named(key))
    card = standing.only("agreement_id", "item_json").first()
    if card is None:
        raise _why_absent(key, at)
    return framed(told_clocks(at), cards.item(card)[1:])


def _named(key: str) -> QuerySet[Agreement]:
    # A-01031 would be a second address of A-1031.
    return Agreement.objects.none() if key.startswith("A-0") else Agreement.objects.with_key(key)


def _why_absent(key: str, at: Clocks) -> NotFound:
    versions = Card.objects.filter(agreement__in=_named(key))
    known_from = versions.aggregate(first=Min("known_from"))["first"]
    if known_from is None:
        return UnknownRecordError(f"There is no agreement {key}.")
    if at.known_at is not None and at.known_at < known_from:
        return NotThenError(f"We knew nothing of {key} then, but have since {known_from:%Y-%m-%d}.")
    held = versions.held_at(at.known_at).aggregate(first=Min("spans__first_day"))
    if held["first"] is None:
        return NotThenError(f"{key} was known once, but is held no longer.")
    return NotThenError(f"{key} is known, but not before {held['first']}.")


def _found(query: QueryDict) -> QuerySet[Card]:
    try:
        return filters.agreements(query)
    except FilterError as error:
        raise QueryError.from_filter(error) from error


def _page(found: QuerySet[Card], query: QueryDict, limit: int) -> paging.Page[Card]:
    after, before = query.get("after", ""), query.get("before", "")
    if after and before:
        raise QueryError("before", "Give after or before, not both.")
    # Of a card's columns only these: the others are ten times as long.
    rows = found.only("agreement_id", "order_day", "row_json")
    try:
        return paging.page(rows, limit=limit, place=paging.Place(after, before))
    except paging.BadCursorError as error:
        name = "before" if before else "after"
        raise QueryError(name, str(error), code="query.cursor") from error


def _wants_count(query: QueryDict) -> bool:
    written = query.get("count", "")
    if written not in ("", "0", "1"):
        raise QueryError("count", "Write 1 to have the agreements counted.")
    return written == "1"
