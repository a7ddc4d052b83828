"""What drafts would do to the record, and which of them come first."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from agreements import curation, sorting
from agreements.folding import holdings
from agreements.models import Agreement, Document, Draft
from agreements.proposal import ProposedMilestone
from agreements.revision import Revision
from agreements.sorting import sort, sort_older, sort_pair
from tests import cast
from tests.cast import Story

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _parties(db: None) -> None:
    cast.parties()


def turn(draft: Draft) -> tuple[str, int]:
    now = Draft.objects.get(pk=draft.pk)
    return now.kind, now.urgency


def offer(story: Story, *, score: float = 0.9) -> Draft:
    return cast.draft(
        cast.document(story.text, published=story.published), story.proposal(), score=score
    )


@pytest.mark.parametrize(("score", "urgency"), [(1.0, 1), (0.85, 1), (0.84, 4), (0.1, 4)])
def test_a_new_agreement_comes_first_where_it_was_read_surely(score: float, urgency: int) -> None:
    assert turn(offer(cast.signed(), score=score)) == ("new", urgency)


def test_news_that_changes_how_an_agreement_stands_comes_second() -> None:
    cast.agreement()
    story = cast.signed().milestone("entered_into_force", "2024-06-19")
    assert turn(offer(story)) == ("update", 2)


def test_news_that_contradicts_the_record_comes_third() -> None:
    cast.agreement(cast.signed().term("duration_years", "10"))
    assert turn(offer(cast.signed().term("duration_years", "5"))) == ("conflict", 3)


def test_news_that_contradicts_the_record_and_changes_its_standing_comes_second() -> None:
    cast.agreement(cast.signed().term("duration_years", "10"))
    story = cast.signed().term("duration_years", "5").milestone("ratified", "2024-06-18")
    assert turn(offer(story)) == ("conflict", 2)


def test_another_name_for_an_agreement_contradicts_nothing() -> None:
    cast.agreement()
    assert turn(offer(cast.signed(title="Friendship Pact"))) == ("update", 4)


def test_news_that_only_adds_to_the_record_comes_last() -> None:
    cast.agreement()
    assert turn(offer(cast.signed().commitment())) == ("update", 4)


def test_news_of_what_lies_ahead_does_not_change_how_an_agreement_stands() -> None:
    cast.agreement()
    story = cast.signed().milestone("entered_into_force", "2031-01-01", is_expected=True)
    assert turn(offer(story)) == ("update", 4)


def test_a_draft_with_a_date_that_is_none_can_be_sorted() -> None:
    agreement = cast.agreement()
    story = cast.signed()
    story.statements.append(ProposedMilestone(kind="ratified", date="next spring"))
    (held,) = holdings([agreement.pk])
    found = sort(story.proposal(), Document(), held, score=0.9, today=TODAY)
    assert (found.kind, found.urgency) == ("update", 4)


def test_publishing_an_agreement_makes_other_drafts_about_it_updates() -> None:
    first = cast.signed("2024-06-13").draft()
    other = offer(cast.signed("2024-06-13").commitment())
    Draft.objects.update(head=None)
    assert turn(other) == ("new", 1)
    decision = cast.approve(first)
    assert turn(other) == ("update", 4)
    assert Draft.objects.get(pk=other.pk).match == decision.agreement


def test_taking_an_approval_back_makes_them_new_again() -> None:
    first, other = cast.signed().draft(), offer(cast.signed().commitment())
    Draft.objects.update(head=None)
    decision = cast.approve(first)
    curation.undo(decision.pk, cast.olena())
    assert turn(other) == ("new", 1)
    assert Draft.objects.get(pk=other.pk).match is None
    assert turn(first) == ("new", 4)


def test_what_another_draft_published_is_no_news_any_more() -> None:
    agreement = cast.agreement()
    ratified = cast.signed().milestone("ratified", "2024-06-19")
    first, second = offer(ratified), offer(cast.signed().milestone("ratified", "2024-06-19"))
    Draft.objects.update(head=None)
    assert turn(second) == ("update", 2)
    cast.approve(first, onto=agreement)
    assert turn(second) == ("update", 4)


def test_what_an_editor_leaves_out_does_not_count() -> None:
    cast.agreement(cast.signed().term("duration_years", "10"))
    draft = offer(cast.signed().term("duration_years", "5"))
    curation.revise(draft.pk, cast.olena(), draft.version, Revision(frozenset({2})))
    assert turn(draft) == ("update", 4)
    sort_pair("UA", "GB")
    assert turn(draft) == ("update", 4)


def test_drafts_that_older_rules_sorted_are_sorted_once() -> None:
    draft = offer(cast.signed())
    Draft.objects.update(urgency=4, rules=0)
    assert sort_older() == 1
    assert turn(draft) == ("new", 1)
    assert sort_older() == 0


def test_a_decision_costs_the_same_however_many_drafts_of_the_pair_wait(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    agreement = cast.agreement()
    for _ in range(12):
        offer(cast.signed().milestone("ratified", "2024-06-19"))
    Draft.objects.update(head=None, urgency=4)
    with django_assert_max_num_queries(13):
        assert sort_pair("GB", "UA") == 12
    assert set(agreement.drafts.values_list("urgency", flat=True)) == {2, 4}


@given(
    score=st.floats(0, 1),
    milestones=st.lists(
        st.tuples(
            st.sampled_from(
                ["announced", "signed", "ratified", "entered_into_force", "terminated"]
            ),
            st.dates(date(2020, 1, 1), date(2026, 1, 1)).map(date.isoformat),
        ),
        max_size=3,
    ),
    about=st.sampled_from(["new", "known"]),
)
@settings(deadline=None)
def test_turns_follow_the_table_whatever_is_told(
    score: float, milestones: list[tuple[str, str]], about: str
) -> None:
    is_known = about == "known"
    agreement = Agreement.objects.first() or cast.agreement()
    story = Story()
    for kind, day in milestones:
        story.milestone(kind, day)
    held = holdings([agreement.pk])[0] if is_known else None
    found = sort(story.proposal(), Document(pk=0), held, score=score, today=TODAY)
    assert (found.kind == "new") == (not is_known)
    assert (found.urgency == 1) == (not is_known and score >= sorting.HIGH_CONFIDENCE)
    assert found.urgency != 3 or found.kind == "conflict"
    assert found.kind != "conflict" or found.urgency in (2, 3)
    assert is_known or found.urgency in (1, 4)
