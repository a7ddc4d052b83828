"""Agreements: the list, newest first, and one with all that we hold of it."""

from django.db.models import Min, QuerySet
from django.http.response import HttpResponseBase
from django.urls import reverse
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from agreements import cards, filters
from agreements.api import expansion, schema
from agreements.api.expansion import Wanted, read_wanted
from agreements.api.framing import framed, read_clocks, told_clocks
from agreements.api.freshness import CACHE_CONTROL, fresh_answer, read_version
from agreements.api.lists import CLOCKS, PLACE, Listing, listed, read_listing
from agreements.api.public import PublicView
from agreements.api.refusals import NotThenError, UnknownRecordError, filters_refused
from agreements.api.schema import FILTERS, KEY, described
from agreements.api.shapes import AgreementPageSerializer, AgreementSerializer
from agreements.filters import Clocks
from agreements.forwarding import forwarded
from agreements.models import Agreement, Card
from agreements.models.card import CardQuerySet


class AgreementList(PublicView):
    """The agreements that a query asks for."""

    takes = filters.PARAMETERS | PLACE | expansion.TAKES

    @described(
        AgreementPageSerializer,
        "Agreements, newest first",
        operation="listAgreements",
        parameters=[*FILTERS, *schema.CLOCKS, *schema.PLACE, *schema.TOLD],
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Answer with one page; the rows are sent as they are stored."""
        version = read_version()
        asked = read_listing(request, version.changed_at)
        wanted = read_wanted(request.query_params)
        return fresh_answer(
            request, lambda: _list_body(asked, wanted), as_of=asked.at.as_of, of=version
        )


class AgreementItem(PublicView):
    """One agreement: milestones, commitments, terms and links, each with its evidence."""

    takes = CLOCKS | expansion.TAKES

    @described(
        AgreementSerializer,
        "One agreement, each value with its evidence",
        operation="getAgreement",
        parameters=[KEY, *schema.CLOCKS, *schema.TOLD],
        may_be_absent=True,
        may_be_merged=True,
    )
    def get(self, request: Request, key: str) -> HttpResponseBase:
        """Answer with the agreement as it stood on the day, as known at the moment."""
        at = read_clocks(request.query_params)
        wanted = read_wanted(request.query_params, is_whole=True)
        try:
            return fresh_answer(request, lambda: _item_body(key, at, wanted), as_of=at.as_of)
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


def _list_body(asked: Listing, wanted: Wanted) -> bytes:
    found = _found(asked)
    # Of a card's columns only these: the others are ten times as long.
    written = "item_json" if wanted.needs_item else "row_json"
    page = asked.page(found.only("agreement_id", "order_day", written))
    count = found.count() if asked.is_counted else None
    head = asked.head(page.following, page.preceding, count=count)
    if wanted.is_usual:
        return listed(head, map(cards.row, page.rows))
    return listed(head, wanted.told(page.rows, asked.held.known_at))


def _item_body(key: str, at: Clocks, wanted: Wanted) -> bytes:
    standing = cards.standing_on(at.as_of, known_at=at.known_at).filter(agreement__in=_named(key))
    card = standing.only("agreement_id", "item_json").first()
    if card is None:
        raise _why_absent(key, at)
    if wanted.is_usual:
        return framed(told_clocks(at), cards.item(card)[1:])
    (told,) = wanted.told([card], at.known_at, is_whole=True)
    return framed(told_clocks(at), told[1:])


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


def _found(asked: Listing) -> CardQuerySet:
    with filters_refused():
        return asked.question().cards()
