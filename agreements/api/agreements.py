"""Agreements: the list, newest first, and one with all that we hold of it."""

from django.http.response import HttpResponseBase
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from agreements import cards, filters, stored
from agreements.api import expansion, schema
from agreements.api.absence import led_on
from agreements.api.expansion import Wanted, read_wanted
from agreements.api.framing import framed, read_clocks, told_clocks
from agreements.api.freshness import fresh_answer, read_version
from agreements.api.lists import CLOCKS, PLACE, Listing, listed, read_listing
from agreements.api.public import PublicView
from agreements.api.refusals import filters_refused
from agreements.api.schema import FILTERS, KEY, described
from agreements.api.shapes import AgreementPageSerializer, AgreementSerializer
from agreements.filters import Clocks
from agreements.models import Agreement


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
            return led_on(request, key, at, "api-agreement")


def _list_body(asked: Listing, wanted: Wanted) -> bytes:
    question = asked.question()
    if question.is_open and wanted.is_usual and not asked.is_counted:
        newest = asked.page_of(stored.newest(question.clocks))
        return listed(asked.head(newest.following, newest.preceding), map(cards.row, newest.rows))
    with filters_refused():
        found = question.cards()
    # Of a card's columns only these: the others are ten times as long.
    written = "item_json" if wanted.needs_item else "row_json"
    page = asked.page(found.only("agreement_id", "order_day", written))
    count = found.count() if asked.is_counted else None
    head = asked.head(page.following, page.preceding, count=count)
    if wanted.is_usual:
        return listed(head, map(cards.row, page.rows))
    return listed(head, wanted.told(page.rows, asked.held.known_at))


def _item_body(key: str, at: Clocks, wanted: Wanted) -> bytes:
    number = Agreement.number(key)
    if number is None:
        raise NotFound
    if wanted.is_usual:
        found = stored.item(number, at)
        if found is None:
            raise NotFound
        return framed(told_clocks(at), cards.item(found)[1:])
    standing = cards.standing_on(at.as_of, known_at=at.known_at).filter(agreement=number)
    card = standing.only("agreement_id", "item_json").first()
    if card is None:
        raise NotFound
    (told,) = wanted.told([card], at.known_at, is_whole=True)
    return framed(told_clocks(at), told[1:])
