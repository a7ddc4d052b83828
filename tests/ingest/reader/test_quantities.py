from decimal import Decimal

import pytest

from ingest.reader import quantities
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
    ],
)
def test_a_duration_is_found(text: str, expected: int) -> None:
    assert years(text) == [expected]


@pytest.mark.parametrize(
    "text",
    ["over the past ten years", "the 71-year-old treaty", "ten years ago", "the first in 5 years"],
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
    ],
)
def test_a_sum_of_money_is_found(text: str, value: int, currency: str) -> None:
    assert money(text) == [(Decimal(value), currency)]


def test_a_number_of_things_is_no_sum() -> None:
    assert money("60 million people and 3 tanks") == []
