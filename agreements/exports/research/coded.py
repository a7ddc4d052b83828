"""The researchers' table of agreements: ours, with the numbers that other data sets know it by."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from agreements.exports import copying
from agreements.exports.copying import Asked
from agreements.exports.csvs import Cell
from agreements.exports.research.states import State, states
from agreements.exports.tables import AGREEMENTS, Column
from agreements.models.card import CardQuerySet

# The schemes of identifiers that have a column of their own.
_SCHEMES: Final = {
    "atopid": ("atop", "Alliance Treaty Obligations and Provisions"),
    "cowid": ("cow", "Correlates of War, Formal Alliances"),
    "dcaid": ("dcad", "Defense Cooperation Agreement Dataset"),
    "unts": ("unts", "United Nations Treaty Series"),
    "tias": ("tias", "Treaties and Other International Acts Series"),
    "wti": ("wti", "World Treaty Index"),
}
_PRECISION: Final = {0: None, 4: "year", 7: "month", 10: "day"}

CODED: Final[Sequence[Column]] = (
    *AGREEMENTS.columns,
    Column("ccode1", "integer", "COW number of party_1; empty: none", "2 to 990", "parties"),
    Column("ccode2", "integer", "COW number of party_2; empty: none", "2 to 990", "parties"),
    Column(
        "signed_precision", "string", "How exactly the date of signing is known", "day, month, year"
    ),
    Column("in_force_precision", "string", "The same of entry into force", "day, month, year"),
    *(Column(name, "string", f"Its number in {of}") for name, (_, of) in _SCHEMES.items()),
)


def coded_rows(found: CardQuerySet, site: str) -> Iterator[Sequence[Cell]]:
    """Yield the agreements found, ordered by number."""
    known = states()
    for item, status in copying.rows(found, Asked(["c.item_json", "w.status"])):
        told = json.loads(item or b"")
        row = AGREEMENTS.read((item or b"", (status or b"").decode()), site)
        yield [*row, *_codes(told, known), *_precisions(told), *_numbers(told)]


def _codes(told: Mapping[str, Any], known: Mapping[str, State]) -> Iterator[Cell]:
    found = (known.get(party["code"]) for party in told["parties"])
    return (state.number if state else None for state in found)


def _precisions(told: Mapping[str, Any]) -> Iterator[Cell]:
    dates = (told["signed"], told["in_force_from"])
    return (_PRECISION.get(len((date or "").rstrip("~?%"))) for date in dates)


def _numbers(told: Mapping[str, Any]) -> Iterator[Cell]:
    given = [t["value"].partition(":") for t in told["terms"] if t["name"] == "identifier"]
    for scheme, _ in _SCHEMES.values():
        values = [value for named, _, value in given if named == scheme]
        yield ";".join(values) or None
