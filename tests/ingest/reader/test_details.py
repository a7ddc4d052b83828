from datetime import date
from decimal import Decimal

import pytest

from ingest.reader import read
from ingest.reader.records import Record


def only(text: str) -> Record:
    (record,) = read(text, published=date(2024, 6, 13))
    return record


@pytest.mark.parametrize(
    ("text", "binding"),
    [
        ("The pact is legally binding.", True),
        ("The pact is not legally binding.", False),
        ("The pact does not bind later governments.", False),
    ],
)
def test_whether_it_binds_is_told(text: str, binding: bool) -> None:  # noqa: FBT001 - a parameter
    value = only(f"Japan and Chile signed a defence pact. {text}").legally_binding
    assert value is not None
    assert value.value is binding


def test_a_place_is_where_it_was_signed() -> None:
    place = only("Japan and Chile signed a defence pact in Santiago on Monday.").place
    assert place is not None
    assert place.value == "Santiago"


def test_where_troops_are_is_no_place_of_signing() -> None:
    text = "Japan and Chile signed a defence pact that regulates the stationing of troops in Lima."
    assert only(text).place is None


def test_a_sum_under_the_pact_belongs_to_it() -> None:
    text = "Japan and Chile signed a defence pact. Japan will provide $5 million under the pact."
    assert [one.value for one in only(text).amounts] == [Decimal(5_000_000)]


def test_a_sum_told_beside_it_does_not() -> None:
    text = "Japan and Chile signed a defence pact. Japan has given $5 million in aid since the war."
    assert only(text).amounts == ()


def test_a_duration_in_another_sentence_is_not_taken() -> None:
    text = "Japan and Chile signed a defence pact. The ten-year building work goes on."
    assert only(text).duration_years is None
