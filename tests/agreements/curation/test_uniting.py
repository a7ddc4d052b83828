from datetime import timedelta

import pytest

from agreements import cards, curation, ledger
from agreements.curation import BuiltUponError, CurationError
from agreements.merging import Opening, Plan
from agreements.models import Agreement, Card, Decision, Draft, Evidence, Framework, Link
from agreements.proposal import Citation
from tests import cast

pytestmark = pytest.mark.usefixtures("verified")


def merge(one: Agreement, into: Agreement) -> Decision:
    return curation.merge_agreements(one, into, cast.olena(), reason="The same treaty")


def undo(decision: Decision) -> Decision:
    return curation.undo(decision.pk, cast.tomasz())


def pair() -> tuple[Agreement, Agreement]:
    """The same treaty twice: once with its day, once with a commitment and another title."""
    more = cast.signed("2024-06", title="Pact of Friends").commitment()
    return cast.agreement(more), cast.agreement(cast.signed())


def told(agreement: Agreement) -> str:
    return Card.objects.get(agreement=agreement, known_to=None).row_json


def held(agreement: Agreement) -> list[tuple[str, str, int]]:
    """What is held of it: the value, its rank, the number of places that say so."""
    rows = [*agreement.milestones.filter(known_to=None), *agreement.terms.filter(known_to=None)]
    rows += [*agreement.commitments.filter(known_to=None)]
    return [(str(row), row.rank, row.evidence.filter(known_to=None).count()) for row in rows]


def test_statements_of_one_go_to_the_other_and_contradictions_stand_contested() -> None:
    one, other = pair()
    merge(one, other)
    assert held(other) == [
        ("Signed 2024-06-13", "preferred", 2),
        ("title: Treaty of Friendship", "preferred", 1),
        ("title: Pact of Friends", "contested", 1),
        ("military_training made", "preferred", 1),
    ]
    assert held(one) == []
    assert not Card.objects.filter(agreement=one, known_to=None).exists()


def test_what_is_said_more_exactly_takes_the_place_of_what_was_held() -> None:
    one, other = pair()
    merge(other, one)
    assert held(one)[0] == ("Signed 2024-06-13", "preferred", 2)


def test_decision_tells_what_both_were_and_what_became_of_them() -> None:
    one, other = pair()
    decision = Decision.objects.get(pk=merge(one, other).pk)
    assert (decision.verb, decision.agreement, decision.reason) == ("merge", one, "The same treaty")
    assert decision.before is not None
    assert decision.after is not None
    assert set(decision.before["record"]) == {one.key, other.key}
    assert set(decision.after["record"]) == {other.key}
    assert decision.after["into"] == other.key


def test_what_was_known_before_shows_both_still() -> None:
    one, other = pair()
    decision = merge(one, other)
    just_before = decision.at - timedelta(microseconds=1)
    known = cards.standing_on(decision.at.date(), known_at=just_before)
    assert {card.agreement for card in known} == {one, other}


def test_undone_merge_brings_all_back() -> None:
    one, other = pair()
    before = told(one), told(other), held(one), held(other)
    undo(merge(one, other))
    assert (told(one), told(other), held(one), held(other)) == before
    one.refresh_from_db()
    assert one.merged_into is None


def test_open_drafts_about_the_merged_one_are_about_the_other_and_come_back() -> None:
    one, other = pair()
    draft = cast.Story().milestone("entered_into_force", "2024-08-01").draft()
    Draft.objects.filter(pk=draft.pk).update(match=one)
    decision = merge(one, other)
    assert Draft.objects.get(pk=draft.pk).match == other
    undo(decision)
    assert Draft.objects.get(pk=draft.pk).match == one


def test_merge_is_not_undone_under_what_came_onto_its_statements_since() -> None:
    one, other = pair()
    decision = merge(one, other)
    later = cast.approve(cast.Story().commitment().draft(), onto=other)
    with pytest.raises(BuiltUponError) as refusal:
        undo(decision)
    assert refusal.value.later == later
    undo(later)
    undo(decision)


def test_merge_is_not_undone_under_a_second_merge() -> None:
    one, other = pair()
    third = cast.agreement(cast.signed(title="Third name"))
    first, second = merge(one, other), merge(other, third)
    with pytest.raises(BuiltUponError) as refusal:
        undo(first)
    assert refusal.value.later == second
    undo(second)
    undo(first)
    assert Card.objects.filter(known_to=None).count() == 3


def test_merged_again_after_undo() -> None:
    one, other = pair()
    undo(merge(one, other))
    merge(one, other)
    assert Evidence.objects.filter(known_to=None).count() == 5


def test_links_between_the_two_go_and_others_stay() -> None:
    one, other = pair()
    third = cast.agreement(cast.signed("2010-01-01", title="The old one"))
    for source, target in ((one, other), (other, one), (one, third)):
        _link(source, target)
    decision = merge(one, other)
    assert [(k.agreement, k.target) for k in Link.objects.filter(known_to=None)] == [(other, third)]
    undo(decision)
    assert Link.objects.filter(known_to=None).count() == 3


def _link(source: Agreement, target: Agreement) -> None:
    link = Link(agreement=source, kind="supersedes", target=target)
    decision = Decision(verb="load", reason="A link")
    with ledger.entry(decision) as made:
        ledger.carry_out(made, [Plan(openings=[Opening(link, [Citation("A book")])])])


def test_merge_into_itself_is_refused() -> None:
    one, _ = pair()
    with pytest.raises(CurationError, match="can't be merged into itself"):
        merge(one, one)


def test_merge_of_other_parties_is_refused() -> None:
    one = cast.agreement()
    with pytest.raises(CurationError, match="between other parties"):
        merge(one, cast.agreement(cast.signed(parties=("DE", "PL"))))


def test_merged_records_are_refused_on_both_sides() -> None:
    one, other = pair()
    third = cast.agreement(cast.signed(title="Third name"))
    merge(one, other)
    with pytest.raises(CurationError, match=f"{one.key} was merged into {other.key} already"):
        merge(one, third)
    with pytest.raises(CurationError, match=f"choose {other.key} instead"):
        merge(third, one)


def test_withdrawn_records_are_refused_on_both_sides() -> None:
    one, other = pair()
    undo(Decision.objects.get(verb="approve", agreement=one))
    for merged, into in ((one, other), (other, one)):
        with pytest.raises(CurationError, match=f"{one.key} was withdrawn"):
            merge(merged, into)


def test_frameworks_that_differ_are_refused() -> None:
    one, other = pair()
    for slug in ("vilnius", "kyiv"):
        Framework.objects.create(slug=slug, title=slug, adopted="2023")
    Agreement.objects.filter(pk=one.pk).update(framework="vilnius")
    with pytest.raises(CurationError, match=f"merge {other.key} into {one.key} instead"):
        merge(one, other)
    Agreement.objects.filter(pk=other.pk).update(framework="kyiv")
    with pytest.raises(CurationError, match="can't be the same agreement"):
        merge(one, other)
    Agreement.objects.update(framework=None)


def test_records_that_changed_since_they_were_looked_at_are_refused() -> None:
    one, other = pair()
    records = {key: number for key, number in _numbers().items() if key}
    cast.approve(cast.Story().milestone("ratified", "2024-08-01").draft(), onto=other)
    with pytest.raises(CurationError, match=f"{other.key} changed since you opened"):
        curation.merge_agreements(one, other, cast.olena(), records=records)
    curation.merge_agreements(one, other, cast.olena(), records=_numbers())


def _numbers() -> dict[str, int]:
    return curation.record_numbers(("GB", "UA"))


def test_draft_is_not_approved_onto_a_merged_agreement() -> None:
    one, other = pair()
    merge(one, other)
    draft = cast.signed().draft()
    with pytest.raises(CurationError, match=f"merged into {other.key}"):
        cast.approve(draft, onto=one)
