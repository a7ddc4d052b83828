"""The tables there are: what each column is called, holds and means."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from agreements.exports.csvs import Cell
from agreements.models import Commitment, Rank
from agreements.timeline import Event

Thing = TypeVar("Thing")
# A card's `row_json`, and its status on the day.
Stored = tuple[str | bytes, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `type` as the Frictionless table schema has it, `definition` in one sentence.

    Its type may also be `flag`, an integer that is 0 or 1. `values` says which values there are
    and `source` what they are made of, where the definition doesn't.
    """

    name: str
    type: str
    definition: str
    values: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Table(Generic[Thing]):
    """A table that can be taken away; `read` makes one row of one thing, cells in columns' order.

    `read` gets the address of the site, "https://…", for the columns that lead there.
    """

    name: str
    title: str
    description: str
    columns: Sequence[Column]
    read: Callable[[Thing, str], Sequence[Cell]]

    @property
    def header(self) -> list[str]:
        """Return the names of the columns."""
        return [column.name for column in self.columns]

    def rows(self, things: Iterable[Thing], site: str) -> Iterator[Sequence[Cell]]:
        """Yield a row for each thing."""
        return (self.read(thing, site) for thing in things)


# What several tables have.
TITLE: Final = Column("title", "string", "What the agreement is called.")
FIRST_PARTY: Final = Column(
    "party_1", "string", "The first party's code (ISO 3166-1 alpha-2, or XK, EU)."
)
SECOND_PARTY: Final = Column(
    "party_2", "string", "The second party's code; codes stand in alphabetical order."
)
PAGE: Final = Column("url", "string", "The page with each value's evidence.")
_KEY: Final = Column("key", "string", "The agreement's name in this record; it never changes.")
_STATUS: Final = Column(
    "status", "string", "How it stood on the day of as_of; computed, never typed in."
)
_DATE: Final = "EDTF: 2024, 2024-06, 2024-06-13, 199X, 2024-03~. Empty where not known."
_TYPES: Final = "Codes of commitment types with a semicolon between them"


def _agreement(stored: Stored, site: str) -> Sequence[Cell]:
    row_json, status = stored
    told: dict[str, Any] = json.loads(row_json)
    first, second = told["parties"]
    return (
        told["key"],
        told["title"],
        told["kind"],
        status,
        first["code"],
        first["name"],
        second["code"],
        second["name"],
        told["signed"],
        told["in_force_from"],
        told["ended"],
        told["duration_years"],
        told["legally_binding"],
        told["framework"],
        _types(told["commitments"], Commitment.Holding.MADE),
        _types(told["commitments"], Commitment.Holding.EXCLUDED),
        told["is_doubtful"],
        f"{site}/agreements/{told['key']}",
    )


def _types(commitments: list[dict[str, Any]], held: str) -> str | None:
    told = (c for c in commitments if c["held"] == held and c["rank"] != Rank.WITHDRAWN)
    return ";".join(sorted({c["type"] for c in told})) or None


def _event(event: Event, site: str) -> Sequence[Cell]:
    told: dict[str, Any] = json.loads(event.card.row_json)
    first, second = told["parties"]
    return (
        event.day.year,
        event.date,
        event.words,
        told["key"],
        told["title"],
        first["code"],
        second["code"],
        event.card.status,
        f"{site}/agreements/{told['key']}",
    )


AGREEMENTS: Final = Table(
    name="agreements",
    title="Bilateral security agreements",
    description="One row for each agreement that existed in some way on the day of as_of.",
    columns=(
        _KEY,
        Column("title", "string", "What it is called, or its form and parties if it has no name."),
        Column("kind", "string", "The form of the instrument; empty where not known."),
        _STATUS,
        FIRST_PARTY,
        Column("party_1_name", "string", "The first party's name."),
        SECOND_PARTY,
        Column("party_2_name", "string", "The second party's name."),
        Column("signed", "string", f"The date of signing. {_DATE}"),
        Column("in_force_from", "string", f"The date of entry into force. {_DATE}"),
        Column("ended", "string", f"The date on which it was ended or ran out. {_DATE}"),
        Column("duration_years", "integer", "How long it was concluded for; empty: not stated."),
        Column("legally_binding", "boolean", "Whether it says that it binds; empty: not stated."),
        Column("framework", "string", "The multilateral text that it hangs from, if any."),
        Column("commitments", "string", f"{_TYPES}: what was found in the text."),
        Column("excluded", "string", f"{_TYPES}: what the text says it does not hold."),
        Column("is_doubtful", "boolean", "Whether a doubt stands beside the record."),
        PAGE,
    ),
    read=_agreement,
)

EVENTS: Final = Table(
    name="timeline",
    title="What happened to bilateral security agreements",
    description="One row for each time that it happened to an agreement, newest first.",
    columns=(
        Column("year", "integer", "The year in which it happened."),
        Column("date", "string", f"The date. {_DATE}"),
        Column("event", "string", "What happened."),
        _KEY,
        TITLE,
        FIRST_PARTY,
        SECOND_PARTY,
        _STATUS,
        PAGE,
    ),
    read=_event,
)
