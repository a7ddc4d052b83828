"""Drafts that are put off or sent back: they stay open, and come again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from agreements import curation
from agreements.curation import BuiltUponError, CurationError, Pause, StaleDraftError
from agreements.curation.deferring import NO_DAY
from agreements.models import Decision, Draft
from tests import cast

pytestmark = pytest.mark.usefixtures("verified")
TOMORROW = timezone.now() + timedelta(days=1)


def now(draft: Draft) -> Draft:
    return Draft.objects.get(pk=draft.pk)


def defer(draft: Draft, until: datetime = TOMORROW) -> Decision:
    return curation.defer(draft.pk, cast.olena(), until, version=now(draft).version)


def waiting() -> list[int]:
    return [draft.pk for draft in Draft.objects.waiting().order_by("queued_at", "pk")]


def alone(story: cast.Story) -> Draft:
    draft = story.draft()
    Draft.objects.filter(pk=draft.pk).update(head=None)
    return draft


def test_draft_put_off_is_away_until_its_day_and_comes_back_by_itself() -> None:
    draft = alone(cast.signed())
    decision = defer(draft)
    assert waiting() == []
    assert (decision.verb, now(draft).state) == ("defer", "open")
    assert decision.after == {"deferred_until": TOMORROW.isoformat()}
    olena, version = cast.olena(), now(draft).version
    soon = timezone.now() + timedelta(milliseconds=300)
    curation.defer(draft.pk, olena, soon, version=version)
    while timezone.now() < soon:
        pass
    assert waiting() == [draft.pk]


@pytest.mark.parametrize(
    ("pause", "until"),
    [
        (Pause.TOMORROW, datetime(2026, 11, 22, tzinfo=UTC)),
        (Pause.NEXT_WEEK, datetime(2026, 11, 23, tzinfo=UTC)),
        (Pause.PUBLISHED, NO_DAY),
    ],
)
def test_pauses_end_on_their_day(pause: Pause, until: datetime) -> None:
    assert pause.until(date(2026, 11, 21)) == until


def test_what_waits_for_its_text_says_so() -> None:
    assert defer(alone(cast.signed()), NO_DAY).reason == "Until the text is published"


def test_past_days_are_refused() -> None:
    draft = alone(cast.signed())
    with pytest.raises(CurationError, match="choose one that is still to come"):
        defer(draft, timezone.now())
    assert now(draft).version == 1


def test_stale_version_is_refused() -> None:
    draft = alone(cast.signed())
    with pytest.raises(StaleDraftError):
        curation.defer(draft.pk, cast.olena(), TOMORROW, version=9)
    with pytest.raises(StaleDraftError):
        curation.send_back(draft.pk, cast.olena(), version=9, reason="Look again")


def test_draft_is_brought_back_sooner_and_that_can_be_undone() -> None:
    draft = alone(cast.signed())
    defer(draft)
    decision = curation.bring_back(draft.pk, cast.tomasz(), version=now(draft).version)
    assert waiting() == [draft.pk]
    curation.undo(decision.pk, cast.tomasz())
    assert now(draft).deferred_until == TOMORROW


def test_draft_that_is_not_put_off_is_not_brought_back() -> None:
    draft = alone(cast.signed())
    with pytest.raises(CurationError, match="not put off"):
        curation.bring_back(draft.pk, cast.olena(), version=1)


def test_undone_pause_puts_the_draft_back_into_the_queue() -> None:
    draft = alone(cast.signed())
    curation.undo(defer(draft).pk, cast.olena())
    assert waiting() == [draft.pk]


def test_pause_that_was_changed_since_is_undone_after_that() -> None:
    draft = alone(cast.signed())
    first = defer(draft)
    second = defer(draft, NO_DAY)
    with pytest.raises(BuiltUponError) as refusal:
        curation.undo(first.pk, cast.olena())
    assert refusal.value.later == second
    curation.undo(second.pk, cast.olena())
    assert now(draft).deferred_until == TOMORROW


def test_draft_sent_back_goes_to_the_end_and_undo_gives_it_its_place_again() -> None:
    first, second = alone(cast.signed()), alone(cast.signed())
    decision = curation.send_back(first.pk, cast.olena(), version=1, reason=" Which treaty? ")
    assert (decision.verb, decision.reason) == ("send_back", "Which treaty?")
    assert waiting() == [second.pk, first.pk]
    curation.undo(decision.pk, cast.olena())
    assert waiting() == [first.pk, second.pk]


def test_draft_sent_back_names_who_revised_it() -> None:
    draft = alone(cast.signed())
    Draft.objects.filter(pk=draft.pk).update(revised_by=cast.tomasz())
    decision = curation.send_back(draft.pk, cast.olena(), version=1, reason="Which treaty?")
    assert decision.after is not None
    assert decision.after["to"] == "tomasz"


def test_sending_back_needs_a_note() -> None:
    draft = alone(cast.signed())
    with pytest.raises(CurationError, match="Say what is to be done"):
        curation.send_back(draft.pk, cast.olena(), version=1, reason=" ")
    assert now(draft).version == 1


def test_draft_put_off_is_approved_all_the_same_and_put_off_again_when_that_is_undone() -> None:
    draft = alone(cast.signed())
    defer(draft)
    approval = cast.approve(draft)
    assert now(draft).state == "approved"
    curation.undo(approval.pk, cast.olena())
    assert (now(draft).state, now(draft).deferred_until) == ("open", TOMORROW)
