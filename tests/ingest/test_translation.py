"""What the reader found, as the record's door takes it."""

from datetime import date

import pytest

from agreements.proposal import Proposal, ProposedCommitment, ProposedMilestone
from ingest import reader
from ingest.translation import proposal, score

TEXT = (
    "Norway and Chile signed the Punta Arenas Maritime Security Agreement in Oslo on 3 May 2025. "
    "The agreement runs for five years. Norway will train Chilean coast guard crews. It does not "
    "commit either side to send troops."
)


def read(text: str) -> Proposal:
    (record,) = reader.read(text, published=date(2025, 5, 4))
    assert 0 < score(record) <= 1
    return proposal(text, record)


def test_every_statement_quotes_the_text() -> None:
    told = read(TEXT)
    assert told.parties == ("CL", "NO")
    for statement in told.statements:
        for quote in statement.sources:
            assert TEXT[quote.start : quote.end] == quote.words  # type: ignore[union-attr]  # a reader quotes
        assert statement.sources


def test_a_status_becomes_the_milestone_that_brought_it() -> None:
    milestones = [s for s in read(TEXT).statements if isinstance(s, ProposedMilestone)]
    assert [(m.kind, m.date, m.place) for m in milestones] == [("signed", "2025-05-03", "Oslo")]


def test_terms_are_text() -> None:
    assert read(TEXT).term("duration_years") == "5"


def test_a_name_becomes_the_title_and_a_description_does_not() -> None:
    assert read(TEXT).term("title") == "Punta Arenas Maritime Security Agreement"
    described = TEXT.replace("the Punta Arenas Maritime Security Agreement", "a security agreement")
    assert read(described).term("title") is None


@pytest.mark.parametrize("held", ["made", "excluded"])
def test_what_is_owed_and_what_is_excluded_are_told_apart(held: str) -> None:
    commitments = [s for s in read(TEXT).statements if isinstance(s, ProposedCommitment)]
    types = {c.type for c in commitments if c.held == held}
    assert types >= ({"force_presence"} if held == "excluded" else {"military_training"})
