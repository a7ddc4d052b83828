"""Pages by key: each card once, in either direction; foreign cursors refused."""

import base64

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from agreements import paging
from agreements.models import Card
from agreements.models.card import CardQuerySet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_record")]


def numbers(cards: list[Card]) -> list[int]:
    return [card.agreement_id for card in cards]


def everything() -> QuerySet[Card]:
    return Card.objects.all()


def packed(written: str) -> str:
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def test_pages_join_without_gap_or_overlap() -> None:
    met, after = [], ""
    while True:
        page = paging.page(everything(), limit=33, after=after)
        met += numbers(page.cards)
        if page.following is None:
            break
        after = page.following
    assert met == numbers(list(everything().order_by("-order_day", "-agreement")))


@pytest.mark.parametrize("order", [paging.OLDEST, paging.BY_NAME, paging.BROADEST])
def test_every_order_is_walked_whole_in_both_directions(order: paging.Order) -> None:
    sortable = CardQuerySet(Card).sortable()
    whole = numbers(list(sortable.order_by(*order.keys())))
    met, page = [], paging.page(sortable, limit=41, order=order)
    while True:
        met += numbers(page.cards)
        if page.following is None:
            break
        page = paging.page(sortable, limit=41, after=page.following, order=order)
    assert met == whole
    while page.preceding is not None:
        page = paging.page(sortable, limit=41, before=page.preceding, order=order)
    assert numbers(page.cards) == whole[:41]
    assert page.following


def test_a_cursor_of_another_order_is_refused() -> None:
    cursor = paging.page(everything(), limit=5).following or ""
    with pytest.raises(paging.BadCursorError):
        paging.page(CardQuerySet(Card).sortable(), limit=5, after=cursor, order=paging.BROADEST)


def test_cards_of_one_day_are_told_apart_by_number() -> None:
    everything().update(order_day="2020-01-01")
    first = paging.page(everything(), limit=3)
    second = paging.page(everything(), limit=3, after=first.following or "")
    whole = numbers(first.cards) + numbers(second.cards)
    assert whole == sorted(whole, reverse=True)
    assert len(set(whole)) == 6


def test_way_back_leads_to_the_same_page() -> None:
    first = paging.page(everything(), limit=5)
    second = paging.page(everything(), limit=5, after=first.following or "")
    back = paging.page(everything(), limit=5, before=second.preceding or "")
    assert numbers(back.cards) == numbers(first.cards)
    assert back.preceding is None
    assert back.following == first.following


def test_first_and_last_page_end_there() -> None:
    whole = paging.page(everything(), limit=everything().count())
    assert (whole.following, whole.preceding) == (None, None)
    assert paging.page(everything().none(), limit=5) == paging.Page([], None, None)


def test_page_costs_one_query() -> None:
    cursor = paging.page(everything(), limit=5).following or ""
    with CaptureQueriesContext(connection) as asked:
        paging.page(everything(), limit=5, after=cursor)
    assert len(asked) == 1


@pytest.mark.parametrize(
    "cursor",
    [
        "abc",
        "é",
        "=",
        "W" * 10_000,
        packed("[" * 40),
        packed("{}"),
        packed("[1,2]"),
        packed('["2020-01-01"]'),
        packed('["2020-01-01",0]'),
        packed('["2020-01-01",-1]'),
        packed('["2020-01-01",true]'),
        packed('["2020-01-01",1.5]'),
        packed('["2020-01-01",1e400]'),
        packed('["2020-01-01",9223372036854775808]'),
        packed('["2020-01-01", 1001]'),
        packed('["20200101",1001]'),
        packed('["99999-01-01",1001]'),
        packed('["2020-01-01",1001]') + "=",
        packed('["2020-01-01",1001]')[:-1],
    ],
)
def test_cursor_that_is_none_of_ours_is_refused(cursor: str) -> None:
    with pytest.raises(paging.BadCursorError):
        paging.page(everything(), limit=5, after=cursor)
    with pytest.raises(paging.BadCursorError):
        paging.page(everything(), limit=5, before=cursor)
