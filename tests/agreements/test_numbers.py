"""Whole numbers as addresses, forms and headers bring them."""

import pytest

from agreements.numbers import whole_number


@pytest.mark.parametrize(("written", "number"), [("0", 0), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_digits_are_a_number(written: str, number: int) -> None:
    assert whole_number(written) == number


@pytest.mark.parametrize(
    "written",
    [None, "", " 1", "-1", "+1", "1.0", "1e3", "1_000", "٣", "²", "x", "9" * 19, "9" * 9999],
)
def test_anything_else_is_none(written: str | None) -> None:
    assert whole_number(written) is None


def test_a_number_of_more_digits_than_asked_for_is_none() -> None:
    assert whole_number("2024", digits=4) == 2024
    assert whole_number("12024", digits=4) is None
