"""Pages of cards by key, newest first: as quick at the end as at the beginning."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from agreements.models import Card


class BadCursorError(ValueError):
    """A cursor that this site never gave out."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some cards, newest first, and the cursors of the older and newer page, None at the ends."""

    cards: list[Card]
    older: str | None
    newer: str | None


def page(cards: QuerySet[Card], *, limit: int, after: str = "", before: str = "") -> Page:
    """Return the page that begins after one cursor or ends before the other.

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
    return _cursor(shown[0]) if shown else None


def _end(shown: list[Card]) -> str | None:
    return _cursor(shown[-1]) if shown else None


def _cursor(card: Card) -> str:
    written = json.dumps([card.order_day.isoformat(), card.agreement_id], separators=(",", ":"))
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[date, int]:
    try:
        written = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        day, number = json.loads(written)
        if type(number) is not int or not 0 < number < 2**63:
            raise ValueError(number)
        return date.fromisoformat(day), number
    except (ValueError, TypeError, binascii.Error) as error:
        raise BadCursorError("This cursor is none of ours: begin from the first page.") from error
