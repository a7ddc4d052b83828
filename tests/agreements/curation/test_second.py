from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.db import connection
from pytest_django.fixtures import Settings

from agreements import curation
from agreements.curation import CurationError, Verdict
from agreements.models import Agreement, Decision, Draft, Opinion
from agreements.models.draft import DraftQuerySet
from agreements.verification import verify
from tests import cast


@pytest.fixture(autouse=True)
def _house(db: None, settings: Settings) -> Iterator[None]:
    """A house of three with all rules on; the record holds together after every test."""
    settings.FOUR_EYES_RULES = dict.fromkeys(
        ("mutual_defence", "binding", "guarantee_duty", "ending", "contradiction"), True
    )
    cast.parties()
    for editor in (cast.olena(), cast.tomasz(), taras()):
        editor.save()
    yield
    connection.check_constraints()
    assert verify().differences == []


def taras() -> User:
    return User.objects.get_or_create(username="taras")[0]


def grave() -> Draft:
    return cast.signed().commitment("mutual_defence").draft()


def now(draft: Draft) -> Draft:
    return Draft.objects.get(pk=draft.pk)


def approve(draft: Draft, editor: User, **said: object) -> Decision:
    return curation.approve(draft.pk, editor, Verdict(now(draft).version, **said))  # type: ignore[arg-type]


def reject(draft: Draft, editor: User) -> Decision:
    version = now(draft).version
    return curation.reject(draft.pk, editor, version=version, reason="Not an agreement")


def asked(draft: Draft) -> set[str]:
    """Those who find the draft in their queue."""
    drafts = DraftQuerySet(Draft).waiting().filter(pk=draft.pk)
    return {e.username for e in User.objects.all() if drafts.asking(e).exists()}


def differ(draft: Draft) -> tuple[Decision, Decision]:
    """Let Olena approve all of it, and Tomasz without the treaty's title."""
    return approve(draft, cast.olena()), approve(draft, cast.tomasz(), left_out=[0])


def opinion(draft: Draft, editor: User) -> int:
    return draft.opinions.get(editor=editor, settled_at=None).pk


def adopt(draft: Draft, editor: User, of: User) -> Decision:
    version = now(draft).version
    return curation.adopt(draft.pk, editor, version=version, opinion=opinion(draft, of))


def keep_own(draft: Draft, editor: User, *, to_third: bool = False) -> Decision:
    return curation.keep_own(draft.pk, editor, version=now(draft).version, to_third=to_third)


# --- one, then another


def test_what_is_grave_waits_for_a_second_editor() -> None:
    draft = grave()
    decision = approve(draft, cast.olena())
    assert decision.verb == Decision.Verb.SECOND
    assert now(draft).state == Draft.State.SECOND
    assert Agreement.objects.count() == 0
    assert asked(draft) == {"tomasz", "taras"}


def test_two_who_say_the_same_publish_it_under_both_their_names() -> None:
    draft = grave()
    approve(draft, cast.olena(), left_out=[0])
    decision = approve(draft, cast.tomasz(), left_out=[0])
    assert decision.verb == Decision.Verb.APPROVE
    assert decision.after is not None
    assert decision.after["editors"] == ["olena", "tomasz"]
    assert Agreement.objects.count() == 1
    assert not Opinion.objects.filter(settled_at=None).exists()


def test_nobody_approves_their_own() -> None:
    draft = grave()
    approve(draft, cast.olena())
    with pytest.raises(CurationError, match="another editor is asked now"):
        approve(draft, cast.olena())
    assert now(draft).state == Draft.State.SECOND


def test_the_second_starts_from_what_the_reader_proposed() -> None:
    draft = grave()
    approve(draft, cast.olena(), left_out=[0])
    assert now(draft).revised is None


def test_what_is_not_grave_is_published_by_one() -> None:
    decision = approve(cast.signed().commitment("military_training").draft(), cast.olena())
    assert decision.verb == Decision.Verb.APPROVE


def test_a_rejection_needs_no_second() -> None:
    assert reject(grave(), cast.olena()).verb == Decision.Verb.REJECT


@pytest.mark.parametrize(
    ("rule", "story"),
    [
        ("mutual_defence", cast.signed().commitment("mutual_defence", strength="intent")),
        ("binding", cast.signed().term("legally_binding", "true")),
        ("guarantee_duty", cast.signed().commitment("consultation")),
        ("ending", cast.signed().milestone("terminated", "2024-07-01")),
    ],
)
def test_each_rule_can_be_switched_off(rule: str, story: cast.Story, settings: Settings) -> None:
    settings.FOUR_EYES_RULES = {rule: True}
    draft = story.draft()
    assert approve(draft, cast.olena()).verb == Decision.Verb.SECOND
    settings.FOUR_EYES_RULES = {rule: False}
    assert approve(draft, cast.tomasz()).verb == Decision.Verb.APPROVE


def test_what_contradicts_the_record_is_grave() -> None:
    agreement = cast.agreement()
    other = cast.signed("2024-08-01").draft()
    assert approve(other, cast.olena(), agreement=agreement).verb == Decision.Verb.SECOND


def test_what_the_record_holds_already_is_not_grave() -> None:
    draft = grave()
    approve(draft, cast.olena())
    agreement = approve(draft, cast.tomasz()).agreement
    again = approve(grave(), cast.olena(), agreement=agreement)
    assert again.verb == Decision.Verb.APPROVE


@pytest.mark.parametrize(
    "story",
    [
        cast.signed().commitment("mutual_defence", held="excluded"),
        cast.signed().milestone("expired", "2034", is_expected=True),
        cast.signed().commitment("consultation", strength="intent"),
        cast.signed().term("legally_binding", "false"),
    ],
)
def test_what_only_looks_grave_is_published_by_one(story: cast.Story) -> None:
    assert approve(story.draft(), cast.olena()).verb == Decision.Verb.APPROVE


# --- they differ


def test_a_second_who_says_otherwise_publishes_nothing_and_sees_both() -> None:
    draft = grave()
    approve(draft, cast.olena())
    before = curation.standing(now(draft), cast.tomasz())
    assert before is not None
    assert before.sides == ()
    assert approve(draft, cast.tomasz(), left_out=[0]).verb == Decision.Verb.SECOND
    assert Agreement.objects.count() == 0
    after = curation.standing(now(draft), cast.tomasz())
    assert after is not None
    assert [o.editor for o in after.sides] == [cast.olena(), cast.tomasz()]


def test_a_rejection_by_the_second_is_a_difference_too() -> None:
    draft = grave()
    approve(draft, cast.olena())
    assert reject(draft, cast.tomasz()).verb == Decision.Verb.SECOND
    assert now(draft).state == Draft.State.SECOND
    rejected = adopt(draft, cast.olena(), cast.tomasz())
    assert (rejected.verb, rejected.reason) == ("reject", "Not an agreement")
    assert now(draft).state == Draft.State.REJECTED


def test_the_second_may_follow_the_first() -> None:
    draft = grave()
    differ(draft)
    decision = adopt(draft, cast.tomasz(), cast.olena())
    assert decision.after is not None
    assert decision.after["editors"] == ["olena", "tomasz"]
    assert decision.agreement is not None
    assert decision.agreement.terms.count() == 1


def test_the_second_may_stay_with_theirs_and_the_first_is_asked_to_confirm() -> None:
    draft = grave()
    differ(draft)
    assert asked(draft) == {"tomasz", "taras"}
    keep_own(draft, cast.tomasz())
    assert asked(draft) == {"olena", "taras"}
    decision = adopt(draft, cast.olena(), cast.tomasz())
    assert decision.agreement is not None
    assert decision.agreement.terms.count() == 0


def test_a_third_decides_with_both_verdicts_in_sight() -> None:
    draft = grave()
    differ(draft)
    keep_own(draft, cast.tomasz(), to_third=True)
    assert asked(draft) == {"taras"}
    seen = curation.standing(now(draft), taras())
    assert seen is not None
    assert len(seen.sides) == 2
    decision = approve(draft, taras(), left_out=[2])
    assert decision.verb == Decision.Verb.APPROVE
    assert decision.after is not None
    assert (decision.after["editors"], decision.after["over"]) == (["taras"], ["olena", "tomasz"])


def test_without_a_third_editor_nothing_goes_to_one() -> None:
    taras().delete()
    draft = grave()
    differ(draft)
    with pytest.raises(CurationError, match="no third editor"):
        keep_own(draft, cast.tomasz(), to_third=True)
    assert asked(draft) == {"tomasz"}


def test_who_differs_can_not_decide_alone() -> None:
    draft = grave()
    differ(draft)
    with pytest.raises(CurationError, match="You and olena say different things"):
        approve(draft, cast.tomasz(), left_out=[0])


# --- undo


def test_the_first_may_take_it_back_and_goes_on_with_what_they_had() -> None:
    draft = grave()
    first = approve(draft, cast.olena(), left_out=[0])
    curation.undo(first.pk, cast.olena())
    again = now(draft)
    assert (again.state, again.revised) == (Draft.State.OPEN, {"left_out": [0]})
    assert asked(draft) == {"olena", "tomasz", "taras"}


def test_a_difference_taken_back_leaves_the_first_verdict_waiting() -> None:
    draft = grave()
    _, second = differ(draft)
    curation.undo(second.pk, cast.tomasz())
    assert asked(draft) == {"tomasz", "taras"}
    assert approve(draft, taras()).verb == Decision.Verb.APPROVE


def test_a_publication_taken_back_waits_for_the_second_again() -> None:
    draft = grave()
    approve(draft, cast.olena())
    published = approve(draft, cast.tomasz())
    curation.undo(published.pk, cast.tomasz())
    assert now(draft).state == Draft.State.SECOND
    assert asked(draft) == {"tomasz", "taras"}
    assert approve(draft, cast.tomasz()).verb == Decision.Verb.APPROVE


def test_a_question_to_a_third_can_be_taken_back() -> None:
    draft = grave()
    differ(draft)
    question = keep_own(draft, cast.tomasz(), to_third=True)
    curation.undo(question.pk, cast.tomasz())
    assert asked(draft) == {"tomasz", "taras"}


# --- nothing is stranded


def test_one_editor_alone_publishes_at_once() -> None:
    User.objects.exclude(username="olena").update(is_active=False)
    assert approve(grave(), cast.olena()).verb == Decision.Verb.APPROVE


def test_a_draft_whose_other_editors_are_gone_comes_back_to_the_first() -> None:
    draft = grave()
    approve(draft, cast.olena())
    User.objects.exclude(username="olena").update(is_active=False)
    assert asked(draft) >= {"olena"}
    assert approve(draft, cast.olena()).verb == Decision.Verb.APPROVE


def test_a_draft_whose_first_editor_is_gone_is_decided_by_the_others() -> None:
    draft = grave()
    differ(draft)
    User.objects.filter(username="olena").update(is_active=False)
    assert "taras" in asked(draft)
    assert adopt(draft, taras(), cast.tomasz()).verb == Decision.Verb.APPROVE


def test_a_question_to_a_third_who_is_gone_comes_back_to_both() -> None:
    draft = grave()
    differ(draft)
    keep_own(draft, cast.tomasz(), to_third=True)
    User.objects.filter(username="taras").update(is_active=False)
    assert asked(draft) >= {"olena", "tomasz"}
    assert adopt(draft, cast.olena(), cast.tomasz()).verb == Decision.Verb.APPROVE


def test_a_rule_switched_off_while_a_draft_waits_lets_it_go_on(settings: Settings) -> None:
    draft = grave()
    approve(draft, cast.olena())
    settings.FOUR_EYES_RULES = {}
    assert asked(draft) == {"tomasz", "taras"}
    assert approve(draft, cast.olena()).verb == Decision.Verb.APPROVE


def test_other_moves_wait_until_two_have_decided() -> None:
    draft = grave()
    approve(draft, cast.olena())
    assert curation.take_lease(now(draft), cast.tomasz())
    assert approve(draft, cast.tomasz()).verb == Decision.Verb.APPROVE
