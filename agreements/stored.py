"""Cards as the API lists them, in words of SQL: what programs ask for most, and want soonest.

To put the same queries together takes Django three times as long as to carry them out.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Final, NamedTuple

from django.db import connection

from agreements.clocks import Clocks
from agreements.paging import Stretch

_FROM: Final = (
    " FROM agreements_card c JOIN agreements_statusspan s ON s.card_id = c.id"
    " WHERE s.first_day <= %s AND (s.end_day IS NULL OR s.end_day > %s) AND "
)
_ROWS: Final = f"SELECT c.agreement_id, c.order_day, c.row_json, s.status{_FROM}"
_ITEM: Final = f"SELECT c.agreement_id, c.item_json, s.status{_FROM}"
_HELD_NOW: Final = "c.known_to IS NULL"
_HELD_THEN: Final = "(c.known_to IS NULL OR c.known_to > %s) AND c.known_from <= %s"
_BEYOND: Final = " AND (c.order_day, c.agreement_id) {than} (%s, %s)"
_IN_ORDER: Final = " ORDER BY c.order_day {way}, c.agreement_id {way} LIMIT %s"


class Row(NamedTuple):
    """A card as a list has it, with its status of the day."""

    agreement_id: int
    order_day: date
    row_json: str
    status: str


class Item(NamedTuple):
    """A card as an agreement is told of alone, with its status of the day."""

    agreement_id: int
    item_json: str
    status: str


def newest(at: Clocks) -> Callable[[Stretch], list[Row]]:
    """Return what reads a stretch of all agreements in the order of `paging.NEWEST`; one query."""

    def fetch(stretch: Stretch) -> list[Row]:
        where, params = _held(at)
        if stretch.beyond is not None:
            where += _BEYOND.format(than=">" if stretch.is_backwards else "<")
            params += stretch.beyond
        order = _IN_ORDER.format(way="ASC" if stretch.is_backwards else "DESC")
        return list(map(Row._make, _read(f"{_ROWS}{where}{order}", [*params, stretch.rows])))

    return fetch


def item(number: int, at: Clocks) -> Item | None:
    """Return the card of the agreement of this number; None where it did not stand; one query."""
    where, params = _held(at)
    found = _read(f"{_ITEM}{where} AND c.agreement_id = %s", [*params, number])
    return Item(*found[0]) if found else None


def _held(at: Clocks) -> tuple[str, list[Any]]:
    days = [at.as_of, at.as_of]
    if at.known_at is None:
        return _HELD_NOW, days
    return _HELD_THEN, [*days, at.known_at, at.known_at]


def _read(statement: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
