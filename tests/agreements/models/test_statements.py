from datetime import UTC, datetime, timedelta

import pytest

from agreements.models import Evidence, Link, Milestone
from tests import cast

KNOWN = datetime(2024, 6, 13, 12, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


def test_statement_is_held_from_its_first_moment_up_to_its_last() -> None:
    held = Milestone(known_from=KNOWN, known_to=KNOWN + MOMENT)
    assert [held.held_at(KNOWN + n * MOMENT) for n in (-1, 0, 1)] == [False, True, False]


def test_open_statement_is_held_on_and_on() -> None:
    assert Milestone(known_from=KNOWN).held_at(KNOWN + timedelta(days=9999))


@pytest.mark.django_db
def test_evidence_knows_its_statement() -> None:
    cast.parties()
    agreement = cast.agreement(cast.signed().commitment())
    for statement in (
        agreement.milestones.get(),
        agreement.commitments.get(),
        agreement.terms.get(),
    ):
        assert statement.evidence.get().statement == statement
    link = Link(pk=7)
    assert Evidence(link=link).statement is link


def test_evidence_for_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="None"):
        _ = Evidence().statement


def test_rows_say_what_they_are() -> None:
    assert str(Milestone(kind="signed", date="2024-06-13")) == "Signed 2024-06-13"
    assert str(Milestone(kind="signed")) == "Signed"
    assert str(Evidence(citation="A handbook")) == "A handbook"
