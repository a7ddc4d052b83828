"""Contradictions: one rule, whoever asks."""

import pytest

from agreements.models import Agreement, Draft
from agreements.pages.desk.beside import look_beside
from agreements.proposal import Proposal
from agreements.ruling import must_rule
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _parties(db: None) -> None:
    cast.parties()


def behind(draft: Draft, story: cast.Story) -> None:
    """Have another text that tells the same story wait behind a draft."""
    Draft.objects.filter(pk=story.draft().pk).update(head=draft)


def asked(draft: Draft, agreement: Agreement | None = None) -> set[frozenset[int]]:
    """Return what must be ruled on: by programs' rule and by the desk's, one where they agree."""
    now = Draft.objects.select_related("document").get(pk=draft.pk)
    proposal = Proposal.from_json(now.proposed)
    key = agreement.key if agreement else ""
    desk = look_beside(now, proposal, key, {}).must_rule(proposal)
    return {must_rule(now, proposal, agreement), desk}


def test_what_the_record_says_otherwise_must_be_ruled_on_and_another_name_need_not() -> None:
    agreement = cast.agreement()
    draft = cast.signed("2024-07-01", title="Pact of Kyiv").draft()
    assert asked(draft, agreement) == {frozenset({1})}
    assert asked(draft) == {frozenset()}


def test_what_another_text_says_otherwise_must_be_ruled_on() -> None:
    draft = cast.signed("2024-06-13").draft()
    behind(draft, cast.signed("2024-07-01", title="Pact of Kyiv"))
    assert asked(draft) == {frozenset({1})}


def test_a_text_with_a_date_that_is_none_does_not_hide_what_others_contradict() -> None:
    draft = cast.signed("2024-06-13").draft()
    behind(draft, cast.signed("2024-07-01"))
    behind(draft, cast.signed("the day before"))
    assert asked(draft) == {frozenset({1})}


def test_an_agreement_of_other_parties_contradicts_nothing() -> None:
    other = cast.agreement(cast.signed("2024-07-01", parties=("JP", "PL")))
    assert asked(cast.signed("2024-06-13").draft(), other) == {frozenset()}
