"""States by number and year, as the Correlates of War Project lists them."""

import pytest

from agreements.exports.research.states import State, states
from agreements.models import Party
from tests.record import load_record


@pytest.mark.parametrize(
    ("code", "number", "years", "gaps"),
    [
        ("US", 2, [1816, 1900, 2016, 2026], []),
        ("JP", 740, [1860, 1945, 1952, 2024], [1859, 1946, 1951]),
        ("DE", 255, [1816, 1945, 1955, 1989, 1990, 2024], [1946, 1954]),
        ("YE", 679, [1926, 1989, 1990, 2024], [1925]),
        ("XK", 347, [2008, 2024], [1999, 2007]),
        ("EE", 366, [1918, 1939, 1991, 2024], [1917, 1950, 1990]),
        ("ZZ", 12345, [], [1950, 2024]),
    ],
)
def test_a_state_is_a_member_in_the_years_of_the_list(
    code: str, number: int, years: list[int], gaps: list[int]
) -> None:
    state = State(code, "", number, "")
    assert [year for year in (*years, *gaps) if state.is_member(year)] == years


@pytest.mark.django_db
def test_every_state_with_a_number_is_in_the_list() -> None:
    load_record()
    known = states()
    assert len(known) == Party.objects.filter(cow_code__isnull=False).count() > 190
    assert [state.code for state in known.values() if not state.is_member(2016)] == []
