"""Pages of rows by key, in one of several orders: as quick at the end as at the beginning."""

import base64
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final, Generic, NamedTuple, TypeVar

from django.conf import settings
from django.db.models import Model, Q, QuerySet

# Ours take a title at most; what is longer need not be looked into.
_CURSOR_LENGTH: Final = 4_096
_LARGEST_KEY: Final = 2**63 - 1
_SEAL_BYTES: Final = 12
_PLAIN: Final = json.JSONEncoder(separators=(",", ":"))

Row = TypeVar("Row", bound=Model)
Shown = TypeVar("Shown")


class BadCursorError(ValueError):
    """A cursor that this site never gave out."""

    def __init__(self) -> None:
        """Say what to do: nothing about the cursor helps more."""
        super().__init__("This cursor is none of ours: begin from the first page.")


@dataclass(frozen=True, slots=True)
class Order:
    """An order of rows by one field of theirs; equal ones by a number of their own, likewise.

    `read` makes the field's value of what stands in a cursor, or raises ValueError or TypeError.
    Without a field the number alone makes the order.
    """

    field: str
    is_descending: bool
    read: Callable[[Any], Any]
    number: str = "agreement_id"

    def keys(self, *, backwards: bool = False) -> tuple[str, ...]:
        """Return the fields to order by."""
        sign = "-" if self.is_descending != backwards else ""
        return tuple(sign + name for name in (self.field, self.number) if name)

    def beyond(self, value: object, number: int, *, backwards: bool = False) -> Q:
        """Return the condition for rows after a place; backwards for those before it."""
        than = "lt" if self.is_descending != backwards else "gt"
        later = Q(**{f"{self.number}__{than}": number})
        if not self.field:
            return later
        # The first says nothing more, but is what an index can begin from: the others it cannot.
        reached = Q(**{f"{self.field}__{than}e": value})
        return reached & (Q(**{f"{self.field}__{than}": value}) | Q(**{self.field: value}) & later)

    def place(self, row: object) -> tuple[Any, int]:
        """Return where a row stands."""
        return getattr(row, self.field) if self.field else None, getattr(row, self.number)


def _text(written: object) -> str:
    if not isinstance(written, str) or "\0" in written:
        raise TypeError(written)
    return written


def _number(written: object) -> int:
    # `true` and 1.5 would come out of `write_cursor` as they went in.
    if type(written) is not int or abs(written) > _LARGEST_KEY:
        raise TypeError(written)
    return written


def _nothing(written: object) -> None:
    if written is not None:
        raise TypeError(written)


# `BY_NAME` and `BROADEST` take cards that are `sortable`.
NEWEST: Final = Order("order_day", is_descending=True, read=date.fromisoformat)
OLDEST: Final = Order("order_day", is_descending=False, read=date.fromisoformat)
BY_NAME: Final = Order("name", is_descending=False, read=_text)
BROADEST: Final = Order("breadth", is_descending=True, read=_number)

# Of what has a name of its own and no number.
BY_KEY: Final = Order("key", is_descending=False, read=_text)


def latest_by(number: str) -> Order:
    """Return the order of rows by a number of theirs alone, the greatest first."""
    return Order("", is_descending=True, read=_nothing, number=number)


@dataclass(frozen=True, slots=True)
class Page(Generic[Shown]):
    """Some rows in order, and the cursors of the pages after and before, None at the ends."""

    rows: list[Shown]
    following: str | None
    preceding: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Which page is meant: the one after a cursor, or the one before; `before` wins.

    A cursor holds for the list that is called `read_as` alone, and those given out here for
    `write_as`: lists without a name share theirs.
    """

    after: str = ""
    before: str = ""
    read_as: str = ""
    write_as: str = ""


class Stretch(NamedTuple):
    """So many rows beyond a place, None for those at the beginning; `is_backwards` before it."""

    beyond: tuple[Any, int] | None
    is_backwards: bool
    rows: int


def page(
    found: QuerySet[Row], *, limit: int, place: Place | None = None, order: Order = NEWEST
) -> Page[Row]:
    """Return the page at a place, the first without one.

    One query. The number is part of every order, so no two rows share a place.

    Raises:
        BadCursorError: the cursor is none of ours, or of another order or list.
    """

    def fetch(stretch: Stretch) -> list[Row]:
        backwards, kept = stretch.is_backwards, found
        if stretch.beyond is not None:
            kept = found.filter(order.beyond(*stretch.beyond, backwards=backwards))
        return list(kept.order_by(*order.keys(backwards=backwards))[: stretch.rows])

    return page_of(fetch, limit=limit, place=place, order=order)


def page_of(
    fetch: Callable[[Stretch], list[Shown]],
    *,
    limit: int,
    place: Place | None = None,
    order: Order = NEWEST,
) -> Page[Shown]:
    """Return the page at a place of a list that `fetch` reads in this order; as `page` does."""
    at = place or Place()
    if at.before:
        beyond = read_cursor(at.before, order, at.read_as)
        backwards = fetch(Stretch(beyond, is_backwards=True, rows=limit + 1))
        shown = backwards[:limit][::-1]
        has_more = len(backwards) > limit
        return Page(shown, _end(shown, order, at), _start(shown, order, at) if has_more else None)
    after = read_cursor(at.after, order, at.read_as) if at.after else None
    rows = fetch(Stretch(after, is_backwards=False, rows=limit + 1))
    shown = rows[:limit]
    return Page(
        shown,
        _end(shown, order, at) if len(rows) > limit else None,
        _start(shown, order, at) if at.after else None,
    )


def _start(shown: list[Shown], order: Order, at: Place) -> str | None:
    return write_cursor(*order.place(shown[0]), at.write_as) if shown else None


def _end(shown: list[Shown], order: Order, at: Place) -> str | None:
    return write_cursor(*order.place(shown[-1]), at.write_as) if shown else None


def write_cursor(value: object, number: int, name: str = "") -> str:
    """Return a place in the list of this name: after the row of this number and value."""
    plain = value.isoformat() if isinstance(value, date) else value
    place: list[object] = [plain, number]
    if name:
        place.append(_seal(place, name))
    return base64.urlsafe_b64encode(_written(place)).decode().rstrip("=")


def read_cursor(cursor: str, order: Order, name: str = "") -> tuple[Any, int]:
    """Return the place that was written so.

    Raises:
        BadCursorError: it was not written here, or for another order or list.
    """
    try:
        value, number = _unpacked(cursor)
        place = order.read(value), _number(number)
        # There is one way to write a place; any other was not written here.
        if number > 0 and write_cursor(*place, name) == cursor:
            return place
    except (ValueError, TypeError, RecursionError):
        pass
    raise BadCursorError


def _unpacked(cursor: str) -> tuple[Any, Any]:
    if len(cursor) > _CURSOR_LENGTH:
        raise ValueError(len(cursor))
    written = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    value, number, *_seal = json.loads(written)
    return value, number


def _written(place: list[object]) -> bytes:
    return _PLAIN.encode(place).encode()


@lru_cache(maxsize=8)
def _sealing(secret: str) -> bytes:
    """Return the key that Django's `salted_hmac` would make anew for each cursor."""
    return sha256(b"agreements.paging" + secret.encode()).digest()


def _seal(place: list[object], name: str) -> str:
    """Return what nobody else can write: for this place, in the list of this name."""
    whole = name.encode() + b"\n" + _written(place)
    digest = hmac.digest(_sealing(settings.SECRET_KEY), whole, "sha256")
    return base64.urlsafe_b64encode(digest[:_SEAL_BYTES]).decode()
