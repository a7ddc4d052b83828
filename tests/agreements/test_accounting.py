"""Drafts and agreements that do not stand where their decisions put them are found."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from agreements import accounting, curation, intake
from agreements.models import Agreement, Draft
from agreements.verification import verify
from tests import cast


@pytest.fixture(autouse=True)
def _scene(db: None) -> None:
    """One draft put off, one split in two, one behind another; one agreement merged."""
    cast.parties()
    one, other = cast.agreement(cast.signed(title="Pact")), cast.agreement(cast.signed())
    curation.merge_agreements(one, other, cast.olena())
    drafts = [cast.signed(f"20{year}-01-01").commitment().draft() for year in (10, 12, 14, 16)]
    Draft.objects.filter(state="open").update(head=None)
    until = timezone.now() + timedelta(days=1)
    curation.defer(drafts[0].pk, cast.olena(), until, version=_version(drafts[0]))
    curation.split(drafts[1].pk, cast.olena(), [2], version=_version(drafts[1]))
    curation.duplicate_of_draft(
        drafts[2].pk, cast.olena(), drafts[3].pk, version=_version(drafts[2])
    )
    connection.check_constraints()
    assert verify().differences == []


def _version(draft: Draft) -> int:
    return Draft.objects.get(pk=draft.pk).version


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("deferred_until = NULL WHERE deferred_until IS NOT NULL", "is put off until None"),
        ("deferred_until = now() WHERE deferred_until IS NULL", "but its decisions say None"),
        ("head_id = NULL WHERE head_id IS NOT NULL", "was taken for a duplicate of another"),
        ("split_from_id = NULL WHERE split_from_id IS NOT NULL", "has split it off"),
        ("state = 'superseded' WHERE split_from_id IS NOT NULL", "has split it off"),
        ("state = 'approved' WHERE state = 'open'", "is approved, but its decisions say none"),
    ],
)
def test_draft_changed_past_its_decisions_is_found(change: str, found: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE agreements_draft SET {change}")  # noqa: S608  our own words
        assert cursor.rowcount
    assert any(found in difference for difference in accounting.drafts(Counter()))


def test_merged_agreement_without_its_decision_is_found() -> None:
    Agreement.objects.update(merged_into=None)
    (difference,) = accounting.merged(Counter())
    assert "is merged into None, but its decisions say A-" in difference


def test_merged_agreement_of_which_something_is_held_is_found() -> None:
    one = Agreement.objects.get(merged_into__isnull=False)
    other = one.merged_into
    assert other is not None
    Agreement.objects.filter(pk=other.pk).update(merged_into=one)
    found = list(accounting.merged(Counter()))
    assert f"{other.key}: is merged into another, but something of it is held still" in found


def test_database_refuses_an_agreement_merged_into_itself() -> None:
    one = Agreement.objects.get(merged_into__isnull=False)
    one.merged_into = one
    with pytest.raises(IntegrityError, match="not_merged_into_itself"), transaction.atomic():
        one.save()


def test_draft_that_was_put_off_is_not_superseded_by_a_later_reading() -> None:
    draft = Draft.objects.get(deferred_until__isnull=False)
    outcomes = intake.offer_again(draft.document_id, [], reader_version="test-2")
    assert outcomes == []
    assert Draft.objects.get(pk=draft.pk).state == "open"
