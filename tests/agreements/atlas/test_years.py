"""The map year by year says what the map says on each year's last day."""

from datetime import date

import pytest
from django.http import QueryDict

from agreements import filters
from agreements.atlas.years import (
    FIRST_YEAR,
    LETTERS,
    Years,
    bars,
    counts_by_year,
    signed_by_year,
    standing_by_year,
)

pytestmark = pytest.mark.usefixtures("loaded_record", "db")

YEARS = Years(date(2026, 11, 22))


def asked(query: str) -> QueryDict:
    return QueryDict(query)


@pytest.mark.parametrize("year", [1950, 1992, 2014, 2025])
def test_a_year_counts_what_stands_at_its_end(year: int) -> None:
    found = counts_by_year(filters.selected(asked(""), ever=True), ["in_force"], YEARS)
    then = filters.selected(asked(f"as_of={year}-12-31&status=in_force")).count_by("party")
    assert {c: row[year - FIRST_YEAR] for c, row in found.items() if row[year - FIRST_YEAR]} == then


def test_filters_narrow_the_years_too() -> None:
    found = counts_by_year(
        filters.selected(asked("commitment=consultation"), ever=True), ["in_force"], YEARS
    )
    then = filters.selected(
        asked("as_of=2020-12-31&status=in_force&commitment=consultation")
    ).count_by("party")
    assert {c: row[2020 - FIRST_YEAR] for c, row in found.items() if row[2020 - FIRST_YEAR]} == then


def test_a_partner_stands_as_its_strongest_agreement_does() -> None:
    own = filters.selected(asked("party=US"), ever=True)
    found = standing_by_year(own, "US", YEARS)
    in_force = filters.selected(asked("as_of=1992-12-31&status=in_force&party=US"))
    partners = set(in_force.count_by("party")) - {"US"}
    letters = {code: row[1992 - FIRST_YEAR] for code, row in found.items()}
    assert {code for code, letter in letters.items() if letter == LETTERS[0]} == partners


def test_the_bars_are_the_signatures_of_each_year() -> None:
    signed = signed_by_year(filters.selected(asked(""), ever=True), YEARS)
    assert len(signed) == len(YEARS) == 77
    assert signed[2024 - FIRST_YEAR] == max(signed)


def test_a_year_without_a_signature_is_still_seen() -> None:
    assert bars([0, 4], 34) == "M1 34v-1.5h8V34zM11 34v-34.0h8V34z"


def test_a_day_before_the_first_year_is_shown_at_it() -> None:
    assert YEARS.nearest(date(1386, 5, 9)) == 1950
    assert YEARS.nearest(date(2030, 1, 1)) == 2026
