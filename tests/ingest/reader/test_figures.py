"""The reader's figures, as committed: none may fall by more than a point."""

import json
from pathlib import Path

import pytest

from tests import reader_score, reader_speed

ALLOWED_DROP = 1.0
kept = json.loads(reader_score.FIGURES.read_text("utf-8"))
sets = ["corpus", "own samples", "reported", "tuned on"]


def test_figures_are_kept_for_the_samples_and_both_halves_of_the_corpus() -> None:
    assert sorted(kept) == sets


@pytest.mark.parametrize("name", sets)
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


def test_a_fact_without_a_quote_and_a_quote_that_is_not_in_the_text_are_counted() -> None:
    text = "Estonia and Japan signed a pact on cyber defence."
    guess = {
        "parties": ["EE", "JP"],
        "status": "signed",
        "commitments": [{"type": "cyber_security"}],
        "evidence": {"parties": "Estonia and Japan", "status": "inked a pact"},
    }
    tally = reader_score.Tally()
    tally.add([], [guess], text)
    assert tally.figures()["quotes"] == 50
    assert tally.figures()["evidence"] == 66.7


def test_speed_is_told_for_articles_of_one_length_beside_a_pass_of_the_gazetteer(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.txt").write_text("Estonia and Japan signed a defence pact on Monday.\n" * 20)
    (tmp_path / "a.meta.json").write_text("{}")
    speed = reader_speed.measure(tmp_path)
    assert speed.articles > 0
    assert speed.passes > 1, "a reading holds a pass of the gazetteer"
    assert "articles of 550 words a second" in str(speed)
