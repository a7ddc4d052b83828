"""Pages by key: each card once, in either direction; foreign cursors refused."""

import base64
import json
from datetime import date

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from agreements import paging
from agreements.models import Card
from agreements.models.card import CardQuerySet
from agreements.paging import Place

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
        page = paging.page(everything(), limit=33, place=Place(after=after))
        met += numbers(page.rows)
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
        met += numbers(page.rows)
        if page.following is None:
            break
        page = paging.page(sortable, limit=41, place=Place(after=page.following), order=order)
    assert met == whole
    while page.preceding is not None:
        page = paging.page(sortable, limit=41, place=Place(before=page.preceding), order=order)
    assert numbers(page.rows) == whole[:41]
    assert page.following


def test_a_cursor_of_another_order_is_refused() -> None:
    cursor = paging.page(everything(), limit=5).following or ""
    with pytest.raises(paging.BadCursorError):
        paging.page(
            CardQuerySet(Card).sortable(), limit=5, place=Place(after=cursor), order=paging.BROADEST
        )


def test_cards_of_one_day_are_told_apart_by_number() -> None:
    everything().update(order_day="2020-01-01")
    first = paging.page(everything(), limit=3)
    second = paging.page(everything(), limit=3, place=Place(after=first.following or ""))
    whole = numbers(first.rows) + numbers(second.rows)
    assert whole == sorted(whole, reverse=True)
    assert len(set(whole)) == 6


def test_way_back_leads_to_the_same_page() -> None:
    first = paging.page(everything(), limit=5)
    second = paging.page(everything(), limit=5, place=Place(after=first.following or ""))
    back = paging.page(everything(), limit=5, place=Place(before=second.preceding or ""))
    assert numbers(back.rows) == numbers(first.rows)
    assert back.preceding is None
    assert back.following == first.following


def test_first_and_last_page_end_there() -> None:
    whole = paging.page(everything(), limit=everything().count())
    assert (whole.following, whole.preceding) == (None, None)
    assert paging.page(everything().none(), limit=5) == paging.Page([], None, None)


def test_page_costs_one_query() -> None:
    cursor = paging.page(everything(), limit=5).following or ""
    with CaptureQueriesContext(connection) as asked:
        paging.page(everything(), limit=5, place=Place(after=cursor))
    assert len(asked) == 1


@pytest.mark.parametrize(
    "cursor",
    [
        "abc",
        "é",
        "=",
        "W" * 10_000,
        packed("[" * 40),
        packed("[" * 3_000),
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
        paging.page(everything(), limit=5, place=Place(after=cursor))
    with pytest.raises(paging.BadCursorError):
        paging.page(everything(), limit=5, place=Place(before=cursor))


def test_order_of_a_number_alone_is_walked_whole() -> None:
    order = paging.latest_by("pk")
    page, met = paging.page(everything(), limit=41, order=order), []
    while True:
        met += [card.pk for card in page.rows]
        if page.following is None:
            break
        page = paging.page(everything(), limit=41, place=Place(page.following), order=order)
    assert met == sorted(everything().values_list("pk", flat=True), reverse=True)


def test_cursor_holds_for_the_list_of_its_name_alone() -> None:
    named = Place(read_as="ours", write_as="ours")
    cursor = paging.page(everything(), limit=5, place=named).following or ""
    second = paging.page(everything(), limit=5, place=Place(cursor, read_as="ours"))
    assert (
        numbers(second.rows)
        == numbers(list(everything().order_by("-order_day", "-agreement")))[5:10]
    )
    for other in ("", "theirs"):
        with pytest.raises(paging.BadCursorError):
            paging.page(everything(), limit=5, place=Place(cursor, read_as=other))
    unnamed = paging.page(everything(), limit=5).following or ""
    with pytest.raises(paging.BadCursorError):
        paging.page(everything(), limit=5, place=Place(unnamed, read_as="ours"))


def test_cursor_that_was_made_up_or_cut_is_refused_in_a_named_list() -> None:
    cursor = paging.write_cursor(date(2020, 1, 1), 1001, "ours")
    assert paging.read_cursor(cursor, paging.NEWEST, "ours") == (date(2020, 1, 1), 1001)
    value, number, seal = json.loads(base64.urlsafe_b64decode(cursor + "=="))
    forged = [
        cursor[:-1],
        cursor[:-4],
        packed(f'["{value}",{number - 1},"{seal}"]'.replace(" ", "")),
    ]
    forged.append(packed(f'["{value}",{number},"{seal[::-1]}"]'))
    for made_up in forged:
        with pytest.raises(paging.BadCursorError):
            paging.read_cursor(made_up, paging.NEWEST, "ours")
