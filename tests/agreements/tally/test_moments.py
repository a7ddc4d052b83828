"""Days on which something happened to rows."""

from hypothesis import given
from hypothesis import strategies as st

from agreements.tally.bits import bits_of, rows_of
from agreements.tally.moments import Moments

MOMENTS = st.lists(st.tuples(st.integers(1, 30), st.integers(0, 20)))
ROWS = st.sets(st.integers(0, 20))


@given(MOMENTS, MOMENTS, st.integers(1, 30), st.integers(1, 30), st.sampled_from([0, 1_000]))
def test_a_period_has_the_rows_to_which_it_happened_in_it(
    first: list[tuple[int, int]], later: list[tuple[int, int]], begin: int, end: int, most: int
) -> None:
    moments = Moments.empty().and_then(first, most=most)
    moments.between(begin, end)
    longer = moments.and_then(later, most=most)
    expected = {row for day, row in [*first, *later] if begin <= day <= end}
    assert set(rows_of(longer.between(begin, end))) == expected
    assert set(rows_of(longer.between(begin, end))) == expected


@given(MOMENTS, MOMENTS, ROWS, st.integers(1, 8), st.sampled_from([0, 1_000]))
def test_the_newest_are_whole_days_and_as_many_as_are_needed(
    first: list[tuple[int, int]],
    later: list[tuple[int, int]],
    rows: set[int],
    needed: int,
    most: int,
) -> None:
    moments = Moments.empty().and_then(first, most=most).and_then(later, most=most)
    found = set(moments.newest(bits_of(rows), (3, 25), needed))
    every = sorted((m for m in {*first, *later} if m[1] in rows and 3 <= m[0] <= 25), reverse=True)
    newest = set(every[:needed])
    assert newest <= found <= set(every)
    assert len(found) >= min(needed, len(every))
