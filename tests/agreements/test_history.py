"""The versions of a record, and what differs between any two."""

from itertools import pairwise

import pytest
from pytest_django import DjangoAssertNumQueries

from agreements import curation, history
from agreements.history import Change, Difference, Piece
from agreements.models import Agreement, Decision, Milestone, Rank, Statement, Term
from tests import cast


@pytest.fixture
def agreement(db: None) -> Agreement:
    """Signed in June, which a second text says more exactly."""
    cast.parties()
    found = cast.agreement(cast.signed("2024-06"))
    cast.approve(cast.Story().milestone("signed", "2024-06-13").draft(), onto=found)
    return found


def between(agreement: Agreement, earlier: int, later: int) -> list[Difference]:
    """Return the differences of two versions by number; 0 is before the first."""
    held, versions = history.read(agreement.pk)
    moments = [None, *(version.at for version in versions)]
    return history.differences(held, moments[earlier], moments[later])


def told(differences: list[Difference]) -> list[tuple[str, str, str]]:
    return [(str(d.change), _words(d.before), _words(d.after)) for d in differences]


def _words(statement: Statement | None) -> str:
    if isinstance(statement, Milestone):
        return f"{statement.kind} {statement.date}"
    return statement.value if isinstance(statement, Term) else ""


def undo_last() -> None:
    curation.undo(Decision.objects.latest("at").pk, cast.olena())


def test_the_first_version_opens_all_that_it_holds(agreement: Agreement) -> None:
    found = between(agreement, 0, 1)
    assert told(found) == [
        ("opened", "", "Treaty of Friendship"),
        ("opened", "", "signed 2024-06"),
    ]
    assert [[e.quote for e in d.gained] for d in found] == [
        ["title is Treaty of Friendship"],
        ["It was signed on 2024-06 in London"],
    ]


def test_a_more_exact_value_replaces_and_brings_its_own_words_alone(agreement: Agreement) -> None:
    (found,) = between(agreement, 1, 2)
    assert told([found]) == [("replaced", "signed 2024-06", "signed 2024-06-13")]
    assert [e.quote for e in found.gained] == ["It was signed on 2024-06-13 in some place"]
    assert found.lost == []


def test_what_an_undo_holds_again_is_restored_and_no_other_than_before(
    agreement: Agreement,
) -> None:
    undo_last()
    (found,) = between(agreement, 2, 3)
    assert told([found]) == [("restored", "signed 2024-06-13", "signed 2024-06")]
    assert between(agreement, 1, 3) == []


def test_what_was_never_held_before_is_opened_even_if_it_was_taken_back_between(
    agreement: Agreement,
) -> None:
    undo_last()
    assert {d.change for d in between(agreement, 0, 3)} == {Change.OPENED}


def test_a_second_source_for_the_same_value_is_told_as_evidence(agreement: Agreement) -> None:
    cast.approve(cast.Story().milestone("signed", "2024-06-13").draft(), onto=agreement)
    (found,) = between(agreement, 2, 3)
    assert (found.change, len(found.gained), found.lost) == (Change.SOURCES, 1, [])
    undo_last()
    (found,) = between(agreement, 3, 4)
    assert (found.change, found.gained, len(found.lost)) == (Change.SOURCES, [], 1)


def test_what_contradicts_is_opened_beside_what_stays(agreement: Agreement) -> None:
    cast.approve(cast.Story().milestone("signed", "2023-01-01").draft(), onto=agreement)
    (found,) = between(agreement, 2, 3)
    assert told([found]) == [("opened", "", "signed 2023-01-01")]
    assert found.after is not None
    assert found.after.rank == Rank.CONTESTED


def test_what_is_taken_back_is_closed_with_its_evidence(agreement: Agreement) -> None:
    undo_last()
    first = Decision.objects.earliest("at")
    curation.undo(first.pk, cast.olena())
    found = between(agreement, 3, 4)
    assert [d.change for d in found] == [Change.CLOSED, Change.CLOSED]
    assert all(d.lost and not d.gained for d in found)
    held, versions = history.read(agreement.pk)
    assert [history.is_held(held, v.at) for v in versions] == [True, True, True, False]


def test_a_decision_that_left_the_record_alone_is_no_version(agreement: Agreement) -> None:
    waiting = cast.Story().milestone("terminated", "2030-01-01").draft()
    curation.reject(waiting.pk, cast.olena(), version=waiting.version, reason="Not so")
    _, versions = history.read(agreement.pk)
    assert [(v.number, v.decision.verb) for v in versions] == [(1, "approve"), (2, "approve")]


def test_both_sides_of_a_merge_have_it_in_their_history(agreement: Agreement) -> None:
    other = cast.agreement(cast.signed("2024-06-13", title="Pact of Friendship"))
    merged = curation.merge_agreements(other, agreement, cast.olena())
    for each in (other, agreement):
        assert history.read(each.pk)[1][-1].decision == merged
    assert {d.change for d in between(other, 1, 2)} == {Change.CLOSED}
    assert Change.SOURCES in {d.change for d in between(agreement, 2, 3)}
    undo_last()
    assert {d.change for d in between(other, 2, 3)} == {Change.RESTORED}
    assert between(other, 1, 3) == []


def test_steps_from_version_to_version_add_up(agreement: Agreement) -> None:
    undo_last()
    held, versions = history.read(agreement.pk)
    open_now = 0
    for before, after in pairwise([None, *(v.at for v in versions)]):
        for difference in history.differences(held, before, after):
            open_now += (difference.after is not None) - (difference.before is not None)
    last = held.at(versions[-1].at)
    assert open_now == len(list(history.statements(last)))


def test_versions_cost_the_same_however_many(
    agreement: Agreement, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        with django_assert_num_queries(7):
            history.read(agreement.pk)
        cast.approve(cast.Story().milestone("extended", "2025-01-01").draft(), onto=agreement)


def test_texts_are_compared_by_their_words() -> None:
    old, new = "Treaty of Friendship and Trade", "Treaty of Lasting Friendship and Trade"
    assert history.pieces(old, new) == [
        Piece("Treaty of"),
        Piece("Lasting", "added"),
        Piece("Friendship and Trade"),
    ]
    assert history.pieces("Mentioned", "Binding duty") == [
        Piece("Mentioned", "removed"),
        Piece("Binding duty", "added"),
    ]
    assert history.pieces("", "London") == [Piece("London", "added")]
    assert history.pieces("London", "London") == [Piece("London")]
    assert history.pieces("", "") == []


def test_very_long_texts_are_told_as_replaced_whole() -> None:
    long = "word " * 5000
    assert [piece.mark for piece in history.pieces(long, long + "more")] == ["removed", "added"]
