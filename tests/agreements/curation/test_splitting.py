import pytest

from agreements import curation
from agreements.curation import BuiltUponError, CurationError, LeaseLostError
from agreements.models import Decision, Draft
from agreements.proposal import Proposal, ProposedTerm, Quote
from agreements.revision import Revision
from tests import cast

pytestmark = pytest.mark.usefixtures("verified")


def two() -> Draft:
    """A draft that tells of two treaties: values 0 and 1 of one, 2 and 3 of the other."""
    story = cast.signed().term("title", "Pact of Friends").milestone("signed", "2019-01-01")
    return story.draft()


def split(draft: Draft, *places: int) -> Decision:
    now = Draft.objects.get(pk=draft.pk)
    return curation.split(now.pk, cast.olena(), places, version=now.version)


def part(decision: Decision) -> Draft:
    assert decision.after is not None
    return Draft.objects.get(pk=decision.after["split_off"])


def values(draft: Draft) -> list[str]:
    now = Draft.objects.get(pk=draft.pk)
    told = Revision.from_json(now.revised).over(Proposal.from_json(now.proposed))
    return [getattr(s, "value", "") or getattr(s, "date", "") for s in told.statements]


def test_each_of_two_drafts_leaves_out_what_the_other_has() -> None:
    draft = two()
    other = part(split(draft, 2, 3))
    assert values(draft) == ["Treaty of Friendship", "2024-06-13"]
    assert values(other) == ["Pact of Friends", "2019-01-01"]
    assert (other.split_from, other.ordinal, other.proposed) == (draft, 1, draft.proposed)


def test_both_parts_are_published_as_two_agreements() -> None:
    draft = two()
    other = part(split(draft, 2, 3))
    revised = {d.pk: Draft.objects.get(pk=d.pk).revised["left_out"] for d in (draft, other)}  # type: ignore[index]  # both are revised
    first = cast.approve(draft, left_out=revised[draft.pk]).agreement
    second = cast.approve(other, left_out=revised[other.pk]).agreement
    assert first is not None
    assert second is not None
    assert first != second
    assert [m.date for m in second.milestones.all()] == ["2019-01-01"]


def test_part_is_cut_again_with_the_next_number() -> None:
    draft = two()
    other = part(split(draft, 1, 2, 3))
    third = part(split(other, 3))
    assert (third.ordinal, third.split_from) == (2, other)
    assert [values(d) for d in (draft, other, third)] == [
        ["Treaty of Friendship"],
        ["2024-06-13", "Pact of Friends"],
        ["2019-01-01"],
    ]


def test_undone_split_brings_the_values_back_as_they_were() -> None:
    draft = two()
    Draft.objects.filter(pk=draft.pk).update(revised={"left_out": [0]})
    decision = split(draft, 2, 3)
    curation.undo(decision.pk, cast.olena())
    assert Draft.objects.get(pk=draft.pk).revised == {"left_out": [0]}
    assert part(decision).state == "superseded"


def test_undone_split_keeps_what_was_edited_in_both_since() -> None:
    draft = two()
    other = part(split(draft, 2, 3))
    source = (Quote(0, 6, "Report"),)
    mine, theirs = Draft.objects.get(pk=draft.pk), Draft.objects.get(pk=other.pk)
    edited = Revision(
        left_out=frozenset({2, 3}),
        changed={0: ProposedTerm(name="title", value="Edited here", sources=source)},
        added=(ProposedTerm(name="renewal", value="added here", sources=source),),
    )
    curation.revise(mine.pk, cast.olena(), mine.version, edited)
    edited = Revision(
        left_out=frozenset({0, 1}),
        changed={2: ProposedTerm(name="title", value="Edited there", sources=source)},
        added=(ProposedTerm(name="summary", value="added there", sources=source),),
    )
    curation.revise(theirs.pk, cast.olena(), theirs.version, edited)
    curation.undo(Decision.objects.get(verb="split").pk, cast.olena())
    assert values(draft) == [
        "Edited here",
        "2024-06-13",
        "Edited there",
        "2019-01-01",
        "added here",
        "added there",
    ]


def test_split_is_not_undone_under_a_decision_on_the_part() -> None:
    draft = two()
    decision = split(draft, 2, 3)
    other = part(decision)
    rejection = curation.reject(other.pk, cast.tomasz(), version=1, reason="Read wrongly")
    with pytest.raises(BuiltUponError) as refusal:
        curation.undo(decision.pk, cast.olena())
    assert refusal.value.later == rejection
    curation.undo(rejection.pk, cast.olena())
    curation.undo(decision.pk, cast.olena())
    assert len(values(draft)) == 4


def test_split_is_not_undone_while_somebody_has_the_part_open() -> None:
    decision = split(two(), 2, 3)
    curation.take_lease(part(decision), cast.tomasz())
    with pytest.raises(CurationError, match="Somebody is reviewing draft"):
        curation.undo(decision.pk, cast.olena())


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ((), "Nothing would go"),
        ((0, 1, 3), "Nothing would stay"),
        ((2,), "left out, or not there"),
        ((9,), "left out, or not there"),
    ],
)
def test_split_of_nothing_all_or_what_is_not_there_is_refused(
    places: tuple[int, ...], told: str
) -> None:
    draft = two()
    Draft.objects.filter(pk=draft.pk).update(revised={"left_out": [2]})
    with pytest.raises(CurationError, match=told):
        split(draft, *places)
    assert Draft.objects.get().version == 1


def test_split_of_what_another_has_open_is_refused() -> None:
    draft = two()
    curation.take_lease(draft, cast.tomasz())
    with pytest.raises(LeaseLostError):
        split(draft, 2, 3)
