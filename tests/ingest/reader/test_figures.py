"""The reader's figures, as committed: none may fall by more than a point."""

import json

import pytest

from tests import reader_score

ALLOWED_DROP = 1.0
kept = json.loads(reader_score.FIGURES.read_text("utf-8"))
halves = ["own samples", "reported", "tuned on"]


def test_figures_are_kept_for_the_samples_and_both_halves_of_the_corpus() -> None:
    assert sorted(kept) == halves


@pytest.mark.parametrize("name", halves)
def test_no_figure_falls_by_more_than_a_point(name: str) -> None:
    path = reader_score.OWN if name == "own samples" else reader_score.CORPUS
    if not path.is_dir():
        pytest.skip("../shared/corpus is not here: only our own samples are measured.")
    now = reader_score.measure(path)[name]
    fallen = {
        measure: (value, now[measure])
        for measure, value in kept[name].items()
        if now[measure] < value - ALLOWED_DROP
    }
    assert fallen == {}


def test_a_value_less_and_a_value_too_many_are_both_counted() -> None:
    pact = {"parties": ["EE", "JP"], "salience": "main", "optional": False, "status": "signed"}
    tally = reader_score.Tally()
    tally.add([pact | {"signed": "2024"}], [pact | {"in_force": "2025"}])
    assert tally.facts == {"right": 2, "wrong": 1, "missed": 1}
    assert tally.figures()["facts"] == 66.7
    assert tally.figures()["untouched"] == 0


def test_records_of_one_pair_are_matched_in_the_order_that_fits_best() -> None:
    one = {"parties": ["EE", "JP"], "salience": "main", "optional": False, "status": "signed"}
    other = one | {"status": "expired", "signed": "1960"}
    tally = reader_score.Tally()
    tally.add([one, other], [other, one])
    assert tally.figures()["facts"] == 100


def test_an_optional_record_counts_neither_way() -> None:
    maybe = {"parties": ["EE", "JP"], "salience": "main", "optional": True, "status": "signed"}
    for found in ([], [maybe]):
        tally = reader_score.Tally()
        tally.add([maybe], found)
        assert tally.records.total() == 0
