"""One agreement as a researcher's table needs it: taken out of what the API tells of it alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

# What a citation that nobody has opened is worth, and anything that somebody has.
KNOWN: Final = 1
VERIFIED: Final = 2
_MADE: Final = "made"
_IN_FORCE: Final = "in_force"
_PENDING: Final = frozenset({"signed", "ratified"})
_ENDED: Final = frozenset({"terminated", "expired"})


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment that is made: its type, and who owes it to whom; None is both, or not said."""

    type: str
    direction: str
    debtor: str | None
    creditor: str | None


@dataclass(frozen=True, slots=True)
class Instrument:
    """An agreement: days as (first, last) with None for still going on."""

    key: str
    kind: str | None
    is_binding: bool | None
    signed: int | None
    into_force: int | None
    ended: int | None
    in_force: Sequence[tuple[date, date | None]]
    pending: Sequence[tuple[date, date | None]]
    promises: Sequence[Promise]
    confidence: int


def instrument(told: Mapping[str, Any]) -> Instrument:
    """Read an item of the API."""
    spans = told["status_history"]
    return Instrument(
        key=told["key"],
        kind=told["kind"],
        is_binding=told["legally_binding"],
        signed=_year(told, "signed"),
        into_force=_year(told, "entered_into_force"),
        ended=_year(told, "terminated", "expired") or _turn(spans, _ENDED),
        in_force=_days(spans, {_IN_FORCE}),
        pending=_days(spans, _PENDING),
        promises=[
            Promise(c["type"], c["direction"], c["debtor"], c["creditor"])
            for c in told["commitments"]
            if c["held"] == _MADE and c["rank"] != "withdrawn"
        ],
        confidence=_confidence(told),
    )


def _year(told: Mapping[str, Any], *kinds: str) -> int | None:
    """Return the year of the first such milestone, where its date tells one year."""
    for each in told["milestones"]:
        speaks = each["rank"] == "preferred" and not each["is_expected"]
        if speaks and each["kind"] in kinds and each["earliest"]:
            first, last = each["earliest"][:4], each["latest"][:4]
            return int(first) if first == last else None
    return None


def _turn(spans: Iterable[Mapping[str, Any]], statuses: frozenset[str]) -> int | None:
    first = next((span["from"] for span in spans if span["status"] in statuses), None)
    return int(first[:4]) if first else None


def _days(
    spans: Iterable[Mapping[str, Any]], statuses: Iterable[str]
) -> list[tuple[date, date | None]]:
    return [
        (date.fromisoformat(span["from"]), date.fromisoformat(span["to"]) if span["to"] else None)
        for span in spans
        if span["status"] in statuses
    ]


def _confidence(told: Mapping[str, Any]) -> int:
    statements = [*told["milestones"], *told["commitments"], *told["terms"]]
    pieces = (piece for statement in statements for piece in statement["evidence"])
    return VERIFIED if any(_is_checked(piece) for piece in pieces) else KNOWN


def _is_checked(piece: Mapping[str, Any]) -> bool:
    return "citation" not in piece or bool(piece["is_opened"])
