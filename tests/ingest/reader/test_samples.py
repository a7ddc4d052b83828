"""The reader against labelled articles: our own, and the five seed articles where they are."""

import json
from pathlib import Path

import pytest

from ingest.reader import folder
from tests import reader_score
from tests.ingest.reader import gold

SAMPLES = Path(__file__).parents[2] / "samples"
OWN = SAMPLES / "reader"
SEEDS = Path(__file__).parents[4] / "shared" / "corpus" / "dev"

own = {article.name: article for article in folder.articles(OWN)}


known_failures = frozenset(json.loads((OWN / "known_failures.json").read_text("utf-8")))


def differences(name: str) -> reader_score.Tally:
    tally = reader_score.Tally()
    tally.add(reader_score.gold_of(OWN, name), gold.found(own[name]))
    return tally


def is_right(tally: reader_score.Tally) -> bool:
    return not (tally.facts["wrong"] or tally.facts["missed"] or tally.clean < tally.empty)


@pytest.mark.parametrize("name", sorted(set(own) - known_failures))
def test_a_sample_is_read_as_it_is_labelled(name: str) -> None:
    assert is_right(differences(name))


@pytest.mark.parametrize("name", sorted(known_failures))
def test_a_known_failure_still_fails(name: str) -> None:
    assert not is_right(differences(name)), "It is read right now: take it off the list."


@pytest.mark.parametrize("name", own)
def test_every_fact_of_a_sample_has_its_words(name: str) -> None:
    for record in gold.found(own[name]):
        assert {"parties", "status"} <= set(record["evidence"])
        assert all(quote in own[name].text for quote in record["evidence"].values())


def test_the_pasted_pact_is_found() -> None:
    paste = {article.name: article for article in folder.articles(SAMPLES / "paste")}
    (record,) = gold.found(paste["estonia-japan-pact"])
    assert gold.facts(record) == {
        ("parties", ("EE", "JP")),
        ("status", "signed"),
        ("signed", "2026-10-07"),
        ("duration_years", 10),
        ("commitment", "cyber_security"),
        ("commitment", "intelligence_sharing"),
        ("commitment", "joint_exercises"),
        ("excluded", "force_presence"),
    }


def test_nothing_is_found_in_the_pasted_trade_fair() -> None:
    paste = {article.name: article for article in folder.articles(SAMPLES / "paste")}
    assert gold.found(paste["nothing-found"]) == []


def test_the_seed_articles_are_read_sensibly() -> None:
    if not SEEDS.is_dir():
        pytest.skip("The seed articles of ../shared/corpus are not here; our own samples stand in.")
    right = wanted = read = 0
    for article in folder.articles(SEEDS):
        if article.name.startswith("seed-"):
            labels = [
                fact for one in gold.labelled(SEEDS, article.name) for fact in gold.facts(one)
            ]
            values = [fact for one in gold.found(article) for fact in gold.facts(one)]
            right += sum(min(labels.count(fact), values.count(fact)) for fact in set(labels))
            wanted, read = wanted + len(labels), read + len(values)
    assert right / wanted > 0.9
    assert right / read > 0.9
