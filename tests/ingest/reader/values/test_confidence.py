from itertools import pairwise

import pytest

from ingest.reader.records import Commitment, Span, Value
from ingest.reader.text import vocabulary
from ingest.reader.values import confidence


def test_a_surer_score_is_never_less_confident() -> None:
    rows = list(vocabulary.rows("confidence.csv"))
    for before, after in pairwise(rows):
        if before["field"] == after["field"]:
            assert float(before["raw"]) < float(after["raw"])
            assert float(before["confidence"]) <= float(after["confidence"])


def test_no_value_is_called_certain() -> None:
    assert all(0 < float(row["confidence"]) < 1 for row in vocabulary.rows("confidence.csv"))


def test_the_nearest_measured_score_counts() -> None:
    near, exact = confidence.calibrated("status", 0.86), confidence.calibrated("status", 0.85)
    assert near == exact


def test_a_field_without_measure_keeps_its_score() -> None:
    assert confidence.calibrated("place", 0.6) == 0.6
    assert confidence.of_value("place", None) is None


@pytest.mark.parametrize("held", ["made", "excluded"])
def test_a_commitment_is_calibrated_by_what_it_is(held: str) -> None:
    one = Commitment("logistics", "made" if held == "made" else "excluded", None, None,
                     "mentioned", Span(0, 1), 0.7)  # fmt: skip
    field = "commitment" if held == "made" else "excluded"
    assert confidence.of_commitment(one).confidence == confidence.calibrated(field, 0.7)


def test_a_value_keeps_its_words() -> None:
    value = confidence.sure("status", Value("signed", Span(3, 9), 0.85))
    assert (value.value, value.span) == ("signed", Span(3, 9))
