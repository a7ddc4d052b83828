from decimal import Decimal

import pytest

from ingest.reader.mentions import quantities
from ingest.reader.records import Span


def years(text: str) -> list[int]:
    return [one.years for one in quantities.find_durations(text, Span(0, len(text)))]


def money(text: str) -> list[tuple[Decimal, str]]:
    return [(one.value, one.currency) for one in quantities.find_money(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a ten-year pact", 10),
        ("for the next decade", 10),
        ("valid for 5 years", 5),
        ("a 100-year partnership", 100),
        ("a decade-long pact", 10),
        ("a treaty for a quarter of a century", 25),
        ("it expired after ten years", 10),
        ("valid for ten years until 2035, when it can be renewed", 10),
    ],
)
def test_a_duration_is_found(text: str, expected: int) -> None:
    assert years(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "over the past ten years",
        "the 71-year-old treaty",
        "ten years ago",
        "the first in 5 years",
        "they used the base for ten years until May 2009, when the president closed it",
    ],
)
def test_a_time_that_has_passed_is_no_duration(text: str) -> None:
    assert years(text) == []


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("$60 billion in aid", 60_000_000_000, "USD"),
        ("€1.5bn", 1_500_000_000, "EUR"),
        ("A$20 million", 20_000_000, "AUD"),
        ("£3,000", 3_000, "GBP"),
        ("7.1 billion euros", 7_100_000_000, "EUR"),
        ("SEK 30 billion", 30_000_000_000, "SEK"),
        ("PLN 20 mln", 20_000_000, "PLN"),
        ("Rs 90 crore", 900_000_000, "INR"),
        ("2.5 trillion won", 2_500_000_000_000, "KRW"),
        ("RM40 million", 40_000_000, "MYR"),
        ("3 million Danish kroner", 3_000_000, "DKK"),
    ],
)
def test_a_sum_of_money_is_found(text: str, value: int, currency: str) -> None:
    assert money(text) == [(Decimal(value), currency)]


def test_a_number_of_things_is_no_sum() -> None:
    assert money("60 million people and 3 tanks") == []


def test_a_year_and_a_verb_are_no_sum() -> None:
    assert money("In 2019 won the party that had 12 won before") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a memorandum for 2025-2029", 5),
        ("the 2024-2034 roadmap", 10),
        ("a plan covering the years 2023 to 2025", 3),
        ("it is valid until 2033", 10),
        ("the accord runs through 2027", 5),
    ],
)
def test_years_are_counted_from_one_to_the_other(text: str, expected: int) -> None:
    found = quantities.find_periods(text, Span(0, len(text)), 2023)
    assert [one.years for one in found] == [expected]


@pytest.mark.parametrize("text", ["in 2024-2026 it grew", "it is valid until noon"])
def test_other_years_are_no_duration(text: str) -> None:
    assert quantities.find_periods(text, Span(0, len(text)), 2023) == ()


def test_an_end_tells_nothing_where_the_beginning_is_not_known() -> None:
    text = "it is valid until 2033"
    assert quantities.find_periods(text, Span(0, len(text)), None) == ()
