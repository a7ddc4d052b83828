"""Pages of cards by key, newest first: as quick at the end as at the beginning."""

import base64
import json
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from agreements.models import Card

# Ours have at most 48; what is longer need not be looked into.
_CURSOR_LENGTH: Final = 64
_LARGEST_KEY: Final = 2**63 - 1


class BadCursorError(ValueError):
    """A cursor that this site never gave out."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some cards, newest first, and the cursors of the older and newer page, None at the ends."""

    cards: list[Card]
    older: str | None
    newer: str | None


def page(cards: QuerySet[Card], *, limit: int, after: str = "", before: str = "") -> Page:
    """Return the page that begins after one cursor or ends before the other; `before` wins.

    One query. `order_day` and the agreement's number order the cards, so no two share a place.

    Raises:
        BadCursorError: the cursor is none of ours.
    """
    if before:
        found = list(_newer_than(cards, before).order_by("order_day", "agreement")[: limit + 1])
        shown = found[:limit][::-1]
        return Page(shown, _end(shown), _start(shown) if len(found) > limit else None)
    if after:
        cards = _older_than(cards, after)
    found = list(cards.order_by("-order_day", "-agreement")[: limit + 1])
    shown = found[:limit]
    return Page(
        shown, _end(shown) if len(found) > limit else None, _start(shown) if after else None
    )


def _older_than(cards: QuerySet[Card], cursor: str) -> QuerySet[Card]:
    day, number = _read(cursor)
    return cards.filter(Q(order_day__lt=day) | Q(order_day=day, agreement__lt=number))


def _newer_than(cards: QuerySet[Card], cursor: str) -> QuerySet[Card]:
    day, number = _read(cursor)
    return cards.filter(Q(order_day__gt=day) | Q(order_day=day, agreement__gt=number))


def _start(shown: list[Card]) -> str | None:
    return _cursor(shown[0].order_day, shown[0].agreement_id) if shown else None


def _end(shown: list[Card]) -> str | None:
    return _cursor(shown[-1].order_day, shown[-1].agreement_id) if shown else None


def _cursor(day: date, number: int) -> str:
    written = json.dumps([day.isoformat(), number], separators=(",", ":"))
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[date, int]:
    try:
        day, number = _unpacked(cursor)
        # There is one way to write a place; any other was not written here.
        if 0 < number <= _LARGEST_KEY and _cursor(day, number) == cursor:
            return day, number
    except (ValueError, TypeError):
        pass
    raise BadCursorError("This cursor is none of ours: begin from the first page.")


def _unpacked(cursor: str) -> tuple[date, int]:
    if len(cursor) > _CURSOR_LENGTH:
        raise ValueError(len(cursor))
    written = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    day, number = json.loads(written)
    # `true` and 1.5 would come out of `_cursor` as they went in.
    if type(number) is not int:
        raise TypeError(number)
    return date.fromisoformat(day), number
