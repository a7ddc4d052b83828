from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from agreements.folding import histories, holdings, status_spans
from agreements.models import Agreement, Draft, Milestone, MilestoneKind, Rank, Status
from agreements.reading import reading_once
from tests import cast

TOLD = date(2026, 11, 21)


def happened(kind: str, on: str = "", *, told: date = TOLD, rank: str = "preferred") -> Milestone:
    day = date.fromisoformat(on) if on else None
    return Milestone(
        kind=kind, date=on, earliest=day, latest=day, happened_by=day or told, rank=rank
    )


def standing(milestones: Iterable[Milestone], on: str) -> Status | None:
    day = date.fromisoformat(on)
    found = [
        span.status
        for span in status_spans(milestones)
        if span.first_day <= day and (span.end_day is None or day < span.end_day)
    ]
    assert len(found) <= 1
    return found[0] if found else None


def spans(*milestones: Milestone) -> list[tuple[str, str]]:
    return [(str(s.status), s.first_day.isoformat()) for s in status_spans(milestones)]


def test_agreement_goes_from_stage_to_stage_on_the_days_of_its_milestones() -> None:
    life = [
        happened("announced", "2024-01-01"),
        happened("negotiations_opened", "2024-02-01"),
        happened("agreed", "2024-03-01"),
        happened("signed", "2024-04-01"),
        happened("ratified", "2024-05-01"),
        happened("entered_into_force", "2024-06-01"),
        happened("suspended", "2024-07-01"),
        happened("resumed", "2024-08-01"),
        happened("expired", "2024-09-01"),
        happened("extended", "2024-10-01"),
        happened("terminated", "2024-11-01"),
    ]
    assert spans(*life) == [
        ("proposed", "2024-01-01"),
        ("negotiating", "2024-02-01"),
        ("agreed", "2024-03-01"),
        ("signed", "2024-04-01"),
        ("ratified", "2024-05-01"),
        ("in_force", "2024-06-01"),
        ("suspended", "2024-07-01"),
        ("in_force", "2024-08-01"),
        ("expired", "2024-09-01"),
        ("in_force", "2024-10-01"),
        ("terminated", "2024-11-01"),
    ]
    assert standing(life, "2023-12-31") is None
    assert standing(life, "2024-03-31") == Status.AGREED
    assert standing(life, "2024-04-01") == Status.SIGNED


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("proposed", "proposed"),
        ("announced", "proposed"),
        ("denounced", "terminated"),
        ("terminated", "terminated"),
        ("expired", "expired"),
        ("rejected", "rejected"),
        ("suspended", "suspended"),
        ("resumed", "in_force"),
    ],
)
def test_one_milestone_alone_says_how_it_stands(kind: str, status: str) -> None:
    assert spans(happened(kind, "2024-04-01")) == [(status, "2024-04-01")]


@pytest.mark.parametrize("kind", ["amended", "extended"])
def test_a_change_alone_says_nothing_of_the_status(kind: str) -> None:
    assert spans(happened(kind, "2024-04-01")) == []


def test_an_earlier_stage_told_of_later_changes_nothing() -> None:
    life = [happened("signed", "2024-04-01"), happened("announced", "2024-05-01")]
    assert spans(*life) == [("signed", "2024-04-01")]


def test_expected_milestones_do_not_count() -> None:
    to_come = Milestone(kind="signed", date="2024-05-01", is_expected=True)
    assert spans(happened("agreed", "2024-04-01"), to_come) == [("agreed", "2024-04-01")]


@pytest.mark.parametrize("rank", ["contested", "withdrawn"])
def test_only_preferred_milestones_count(rank: str) -> None:
    doubted = happened("terminated", "2024-05-01", rank=rank)
    assert spans(happened("signed", "2024-04-01"), doubted) == [("signed", "2024-04-01")]


def test_undated_milestone_counts_from_the_day_on_which_it_was_told() -> None:
    assert spans(happened("signed", told=date(2024, 4, 1))) == [("signed", "2024-04-01")]


def test_undated_signing_lies_before_a_dated_end() -> None:
    assert spans(happened("terminated", "2010-01-01"), happened("signed")) == [
        ("terminated", "2010-01-01")
    ]


def test_undated_signing_lies_before_a_dated_entry_into_force() -> None:
    assert spans(happened("entered_into_force", "1952-04-28"), happened("signed")) == [
        ("in_force", "1952-04-28")
    ]


def test_undated_entry_into_force_comes_with_the_signature() -> None:
    assert spans(happened("signed", "1952-04-28"), happened("entered_into_force")) == [
        ("in_force", "1952-04-28")
    ]


def test_undated_ratification_does_not_outlive_entry_into_force() -> None:
    life = [
        happened("signed", "2020-01-01"),
        happened("entered_into_force", "2021-01-01"),
        happened("ratified"),
    ]
    assert spans(*life) == [("signed", "2020-01-01"), ("in_force", "2021-01-01")]


def test_rejected_agreement_may_be_negotiated_anew() -> None:
    life = [
        happened("agreed", "2009-01-01"),
        happened("rejected", "2010-01-01"),
        happened("negotiations_opened", "2020-01-01"),
        happened("signed", "2021-01-01"),
    ]
    assert spans(*life) == [
        ("agreed", "2009-01-01"),
        ("rejected", "2010-01-01"),
        ("negotiating", "2020-01-01"),
        ("signed", "2021-01-01"),
    ]


def test_suspended_agreement_is_not_in_force_again_by_a_late_ratification() -> None:
    life = [happened("suspended", "2010-01-01"), happened("ratified", "2011-01-01")]
    assert spans(*life) == [("suspended", "2010-01-01")]


def test_of_one_day_only_its_last_status_is_kept() -> None:
    life = [happened("signed", "2024-04-01"), happened("entered_into_force", "2024-04-01")]
    assert spans(*life) == spans(*reversed(life)) == [("in_force", "2024-04-01")]


_MILESTONES = st.lists(
    st.builds(
        happened,
        st.sampled_from(MilestoneKind.values),
        st.sampled_from(["", *(f"2024-{month:02}-01" for month in range(1, 13))]),
        told=st.dates(date(2023, 6, 1), date(2025, 6, 1)),
        rank=st.sampled_from(Rank.values),
    ),
    max_size=9,
)


@given(_MILESTONES)
def test_spans_follow_each_other_without_gap_or_overlap(milestones: list[Milestone]) -> None:
    found = status_spans(milestones)
    for before, after in pairwise(found):
        assert before.end_day == after.first_day
        assert before.first_day < after.first_day
        assert before.status != after.status
    assert [s.end_day for s in found][-1:] in ([], [None])
    assert {s.first_day for s in found} <= {m.happened_by for m in milestones}


@given(_MILESTONES)
def test_folding_does_not_look_at_milestones_that_do_not_speak(milestones: list[Milestone]) -> None:
    speaking = [m for m in milestones if m.rank == Rank.PREFERRED]
    assert status_spans(milestones) == status_spans(speaking)


@pytest.fixture
def both_clocks(db: None) -> Agreement:
    """Signed 2024-06-13, in force 2024-09-01; the second was learnt by the second approval."""
    cast.parties()
    agreement = cast.agreement(cast.signed("2024-06-13"))
    told = cast.Story(published=date(2024, 10, 1)).milestone("entered_into_force", "2024-09-01")
    cast.approve(told.draft(), onto=agreement)
    return agreement


def test_both_clocks_alone_and_together(both_clocks: Agreement) -> None:
    (history,) = histories([both_clocks.pk])
    (held,) = holdings([both_clocks.pk])
    first, second = sorted({m.known_from for m in history.milestones})
    assert standing(held.milestones, "2024-08-31") == Status.SIGNED
    assert standing(held.milestones, "2024-09-01") == Status.IN_FORCE
    assert standing(history.at(first).milestones, "2024-12-31") == Status.SIGNED
    assert standing(history.at(second).milestones, "2024-12-31") == Status.IN_FORCE
    assert standing(history.at(second).milestones, "2024-06-12") is None
    assert history.at(first - timedelta(microseconds=1)).is_empty


def test_history_at_the_last_moment_is_what_is_held_now(both_clocks: Agreement) -> None:
    (history,) = histories([both_clocks.pk])
    (held,) = holdings([both_clocks.pk])
    now = history.at(max(m.known_from for m in history.milestones))
    assert (now.milestones, now.terms) == (held.milestones, held.terms)
    assert [m.shown for m in now.milestones] == [m.shown for m in held.milestones]


def test_holdings_cost_the_same_for_one_and_for_many(
    both_clocks: Agreement,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    many = [both_clocks.pk] + [cast.agreement().pk for _ in range(4)]
    for numbers in ([both_clocks.pk], many):
        with django_assert_num_queries(6):
            holdings(numbers)


def test_what_is_held_is_read_once_until_the_ledger_writes(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cast.parties()
    agreement = cast.agreement()
    with reading_once():
        (first,) = holdings([agreement.pk])
        with django_assert_num_queries(0):
            assert holdings([agreement.pk]) == [first]
        cast.approve(cast.signed(title="Pact of Amity").draft(), onto=agreement)
        (second,) = holdings([agreement.pk])
    assert len(second.terms) > len(first.terms)


def test_what_was_read_in_a_change_that_broke_off_is_read_anew(db: None) -> None:
    cast.parties()
    agreement = cast.agreement()
    told = cast.signed(title="Pact of Amity").draft()
    with reading_once():
        (before,) = holdings([agreement.pk])
        with pytest.raises(RuntimeError):
            _approve_and_break_off(told, agreement)
        (after,) = holdings([agreement.pk])
    assert len(after.terms) == len(before.terms)


def _approve_and_break_off(told: Draft, agreement: Agreement) -> None:
    with reading_once(), transaction.atomic():
        cast.approve(told, onto=agreement)
        holdings([agreement.pk])
        raise RuntimeError
