import pytest
from django.contrib.auth.models import User
from pytest_django.fixtures import Settings

from agreements import curation
from agreements.curation import CurationError, Verdict, again
from agreements.models import Agreement, Decision, Draft, Opinion
from agreements.models.draft import DraftQuerySet
from agreements.said import Said
from tests import cast


@pytest.fixture(autouse=True)
def _house(db: None, settings: Settings) -> None:
    """Two editors, and every decided draft is dealt again."""
    settings.REDEAL_PERCENT = 100
    cast.parties()
    cast.olena().save()
    cast.tomasz().save()


def waits_for(draft: Draft, editor: User) -> bool:
    return DraftQuerySet(Draft).filter(pk=draft.pk).waiting_for(editor).exists()


def opinion(draft: Draft) -> Opinion:
    return Opinion.objects.get(draft=draft)


def say(draft: Draft, editor: User, left_out: tuple[int, ...] = ()) -> Opinion:
    return curation.approve_again(draft.pk, editor, Verdict(draft.version, left_out=left_out))


def test_a_decided_draft_is_dealt_to_another_editor_and_not_to_the_first() -> None:
    draft = cast.signed().draft()
    cast.approve(draft)
    assert waits_for(draft, cast.tomasz())
    assert not waits_for(draft, cast.olena())


def test_what_the_other_says_is_kept_beside_the_first_and_publishes_nothing() -> None:
    draft = cast.signed().commitment().draft()
    cast.approve(draft)
    said = say(draft, cast.tomasz(), left_out=(0,))
    assert said.verdict is not None
    first, other = Said.from_json(said.verdict["first"]), Said.from_json(said.verdict)
    assert first.proposal is not None
    assert other.proposal is not None
    assert len(first.proposal.statements) == len(other.proposal.statements) + 1
    assert (Agreement.objects.count(), Decision.objects.count()) == (1, 1)
    assert Draft.objects.get(pk=draft.pk).state == Draft.State.APPROVED
    assert not waits_for(draft, cast.tomasz())


def test_a_rejection_is_dealt_again_too() -> None:
    draft = cast.signed().draft()
    curation.reject(draft.pk, cast.olena(), version=1, reason="Not an agreement")
    said = curation.reject_again(draft.pk, cast.tomasz(), reason="Read wrongly")
    assert said.verdict is not None
    assert said.verdict["first"]["verb"] == said.verdict["verb"] == "reject"


def test_nobody_is_asked_about_their_own_decision() -> None:
    draft = cast.signed().draft()
    cast.approve(draft)
    with pytest.raises(CurationError, match="Nobody asks you"):
        say(draft, cast.olena())


def test_one_opinion_is_enough() -> None:
    draft = cast.signed().draft()
    cast.approve(draft)
    say(draft, cast.tomasz())
    with pytest.raises(CurationError, match="Nobody asks you"):
        say(draft, cast.tomasz())


def test_what_could_not_be_published_is_no_opinion() -> None:
    draft = cast.signed().draft()
    cast.approve(draft)
    with pytest.raises(CurationError, match="Say why"):
        curation.reject_again(draft.pk, cast.tomasz(), reason=" ")


def test_in_a_house_of_one_nothing_is_dealt() -> None:
    User.objects.exclude(username="olena").update(is_active=False)
    draft = cast.signed().draft()
    cast.approve(draft)
    assert not Opinion.objects.exists()


def test_a_decision_undone_is_dealt_no_more() -> None:
    draft = cast.signed().draft()
    decision = cast.approve(draft)
    curation.undo(decision.pk, cast.olena())
    assert opinion(draft).settled_at is not None
    assert not Draft.objects.get(pk=draft.pk).dealt_again


def test_about_as_many_are_dealt_as_the_setting_says_and_always_the_same(
    settings: Settings,
) -> None:
    settings.REDEAL_PERCENT = 5
    dealt = [number for number in range(20_000) if again.is_dealt_again(number)]
    assert 900 < len(dealt) < 1100
    assert dealt == [number for number in range(20_000) if again.is_dealt_again(number)]
    settings.REDEAL_PERCENT = 0
    assert not any(again.is_dealt_again(number) for number in range(20_000))
