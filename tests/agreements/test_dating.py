"""Dates in words."""

import pytest

from agreements.dating import edtf_words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2024-01-12", "12 January 2024"),
        ("2024-02", "February 2024"),
        ("2024", "2024"),
        ("199X", "199X"),
        ("2024-03~", "about March 2024"),
        ("2019?", "2019 (uncertain)"),
        ("XXXX-06-13", "13 June of a year not known"),
        ("XXXX-06", "June of a year not known"),
        ("XXXX", "year not known"),
        ("", "date not known"),
        (None, "date not known"),
    ],
)
def test_dates_are_said_as_exactly_as_they_are_known(written: str | None, words: str) -> None:
    assert edtf_words(written) == words
