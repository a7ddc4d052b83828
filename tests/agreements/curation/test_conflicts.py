"""A draft that contradicts the record: contested beside it, or preferred to it."""

from collections.abc import Sequence

import pytest

from agreements import curation
from agreements.models import Agreement, Decision, Draft, Milestone, Term
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _parties(db: None) -> None:
    cast.parties()


def contradict(
    agreement: Agreement, *, speaking: Sequence[int] = (), left_out: Sequence[int] = ()
) -> Decision:
    """Approve a draft that gives another title and another day of signing."""
    draft = cast.signed("2024-07-01", title="Pact of Kyiv").draft()
    now = Draft.objects.get(pk=draft.pk)
    verdict = curation.Verdict(now.version, agreement, left_out, speaking=speaking)
    return curation.approve(now.pk, cast.olena(), verdict)


def held(agreement: Agreement) -> dict[str, list[str]]:
    """Return what is held now by rank."""
    told: dict[str, list[str]] = {"preferred": [], "contested": []}
    for milestone in Milestone.objects.filter(agreement=agreement, known_to=None).order_by("date"):
        told[milestone.rank].append(milestone.date)
    for term in Term.objects.filter(agreement=agreement, known_to=None).order_by("value"):
        told[term.rank].append(term.value)
    return told


def test_what_contradicts_stands_beside_the_record_as_contested() -> None:
    agreement = cast.agreement()
    contradict(agreement)
    assert held(agreement) == {
        "preferred": ["2024-06-13", "Treaty of Friendship"],
        "contested": ["2024-07-01", "Pact of Kyiv"],
    }


def test_editor_may_let_what_contradicts_speak_and_the_record_is_contested() -> None:
    agreement = cast.agreement()
    contradict(agreement, speaking=[1])
    assert held(agreement) == {
        "preferred": ["2024-07-01", "Treaty of Friendship"],
        "contested": ["2024-06-13", "Pact of Kyiv"],
    }
    contested = Milestone.objects.get(known_to=None, date="2024-06-13")
    assert contested.evidence.filter(known_to=None).count() == 1


def test_places_count_with_what_is_left_out() -> None:
    agreement = cast.agreement()
    contradict(agreement, speaking=[0, 1], left_out=[0])
    assert held(agreement) == {
        "preferred": ["2024-07-01", "Treaty of Friendship"],
        "contested": ["2024-06-13"],
    }


def test_letting_it_speak_can_be_undone() -> None:
    agreement = cast.agreement()
    before = held(agreement)
    curation.undo(contradict(agreement, speaking=[0, 1]).pk, cast.olena())
    assert held(agreement) == before


def test_what_contradicts_nothing_needs_no_leave_to_speak() -> None:
    agreement = cast.agreement()
    draft = cast.signed().draft()
    now = Draft.objects.get(pk=draft.pk)
    verdict = curation.Verdict(now.version, agreement, speaking=[0, 1])
    curation.approve(now.pk, cast.olena(), verdict)
    assert held(agreement)["contested"] == []
