"""Sets as bits, and sets that change along a line."""

from hypothesis import given
from hypothesis import strategies as st

from agreements.tally.bits import _STEP, Line, bits_of, counts, rows_of

ROWS = st.sets(st.integers(0, 300))
TURNS = st.lists(st.tuples(st.integers(-20, 20), st.integers(0, 40)), unique=True)


@given(ROWS)
def test_a_set_gives_its_rows_back(rows: set[int]) -> None:
    assert rows_of(bits_of(rows)) == sorted(rows)
    assert bits_of(rows).bit_count() == len(rows)


def test_counts_leave_out_nothing_but_zeros() -> None:
    sets = {"a": bits_of([1, 2]), "b": bits_of([3]), "c": 0}
    assert counts(bits_of([1, 2]), sets) == {"a": 2}


def holding(turns: list[tuple[int, int]], point: int) -> set[int]:
    found: set[int] = set()
    for at, row in turns:
        if at <= point:
            found ^= {row}
    return found


@given(TURNS, TURNS, st.integers(-25, 25))
def test_a_line_holds_what_has_turned_an_odd_number_of_times(
    first: list[tuple[int, int]], later: list[tuple[int, int]], point: int
) -> None:
    line = Line.of(first)
    assert set(rows_of(line.at(point))) == holding(first, point)
    for most in (0, 1_000):
        longer = line.and_then(later, most=most)
        assert set(rows_of(longer.at(point))) == holding([*first, *later], point)
    assert set(rows_of(line.at(point))) == holding(first, point)


def test_a_line_of_many_steps_is_right_before_at_and_after_each() -> None:
    turns = [(day, day % 7) for day in range(5 * _STEP)]
    line = Line.of(turns)
    for point in (-1, 0, _STEP - 1, _STEP, _STEP + 1, 3 * _STEP, 5 * _STEP, 6 * _STEP):
        assert set(rows_of(line.at(point))) == holding(turns, point)
