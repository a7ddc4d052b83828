"""The codebook has an entry, with an example, for every word of the record."""

import csv

import pytest

from agreements.meanings import SECTIONS, codebook, commitments
from agreements.models import AgreementKind, Commitment, MilestoneKind, Status, Strength, TermName
from config.run.places import ROOT

_CODES = {
    "statuses": set(Status.values),
    "milestones": set(MilestoneKind.values),
    "strengths": set(Strength.values),
    "holdings": set(Commitment.Holding.values),
    "directions": set(Commitment.Direction.values),
    "terms": set(TermName.values),
    "kinds": set(AgreementKind.values),
}
_LONGEST = 260


def types() -> list[tuple[str, str]]:
    table = ROOT / "agreements" / "reference" / "commitment_types.csv"
    rows = csv.DictReader(table.read_text("utf-8").splitlines())
    return [(row["code"], row["definition"]) for row in rows]


@pytest.mark.parametrize("section", _CODES)
def test_every_word_of_the_record_has_an_entry_and_no_other(section: str) -> None:
    assert set(codebook()[section]) == _CODES[section]


def test_every_commitment_type_has_its_definition_and_an_example() -> None:
    told = types()
    assert set(codebook()["commitments"]) == {code for code, _ in told}
    for code, entry in commitments(told).items():
        assert entry.meaning == dict(told)[code]
        assert entry.example


def test_a_type_that_the_codebook_does_not_know_has_its_definition() -> None:
    assert commitments([("piracy", "Hunting pirates.")])["piracy"].meaning == "Hunting pirates."


@pytest.mark.parametrize("section", SECTIONS)
def test_entries_are_short_and_have_an_example(section: str) -> None:
    for code, entry in codebook()[section].items():
        assert entry.example, code
        assert entry.meaning or section == "commitments", code
        assert len(entry.meaning + entry.rule + entry.example) < _LONGEST, code
