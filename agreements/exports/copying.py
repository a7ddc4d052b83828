"""Cards by COPY: in the order of their agreements, all of one moment, none kept in memory."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models.expressions import Combinable

from agreements.models.card import CardQuerySet

_QUERY: Final = (
    "COPY (SELECT {columns} FROM ({asked} OFFSET 0) AS w({told}){card}"
    " {more} ORDER BY {order}) TO STDOUT (FORMAT binary)"
)
# What is long is read after numbers and statuses have been sorted, in that order: OFFSET 0 keeps
# the planner from joining the two in one, and from sorting hundreds of megabytes.
_CARD: Final = " CROSS JOIN LATERAL (SELECT * FROM agreements_card WHERE id = w.card OFFSET 0) AS c"
# In so much a million agreements are sorted without a file.
_SORTED_IN: Final = "64MB"
_PIECE: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Asked:
    """What is read of each card: SQL of type text about `c`, the card, `w.number`, `w.status`.

    `given` are the values for its places (%s); `more` joins what there are several of to a card,
    and `then` orders those. Where all that is read is one short column, `short` names it: it is
    sorted along as a column of `w`, which is cheaper than to read each card, and there is no `c`.
    `order` names what comes before the agreement's number, as columns of `w` too.
    """

    columns: Sequence[str]
    given: Sequence[object] = ()
    more: str = ""
    then: str = ""
    short: str = ""
    order: Mapping[str, Combinable] = field(default_factory=dict)


def rows(found: CardQuerySet, asked: Asked) -> Iterator[tuple[bytes | None, ...]]:
    """Yield what is asked of the cards found, ordered by agreement; None is null.

    Raises OperationalError where not all of it has been taken within EXPORT_SECONDS: who reads
    slowly must not hold on to the database for good.
    """
    then = [asked.then] if asked.then else []
    short = [asked.short] if asked.short else []
    told = (
        found.annotate(**asked.order)
        .order_by(*asked.order, "agreement")
        .values_list("pk", "agreement_id", "spans__status", *short, *asked.order)
    )
    sql, params = told.query.sql_with_params()
    query = _QUERY.format(
        columns=", ".join(asked.columns),
        asked=sql,
        told=", ".join(["card", "number", "status", *short, *asked.order]),
        card="" if short else _CARD,
        more=asked.more,
        order=", ".join([*(f"w.{name}" for name in asked.order), "w.number", *then]),
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('statement_timeout', %s, true), set_config('work_mem', %s, true)",
            (f"{settings.EXPORT_SECONDS}s", _SORTED_IN),
        )
        with cursor.copy(query, (*asked.given, *params)) as copy:
            # As they come over the wire: to make text of them, and bytes again, takes long.
            copy.set_types(["bytea"] * len(asked.columns))
            yield from copy.rows()


def lines(found: CardQuerySet, asked: Asked) -> Iterator[bytes]:
    """Yield what is asked, one column, piece by piece; whole lines each."""
    return joined(line for (line,) in rows(found, asked) if line is not None)


def joined(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the parts in larger pieces: each piece is a packet of its own."""
    held: list[bytes] = []
    size = 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size >= _PIECE:
            yield b"".join(held)
            held.clear()
            size = 0
    if held:
        yield b"".join(held)
