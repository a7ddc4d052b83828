import pytest

from agreements import curation
from agreements.curation import BuiltUponError, CurationError
from agreements.models import Agreement, Card, Decision, Draft, Evidence, Milestone
from tests import cast

pytestmark = pytest.mark.usefixtures("verified")


def of_agreement(draft: Draft, agreement: Agreement) -> Decision:
    now = Draft.objects.get(pk=draft.pk)
    return curation.duplicate_of_agreement(now.pk, cast.olena(), agreement, version=now.version)


def of_draft(draft: Draft, other: int) -> Decision:
    now = Draft.objects.get(pk=draft.pk)
    return curation.duplicate_of_draft(now.pk, cast.olena(), other, version=now.version)


def undo(decision: Decision) -> Decision:
    return curation.undo(decision.pk, cast.tomasz())


def alone(story: cast.Story) -> Draft:
    """A draft that waits behind no other."""
    draft = story.draft()
    Draft.objects.filter(pk=draft.pk).update(head=None)
    return Draft.objects.get(pk=draft.pk)


def quotes(agreement: Agreement) -> int:
    held = Evidence.objects.filter(known_to=None, document__isnull=False)
    return held.filter(milestone__agreement=agreement).count()


def test_what_agrees_adds_its_quotes_and_the_rest_is_left_out_and_listed() -> None:
    agreement = cast.agreement()
    told = cast.signed("2024", title="Pact of Friends").commitment().draft()
    decision = of_agreement(told, agreement)
    assert quotes(agreement) == 2
    assert agreement.commitments.count() == 0
    stored = Decision.objects.get(pk=decision.pk)
    assert stored.after is not None
    assert {name: stored.after[name] for name in ("agreement", "statements", "left_out")} == {
        "agreement": agreement.key,
        "statements": 1,
        "left_out": [0, 2],
    }
    told.refresh_from_db()
    assert (told.state, told.match, told.revised) == ("approved", agreement, None)


def test_title_and_facts_of_the_agreement_stay() -> None:
    agreement = cast.agreement()
    before = Card.objects.get(known_to=None).row_json
    of_agreement(cast.signed("2019", title="Treaty of Friendship").draft(), agreement)
    assert Card.objects.get(known_to=None).row_json == before


def test_undone_duplicate_waits_again_and_takes_its_quotes_along() -> None:
    agreement = cast.agreement()
    told = cast.signed().draft()
    match = told.match
    undo(of_agreement(told, agreement))
    assert quotes(agreement) == 1
    told.refresh_from_db()
    assert (told.state, told.match) == ("open", match)


def test_drafts_behind_a_duplicate_go_along_and_come_back_with_it() -> None:
    agreement = cast.agreement()
    told, behind = alone(cast.signed()), cast.signed(title="Another name").draft()
    Draft.objects.filter(pk=behind.pk).update(head=told)
    decision = of_agreement(told, agreement)
    behind.refresh_from_db()
    assert (behind.state, behind.match) == ("approved", agreement)
    undo(decision)
    behind.refresh_from_db()
    assert (behind.state, behind.revised, quotes(agreement)) == ("open", None, 1)


def test_agreement_that_says_nothing_of_it_is_refused() -> None:
    agreement = cast.agreement()
    told = cast.Story().milestone("ratified", "2024-08-01").draft()
    with pytest.raises(CurationError, match=f"approve it onto {agreement.key} instead"):
        of_agreement(told, agreement)
    told.refresh_from_db()
    assert told.state == "open"


def test_agreement_of_other_parties_is_refused() -> None:
    with pytest.raises(CurationError, match="other parties"):
        of_agreement(cast.signed().draft(), cast.agreement(cast.signed(parties=("DE", "PL"))))


def test_withdrawn_and_merged_agreements_are_refused() -> None:
    first, second = cast.agreement(), cast.agreement(cast.signed("2023-01-01"))
    curation.merge_agreements(first, second, cast.olena())
    told = cast.signed().draft()
    with pytest.raises(CurationError, match=f"merged into {second.key}: choose {second.key}"):
        of_agreement(told, first)
    third = cast.agreement(cast.signed("2020-01-01", title="An old one"))
    undo(Decision.objects.get(verb="approve", agreement=third))
    with pytest.raises(CurationError, match=f"{third.key} was withdrawn"):
        of_agreement(told, third)


def test_duplicate_of_a_waiting_draft_waits_behind_it_with_those_behind_it() -> None:
    first, second, third = (alone(cast.signed()) for _ in range(3))
    of_draft(second, third.pk)
    decision = of_draft(third, first.pk)
    heads = dict(Draft.objects.values_list("pk", "head"))
    assert (heads[third.pk], heads[second.pk]) == (first.pk, first.pk)
    assert [d.pk for d in Draft.objects.waiting()] == [first.pk]
    undo(decision)
    heads = dict(Draft.objects.values_list("pk", "head"))
    assert (heads[third.pk], heads[second.pk]) == (None, third.pk)


def test_duplicate_of_one_that_waits_behind_another_waits_behind_that() -> None:
    first, second, third = (alone(cast.signed()) for _ in range(3))
    of_draft(second, first.pk)
    of_draft(third, second.pk)
    third.refresh_from_db()
    assert third.head == first


def test_approving_the_head_takes_along_what_was_joined_by_hand_and_undo_brings_all_back() -> None:
    first, second = alone(cast.signed()), alone(cast.signed())
    joining = of_draft(second, first.pk)
    approval = cast.approve(first)
    assert Draft.objects.filter(state="approved").count() == 2
    with pytest.raises(BuiltUponError, match=r"Approved by olena at .* builds on this one") as hit:
        undo(joining)
    assert hit.value.later is not None
    assert hit.value.later.draft == second
    undo(approval)
    undo(joining)
    assert Draft.objects.filter(state="open", head=None, match=None).count() == 2
    assert not Milestone.objects.filter(known_to=None).exists()


def test_what_an_editor_left_out_of_a_joined_draft_stays_out() -> None:
    first, second = alone(cast.signed()), alone(cast.signed().commitment())
    Draft.objects.filter(pk=second.pk).update(head=first, revised={"left_out": [2]})
    agreement = cast.approve(first).agreement
    assert agreement is not None
    assert agreement.commitments.count() == 0
    second.refresh_from_db()
    assert (second.state, second.revised) == ("approved", {"left_out": [2]})


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("itself", "no duplicate of itself"),
        ("nobody", "There is no draft"),
        ("decided", "choose that agreement instead"),
        ("rejected", "choose another instead"),
        ("others", "between other parties"),
        ("behind", "waits behind this one already"),
    ],
)
def test_draft_that_can_lead_nobody_is_refused(other: str, told: str) -> None:
    draft = alone(cast.signed("2020-01-01", title="The old one"))
    behind = alone(cast.signed())
    of_draft(behind, draft.pk)
    decided, rejected = alone(cast.signed()), alone(cast.signed())
    cast.approve(decided)
    curation.reject(rejected.pk, cast.olena(), version=rejected.version, reason="Read wrongly")
    others = alone(cast.signed(parties=("DE", "PL")))
    numbers = {
        "itself": draft.pk,
        "nobody": 10**9,
        "decided": decided.pk,
        "rejected": rejected.pk,
        "others": others.pk,
        "behind": behind.pk,
    }
    before = Draft.objects.values("state", "head", "version").get(pk=draft.pk)
    with pytest.raises(CurationError, match=told):
        of_draft(draft, numbers[other])
    assert Draft.objects.values("state", "head", "version").get(pk=draft.pk) == before


def test_bulk_is_taken_back_whole_by_any_of_it() -> None:
    drafts = [alone(cast.signed(str(year))) for year in (2020, 2021, 2022)]
    bulk = curation.reject_many([(d.pk, 1) for d in drafts], cast.olena(), reason="Read wrongly")
    second = bulk.done[1]
    undone = undo(second)
    assert undone.undoes == second
    assert Draft.objects.filter(state="open").count() == 3
    with pytest.raises(CurationError, match="undone already"):
        undo(bulk.done[0])


def test_bulk_one_of_which_was_undone_before_is_taken_back_as_far_as_it_stands() -> None:
    drafts = [alone(cast.signed(str(year))) for year in (2020, 2021)]
    bulk = curation.reject_many([(d.pk, 1) for d in drafts], cast.olena(), reason="Read wrongly")
    curation.undo(bulk.done[0].pk, cast.tomasz(), alone=True)
    assert Draft.objects.filter(state="open").count() == 1
    undo(bulk.done[1])
    assert Draft.objects.filter(state="open").count() == 2
