"""What stands around an agreement's card."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from agreements import curation, history, ledger
from agreements.merging import Opening, Plan
from agreements.models import Agreement, Decision, Link
from agreements.proposal import Citation
from agreements.surroundings import archived, pointers, versions
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement() -> Agreement:
    """A treaty in three versions: signed, in force, and that undone again."""
    cast.parties()
    found = cast.agreement(cast.signed("2024-06-13"))
    story = cast.Story().milestone("entered_into_force", "2024-06-18")
    decision = cast.approve(story.draft(), onto=found)
    curation.undo(decision.pk, cast.tomasz())
    return found


def link(kind: str, of: Agreement, to: Agreement) -> Decision:
    decision = Decision(verb=Decision.Verb.LOAD, reason="Linked")
    with ledger.entry(decision) as made:
        row = Link(agreement=of, kind=kind, target=to)
        source = Citation(text="A handbook", url="", is_opened=False)
        ledger.carry_out(made, [Plan(openings=[Opening(row, [source])])])
    return decision


def test_versions_are_those_of_the_history(
    agreement: Agreement, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _, told = history.read(agreement.pk)
    with django_assert_num_queries(1):
        found = versions(agreement.pk)
    assert [(v.number, v.decision.pk) for v in found] == [(v.number, v.decision.pk) for v in told]
    second = told[1].at
    assert len(versions(agreement.pk, known_at=second)) == 2
    assert len(versions(agreement.pk, known_at=second - timedelta(microseconds=1))) == 1


def test_a_version_that_withdrew_everything_counts(agreement: Agreement) -> None:
    first = Decision.objects.filter(agreement=agreement).earliest("at")
    curation.undo(first.pk, cast.tomasz())
    _, told = history.read(agreement.pk)
    assert len(versions(agreement.pk)) == len(told) == 4


def test_what_points_at_an_agreement_counts_from_the_day_it_was_concluded(
    agreement: Agreement,
) -> None:
    newer = cast.agreement(cast.signed("2026-01-01"))
    decision = link("supersedes", newer, agreement)
    (found,) = pointers(agreement.pk, day=date(2026, 2, 1))
    assert (found.kind, found.key, found.is_concluded) == ("supersedes", newer.key, True)
    (found,) = pointers(agreement.pk, day=date(2025, 2, 1))
    assert not found.is_concluded
    before = decision.at - timedelta(microseconds=1)
    assert pointers(agreement.pk, day=date(2026, 2, 1), known_at=before) == []


def test_no_documents_cost_no_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert archived([]) == {}
