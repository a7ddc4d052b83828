"""Pages of cards by key, in one of four orders: as quick at the end as at the beginning."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet

from agreements.models import Card

# Ours take a title at most; what is longer need not be looked into.
_CURSOR_LENGTH: Final = 4_096
_LARGEST_KEY: Final = 2**63 - 1


class BadCursorError(ValueError):
    """A cursor that this site never gave out."""


@dataclass(frozen=True, slots=True)
class Order:
    """An order of cards by one field of theirs; equal ones by the agreement's number, likewise.

    `read` makes the field's value of what stands in a cursor, or raises ValueError or TypeError.
    """

    field: str
    is_descending: bool
    read: Callable[[Any], Any]

    def keys(self, *, backwards: bool = False) -> tuple[str, str]:
        """Return the fields to order by."""
        sign = "-" if self.is_descending != backwards else ""
        return f"{sign}{self.field}", f"{sign}agreement"

    def beyond(self, value: object, number: int, *, backwards: bool = False) -> Q:
        """Return the condition for cards after a place; backwards for those before it."""
        than = "lt" if self.is_descending != backwards else "gt"
        return Q(**{f"{self.field}__{than}": value}) | Q(
            **{self.field: value, f"agreement__{than}": number}
        )


def _text(written: object) -> str:
    if not isinstance(written, str) or "\0" in written:
        raise TypeError(written)
    return written


def _number(written: object) -> int:
    # `true` and 1.5 would come out of `write_cursor` as they went in.
    if type(written) is not int or abs(written) > _LARGEST_KEY:
        raise TypeError(written)
    return written


# `BY_NAME` and `BROADEST` take cards that are `sortable`.
NEWEST: Final = Order("order_day", is_descending=True, read=date.fromisoformat)
OLDEST: Final = Order("order_day", is_descending=False, read=date.fromisoformat)
BY_NAME: Final = Order("name", is_descending=False, read=_text)
BROADEST: Final = Order("breadth", is_descending=True, read=_number)


@dataclass(frozen=True, slots=True)
class Page:
    """Some cards in order, and the cursors of the pages after and before, None at the ends."""

    cards: list[Card]
    following: str | None
    preceding: str | None


def page(
    cards: QuerySet[Card], *, limit: int, after: str = "", before: str = "", order: Order = NEWEST
) -> Page:
    """Return the page that begins after one cursor or ends before the other; `before` wins.

    One query. The agreement's number is part of every order, so no two cards share a place.

    Raises:
        BadCursorError: the cursor is none of ours, or of another order.
    """
    if before:
        place = order.beyond(*read_cursor(before, order), backwards=True)
        backwards = cards.filter(place).order_by(*order.keys(backwards=True))
        found = list(backwards[: limit + 1])
        shown = found[:limit][::-1]
        return Page(shown, _end(shown, order), _start(shown, order) if len(found) > limit else None)
    if after:
        cards = cards.filter(order.beyond(*read_cursor(after, order)))
    found = list(cards.order_by(*order.keys())[: limit + 1])
    shown = found[:limit]
    return Page(
        shown,
        _end(shown, order) if len(found) > limit else None,
        _start(shown, order) if after else None,
    )


def _start(shown: list[Card], order: Order) -> str | None:
    return write_cursor(getattr(shown[0], order.field), shown[0].agreement_id) if shown else None


def _end(shown: list[Card], order: Order) -> str | None:
    return write_cursor(getattr(shown[-1], order.field), shown[-1].agreement_id) if shown else None


def write_cursor(value: object, number: int) -> str:
    """Return a place in a list: after the agreement of this number, which has this value."""
    plain = value.isoformat() if isinstance(value, date) else value
    written = json.dumps([plain, number], separators=(",", ":"))
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def read_cursor(cursor: str, order: Order) -> tuple[Any, int]:
    """Return the place that was written so.

    Raises:
        BadCursorError: it was not written here, or for another order.
    """
    try:
        value, number = _unpacked(cursor)
        place = order.read(value), _number(number)
        # There is one way to write a place; any other was not written here.
        if number > 0 and write_cursor(*place) == cursor:
            return place
    except (ValueError, TypeError):
        pass
    raise BadCursorError("This cursor is none of ours: begin from the first page.")


def _unpacked(cursor: str) -> tuple[Any, Any]:
    if len(cursor) > _CURSOR_LENGTH:
        raise ValueError(len(cursor))
    written = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    value, number = json.loads(written)
    return value, number
