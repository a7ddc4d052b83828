from datetime import date

import pytest

from ingest.reader.mentions import dates, days
from ingest.reader.records import Span
from tests.ingest.reader.text import proving

THURSDAY = date(2024, 6, 13)


def edtf(text: str, published: date | None = THURSDAY, *, ahead: bool = False) -> list[str | None]:
    found = dates.find(text, Span(0, len(text)))
    return [mention.edtf(published, ahead=ahead) for mention in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 13 June 2024", "2024-06-13"),
        ("on June 13th, 2024", "2024-06-13"),
        ("2024-06-13", "2024-06-13"),
        ("in June 2024", "2024-06"),
        ("in 1951", "1951"),
        ("June 13 to 15, 2024", "2024-06"),
        ("today", "2024-06-13"),
        ("Tonight", "2024-06-13"),
        ("yesterday", "2024-06-12"),
        ("on Monday", "2024-06-10"),
        ("on Thursday", "2024-06-13"),
        ("last Thursday", "2024-06-06"),
        ("last month", "2024-05"),
        ("next month", "2024-07"),
        ("last year", "2023"),
        ("last week", "2024-06"),
        ("two years ago", "2022"),
        ("three days ago", "2024-06-10"),
        ("last December", "2023-12"),
        ("in April last year", "2023-04"),
        ("last April", "2024-04"),
        ("on December 5", "2023-12-05"),
        ("on Feb. 16", "2024-02-16"),
        ("on Monday, June 10", "2024-06-10"),
        ("on Monday (10 June 2024)", "2024-06-10"),
        ("on 10 June, Monday", "2024-06-10"),
        ("earlier in the year", "2024"),
        ("over the weekend", "2024-06"),
        ("last autumn", "2023"),
        ("last spring", "2024"),
        ("on 17.11.2023", "2023-11-17"),
        ("on 11/17/2023", "2023-11-17"),
        ("on 3/4/2023", "2023"),
        ("at the start of the year", "2024"),
        ("at the end of last year", "2023"),
    ],
)
def test_a_date_of_the_past(text: str, expected: str) -> None:
    assert edtf(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on Monday", "2024-06-17"),
        ("on June 20", "2024-06-20"),
        ("in March", "2025-03"),
        ("tomorrow", "2024-06-14"),
        ("by the end of the year", "2024"),
        ("before the end of next month", "2024-07"),
        ("next autumn", "2024"),
    ],
)
def test_a_date_to_come(text: str, expected: str) -> None:
    assert edtf(text, ahead=True) == [expected]


def test_a_day_without_a_year_stays_open_when_the_day_of_publication_is_unknown() -> None:
    assert edtf("on June 13", None) == ["XXXX-06-13"]


def test_two_days_of_the_week_stay_two() -> None:
    assert edtf("on Monday and Tuesday") == ["2024-06-10", "2024-06-11"]


def test_a_relative_date_needs_the_day_of_publication() -> None:
    assert edtf("next month", None) == [None]


@pytest.mark.parametrize("text", ["it may sign", "45 June 2024", "1500 troops", "two stages ago"])
def test_words_that_are_no_date(text: str) -> None:
    assert [one for one in edtf(text) if one and "-45" not in one and one != "2024-06"] == []


@pytest.mark.parametrize(
    ("words", "weekday", "expected"),
    [
        ("a day earlier", "monday", "sunday"),
        ("the day before", "friday", "thursday"),
        ("the next day", "sunday", "monday"),
        ("two years later", "monday", ""),
    ],
)
def test_days_are_counted_from_a_day_of_the_week(words: str, weekday: str, expected: str) -> None:
    assert days.counted_on(words, weekday) == expected


def test_a_day_counted_from_one_without_a_year_has_none() -> None:
    assert days.counted("a day earlier", (None, 3, 1)) == (None, 2, 28)
    assert days.counted("a week later", (2024, 2, 27)) == (2024, 3, None)
    assert days.counted("two years later", (None, 3, 1)) is None


def test_no_sentence_tells_a_date_without_the_words_it_is_let_in_by() -> None:
    needs = (*dates._SPANS, *dates._YEAR_OR_MONTH.pattern.split("|"))
    assert proving.without(dates._PATTERN, needs) is None
