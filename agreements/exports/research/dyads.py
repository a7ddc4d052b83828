"""Dyad-years: what two states had between them in each year, undirected and by who owes."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from django.db.models.functions import Greatest, Least

from agreements.exports import copying
from agreements.exports.copying import Asked
from agreements.exports.csvs import Cell
from agreements.exports.research.columns import ATOP, GENERAL, KINDS, SECTOR
from agreements.exports.research.instruments import Instrument, Promise, instrument
from agreements.exports.research.states import FIRST_YEAR, State, states
from agreements.exports.tables import Column
from agreements.models.card import CardQuerySet

_FIRST: Final = "agreement__first_party__cow_code"
_SECOND: Final = "agreement__second_party__cow_code"
_DAY: Final = timedelta(days=1)
_DEFENCE: Final = "mutual_defence"


@dataclass(frozen=True, slots=True)
class _Dyad:
    """Two states, the one with the smaller COW number first, and all agreements between them."""

    one: State
    other: State
    instruments: Sequence[Instrument]


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a dyad up to the day of the data: `end` is the last day that is known of."""

    number: int
    end: date

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.number, 1, 1)

    @property
    def is_over(self) -> bool:
        """Tell whether its last day is known of."""
        return self.end == date(self.number, 12, 31)


def dyad_rows(found: CardQuerySet, day: date, columns: Sequence[Column]) -> Iterator[list[Cell]]:
    """Yield a row of these columns for each undirected dyad and year with anything to tell."""
    for dyad, year in _dyad_years(found, day):
        row = _places(dyad, year) | between(dyad.instruments, year, day)
        yield cells(row, columns)


def directed_rows(
    found: CardQuerySet, day: date, columns: Sequence[Column]
) -> Iterator[list[Cell]]:
    """Yield each dyad-year twice, by who owes."""
    for dyad, year in _dyad_years(found, day):
        for one, other in ((dyad.one, dyad.other), (dyad.other, dyad.one)):
            row = _directed(_Dyad(one, other, dyad.instruments), year, day)
            yield cells(row, columns)


def cells(row: Mapping[str, Cell], columns: Sequence[Column]) -> list[Cell]:
    """Return the row in the columns' order, flags as numbers; a type that nobody owes is 0."""
    made: list[Cell] = []
    for column in columns:
        cell = row.get(column.name, False if column.name.startswith("c_") else None)
        made.append(int(cell) if isinstance(cell, bool) else cell)
    return made


def years_told(instruments: Sequence[Instrument], day: date) -> Iterator[Year]:
    """Yield the years up to a day in which one of these was signed, in force or ended."""
    for number in range(FIRST_YEAR, day.year + 1):
        year = Year(number, min(date(number, 12, 31), day))
        if any(_is_told(i, year) for i in instruments):
            yield year


def _dyad_years(found: CardQuerySet, day: date) -> Iterator[tuple[_Dyad, Year]]:
    for dyad in _dyads(found):
        for year in years_told(dyad.instruments, day):
            if dyad.one.is_member(year.number) and dyad.other.is_member(year.number):
                yield dyad, year


def _dyads(found: CardQuerySet) -> Iterator[_Dyad]:
    known = states()
    between = found.filter(**{f"{_FIRST}__isnull": False, f"{_SECOND}__isnull": False})
    asked = Asked(
        ["w.low::text", "w.high::text", "c.item_json"],
        order={"low": Least(_FIRST, _SECOND), "high": Greatest(_FIRST, _SECOND)},
    )
    for _, rows in groupby(copying.rows(between, asked), key=itemgetter(0, 1)):
        told: list[Mapping[str, Any]] = [json.loads(row or b"") for *_, row in rows]
        one, other = sorted((known[p["code"]] for p in told[0]["parties"]), key=lambda s: s.number)
        yield _Dyad(one, other, [instrument(item) for item in told])


def _is_told(of: Instrument, year: Year) -> bool:
    return year.number in (of.signed, of.into_force, of.ended) or _is_in_force(of, year)


def _is_in_force(of: Instrument, year: Year) -> bool:
    return any(_overlap(span, year) for span in of.in_force)


def _overlap(span: tuple[date, date | None], year: Year) -> tuple[date, date] | None:
    """Return the first and the last day of a span that lie in the year, None for no such day."""
    first = max(span[0], year.start)
    last = min(span[1] - _DAY, year.end) if span[1] else year.end
    return (first, last) if first <= last else None


def between(instruments: Sequence[Instrument], year: Year, day: date) -> dict[str, Cell]:
    """Return what two parties had between them in a year, whoever owes it; all but who they are."""
    told = [i for i in instruments if _is_told(i, year)]
    held = [i for i in told if _is_in_force(i, year)]
    years = sorted(i.signed for i in instruments if i.signed)
    # The first and the last that there are, where they lie before the day of the data.
    years = [number for number in (*years[:1], *years[-1:]) if number <= day.year]
    kinds = {i.kind for i in held}
    return {
        "n_agr": len(held),
        "n_signed": sum(i.signed == year.number for i in told),
        "n_eif": sum(i.into_force == year.number for i in told),
        "n_ended": sum(i.ended == year.number for i in told),
        "n_signed_pending": sum(_stands(i.pending, year.end) for i in instruments),
        **_obligations(held),
        "dca_general": bool(kinds & GENERAL),
        "dca_sector": bool(kinds & SECTOR),
        "dca_any": bool(kinds & (GENERAL | SECTOR)),
        **{name: kind in kinds for name, kind in KINDS.items()},
        **_lasting(held, year),
        "first_signed": years[0] if years else None,
        "last_signed": years[-1] if years else None,
        "left_censor": any(
            first < date(FIRST_YEAR, 1, 1) for i in instruments for first, _ in i.in_force
        ),
        "right_censor": any(_stands(i.in_force, day) for i in instruments),
        "min_conf": min(i.confidence for i in told),
        **_ending(told, day),
    }


def _directed(dyad: _Dyad, year: Year, day: date) -> dict[str, Cell]:
    held = [i for i in dyad.instruments if _is_in_force(i, year)]
    told = [i for i in dyad.instruments if _is_told(i, year)]
    return {
        **_places(dyad, year),
        "n_agr": len(held),
        **_obligations(held, dyad.one.code),
        "undirected": any(p.direction == "not_stated" for i in held for p in i.promises),
        **_lasting(held, year),
        **_ending(told, day),
    }


def _places(dyad: _Dyad, year: Year) -> dict[str, Cell]:
    told: dict[str, Cell] = {"year": year.number}
    for side, state in (("1", dyad.one), ("2", dyad.other)):
        number, abbreviation = state.in_year(year.number)
        told |= {
            f"ccode{side}": number,
            f"stateabb{side}": abbreviation,
            f"iso3_{side}": state.iso3,
            f"iso2_{side}": state.code,
            f"gwno{side}": state.gleditsch_ward,
        }
    return told | {"dyad": int(str(told["ccode1"])) * 1000 + int(str(told["ccode2"]))}


def _obligations(held: Iterable[Instrument], owes: str | None = None) -> dict[str, Cell]:
    """Return the flags of what is owed, by one side alone where it is named.

    None is not known: the source says of no commitment of the type who owes it.
    """
    owed: dict[str, bool | None] = {}
    in_law: dict[str, bool | None] = {}
    for of in held:
        for promise in of.promises:
            is_owed = _is_owed(promise, owes)
            owed[promise.type] = _either(owed.get(promise.type, False), is_owed)
            if of.is_binding is not False:
                in_law[promise.type] = _either(in_law.get(promise.type, False), is_owed)
    defense = in_law.get(_DEFENCE, False)
    return {
        "defense": defense,
        "offense": False,
        **{name: owed.get(code, False) for name, code in ATOP.items()},
        "defense_nb": owed.get(_DEFENCE, False) if defense is False else False,
        **{f"c_{code}": is_owed for code, is_owed in owed.items()},
    }


def _is_owed(promise: Promise, owes: str | None) -> bool | None:
    if owes is None or promise.direction == "mutual":
        return True
    return None if promise.direction == "not_stated" else promise.debtor == owes


def _either(one: bool | None, other: bool | None) -> bool | None:  # noqa: FBT001  three truths
    if one or other:
        return True
    return None if one is None or other is None else False


def _lasting(held: Sequence[Instrument], year: Year) -> dict[str, Cell]:
    known = [i.is_binding for i in held if i.is_binding is not None]
    at_end = any(_stands(i.in_force, year.end) for i in held)
    return {
        "binding": any(known) if known else None,
        "days_inforce": _days(held, year),
        "inforce_dec31": at_end if year.is_over else None,
    }


def _ending(told: Iterable[Instrument], day: date) -> dict[str, Cell]:
    return {"agr_ids": ";".join(i.key for i in told), "version": day.isoformat()}


def _stands(spans: Iterable[tuple[date, date | None]], day: date) -> bool:
    return any(first <= day and (end is None or day < end) for first, end in spans)


def _days(held: Iterable[Instrument], year: Year) -> int:
    """Return how many days of the year any of them is in force."""
    parts = sorted(
        part for i in held for span in i.in_force if (part := _overlap(span, year)) is not None
    )
    count, reached = 0, year.start - _DAY
    for first, last in parts:
        begin = max(first, reached + _DAY)
        count += max((last - begin).days + 1, 0)
        reached = max(reached, last)
    return count
