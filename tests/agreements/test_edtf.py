from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.edtf import Bounds, EdtfError, bounds


@pytest.mark.parametrize(
    ("written", "earliest", "latest"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-06", date(2024, 6, 1), date(2024, 6, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-06-13", date(2024, 6, 13), date(2024, 6, 13)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("1386-05-09", date(1386, 5, 9), date(1386, 5, 9)),
        ("199X", date(1990, 1, 1), date(1999, 12, 31)),
        ("19XX", date(1900, 1, 1), date(1999, 12, 31)),
        ("199X-06", date(1990, 1, 1), date(1999, 12, 31)),
        ("2024-XX", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-XX-13", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-06-XX", date(2024, 6, 1), date(2024, 6, 30)),
        ("2024-03~", date(2024, 3, 1), date(2024, 3, 31)),
        ("2024?", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-06-13%", date(2024, 6, 13), date(2024, 6, 13)),
        ("9999-12-31", date(9999, 12, 31), date(9999, 12, 31)),
        ("0001", date(1, 1, 1), date(1, 12, 31)),
    ],
)
def test_each_form_spans_the_days_it_can_mean(written: str, earliest: date, latest: date) -> None:
    assert bounds(written) == Bounds(earliest, latest)


@pytest.mark.parametrize(
    "written", ["XXXX", "XXXX-06-13", "XXXX-02-29", "XXXX-06-XX", "XXXX-XX-31"]
)
def test_unknown_year_has_no_days(written: str) -> None:
    assert bounds(written) == Bounds(None, None)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", "is no date"),
        ("june 2024", "is no date"),
        ("13.06.2024", "is no date"),
        ("2024-6-13", "is no date"),
        ("20240613", "is no date"),
        ("2024-06-13T10:00", "is no date"),
        ("2024/2025", "is no date"),
        ("-2024", "is no date"),
        ("2X24", "is no date"),
        ("2024-0X", "is no date"),
        ("2024-06-13~?", "is no date"),
        ("2024-06-13\n", "is no date"),
        (" 2024", "is no date"),
        ("٢٠٢٤", "is no date"),
        ("0000", "years begin with 1"),
        ("2024-00", "months go from 01 to 12"),
        ("2024-13", "months go from 01 to 12"),
        ("199X-13", "months go from 01 to 12"),
        ("XXXX-13", "months go from 01 to 12"),
        ("2024-06-31", "has 30 days"),
        ("2024-06-00", "has 30 days"),
        ("2023-02-29", "has 28 days"),
        ("199X-02-30", "has 29 days"),
        ("XXXX-02-30", "has 29 days"),
        ("2024-XX-32", "has 31 days"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(written: str, says: str) -> None:
    with pytest.raises(EdtfError, match=says):
        bounds(written)


_DAYS = st.dates(min_value=date(1, 1, 1))


@st.composite
def _written(draw: st.DrawFn) -> str:
    day = draw(_DAYS)
    year = f"{day.year:04}"
    unknown = draw(st.sampled_from([0, 0, 0, 1, 2, 4]))
    if unknown == 4 or int(year[: 4 - unknown]) > 0:
        year = year[: 4 - unknown] + "X" * unknown
    parts = [year, f"{day.month:02}", f"{day.day:02}"][: draw(st.integers(1, 3))]
    return "-".join(parts) + draw(st.sampled_from(["", "?", "~", "%"]))


@given(_written())
def test_bounds_are_both_known_and_in_order_or_both_unknown(written: str) -> None:
    days = bounds(written)
    if days.earliest is None or days.latest is None:
        assert days == Bounds(None, None)
        assert written.startswith("XXXX")
    else:
        assert days.earliest <= days.latest


@given(_DAYS)
def test_less_of_a_date_never_leaves_out_its_day(day: date) -> None:
    exact = bounds(day.isoformat())
    assert exact == Bounds(day, day)
    for shorter in (f"{day:%Y-%m}".zfill(7), f"{day.year:04}"):
        assert exact.within(bounds(shorter))


@given(_written(), _written())
def test_within_and_meet_agree(one: str, other: str) -> None:
    first, second = bounds(one), bounds(other)
    assert first.meet(second) == second.meet(first)
    assert first.meet(first)
    assert first.within(first)
    if first.within(second):
        assert first.meet(second)
    if first.within(second) and second.within(first):
        assert first == second


@given(_written(), _written(), _written())
def test_within_carries_over(one: str, two: str, three: str) -> None:
    first, second, third = bounds(one), bounds(two), bounds(three)
    if first.within(second) and second.within(third):
        assert first.within(third)


def test_days_apart_do_not_meet() -> None:
    assert not bounds("2024-06").meet(bounds("2024-07"))
    assert not bounds("2024-06-13").meet(bounds("2024-06-14"))
    assert bounds("2024-06").meet(bounds("2024-06-30"))
    assert bounds("XXXX").meet(bounds("2024"))
