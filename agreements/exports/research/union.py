"""Partner-years of the European Union, which is no state: what it had with each partner when."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from django.db.models import Case, F, Q, When

from agreements.exports import copying
from agreements.exports.copying import Asked
from agreements.exports.csvs import Cell
from agreements.exports.research.dyads import between, cells, years_told
from agreements.exports.research.instruments import instrument
from agreements.exports.research.states import State, states
from agreements.exports.tables import Column
from agreements.models import Party
from agreements.models.card import CardQuerySet

_UNION: Final = "EU"
_FIRST: Final = "agreement__first_party"
_SECOND: Final = "agreement__second_party"


def partner_rows(found: CardQuerySet, day: date, columns: Sequence[Column]) -> Iterator[list[Cell]]:
    """Yield a row of these columns for each partner, by code, and year with anything to tell."""
    known = states()
    iso3 = dict(Party.objects.values_list("code", "iso3"))
    asked = Asked(
        ["w.partner::text", "c.item_json"],
        order={"partner": Case(When(Q(**{_FIRST: _UNION}), then=F(_SECOND)), default=F(_FIRST))},
    )
    theirs = found.filter(Q(**{_FIRST: _UNION}) | Q(**{_SECOND: _UNION}))
    for name, rows in groupby(copying.rows(theirs, asked), key=itemgetter(0)):
        code = (name or b"").decode()
        told: list[Mapping[str, Any]] = [json.loads(row or b"") for _, row in rows]
        instruments = [instrument(item) for item in told]
        for year in years_told(instruments, day):
            who = _partner(code, iso3[code], known.get(code), year.number)
            yield cells(who | between(instruments, year, day), columns)


def _partner(code: str, iso3: str | None, state: State | None, year: int) -> dict[str, Cell]:
    number, abbreviation = state.in_year(year) if state else (None, "")
    return {
        "ccode": number,
        "year": year,
        "stateabb": abbreviation,
        "iso3": iso3,
        "iso2": code,
        "gwno": state.gleditsch_ward if state else None,
    }
