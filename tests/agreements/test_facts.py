import pytest

from agreements import curation, facts
from agreements.models import Decision
from tests import cast


@pytest.fixture(autouse=True)
def _cast(db: None) -> None:
    cast.parties()


def test_facts_are_those_of_the_card_in_few_words() -> None:
    story = (
        cast.signed()
        .commitment(debtor="GB", creditor="UA")
        .commitment("mutual_defence", held="excluded")
    )
    agreement = cast.agreement(story)
    assert facts.standing([agreement.pk]) == {
        agreement.key: {
            "title": "Treaty of Friendship",
            "signed": "2024-06-13",
            "commitments": [
                "military_training GB>UA duty",
                "mutual_defence mutual duty excluded",
            ],
        }
    }


def test_what_is_not_held_has_no_facts() -> None:
    assert facts.standing([7]) == {}


def test_decision_keeps_what_the_record_told_before_and_after() -> None:
    agreement = cast.agreement(cast.signed("2024"))
    more = cast.approve(cast.Story().milestone("signed", "2024-06-13").draft(), onto=agreement)
    stored = Decision.objects.get(pk=more.pk)
    title = {"title": "Treaty of Friendship"}
    assert _record(stored.before) == {agreement.key: title | {"signed": "2024"}}
    assert _record(stored.after) == {agreement.key: title | {"signed": "2024-06-13"}}


def test_undo_keeps_it_too() -> None:
    agreement = cast.agreement()
    (decision,) = Decision.objects.filter(agreement=agreement)
    undone = curation.undo(decision.pk, cast.tomasz())
    assert _record(undone.before) != {}
    assert _record(undone.after) == {}


def _record(noted: dict[str, object] | None) -> object:
    assert noted is not None
    return noted["record"]
