"""Numbers and rows for the pages."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User

from agreements import cards, curation, summaries, tally
from agreements.models import Card, Decision
from tests.agreements.pages.conftest import TEXT, MakeDraft, editor, make_draft
from tests.days import today

__all__ = ["editor", "make_draft"]

pytestmark = pytest.mark.usefixtures("loaded_record", "db")


def test_partners_leave_out_oneself() -> None:
    own = tally.select(today()).of_any_party(["UA"])
    partners = summaries.count_by_partner(own, "UA")
    assert "UA" not in partners
    assert sum(partners.values()) == own.count()


def test_equal_counts_are_ranked_by_name() -> None:
    ranked = summaries.ranked({"B": 2, "A": 2, "C": 3}, {"A": "Zed", "B": "Yak", "C": "Xis"})
    assert [entry.name for entry in ranked] == ["Xis", "Yak", "Zed"]


def test_the_newest_come_in_the_order_of_a_list() -> None:
    day = date(2025, 1, 1)
    standing = cards.standing_on(day)
    listed = [card.pk for card in standing.order_by("-order_day", "-agreement")]
    assert [card.pk for card in summaries.newest(tally.select(day), 7)] == listed[:7]
    signed = tally.select(day).surely_signed_by(day)
    known = standing.filter(signed_latest__lte=day).order_by("-order_day", "-agreement")
    newest = summaries.newest(signed, 1_000)
    assert [card.pk for card in newest] == [card.pk for card in known]
    assert newest[0].status


def test_the_status_of_a_day_is_that_of_its_span() -> None:
    card = summaries.card("A-1001")
    assert card is not None
    told = json.loads(card.item_json)
    assert summaries.status_on(told, date(1300, 1, 1)) is None
    assert summaries.status_on(told, today()) == "in_force"
    for span in card.spans.all():
        assert summaries.status_on(told, span.first_day) == span.status
        assert summaries.status_on(told, span.first_day - timedelta(days=1)) != span.status


def test_changes_are_what_editors_published_and_nobody_undid(
    make_draft: MakeDraft,
    editor: User,
) -> None:
    assert summaries.latest_changes(6) == []
    draft = make_draft()
    decision = curation.approve(draft.pk, editor, curation.Verdict(version=draft.version))
    second = make_draft(text=f"{TEXT} Again.")
    more = curation.Verdict(version=second.version, agreement=decision.agreement)
    added = curation.approve(second.pk, editor, more)
    (change,) = summaries.latest_changes(6)
    assert change.at == added.at
    curation.undo(added.pk, editor)
    (change,) = summaries.latest_changes(6)
    assert change.title == "Harbour Pact"
    assert summaries.latest_changes(6, known_at=change.at - timedelta(seconds=1)) == []
    curation.undo(decision.pk, editor)
    assert summaries.latest_changes(6) == []


def test_the_queue_knows_its_oldest(make_draft: MakeDraft) -> None:
    assert summaries.waiting_drafts() == summaries.Queue(0, None)
    draft = make_draft()
    assert summaries.waiting_drafts() == summaries.Queue(1, draft.created_at)


def test_the_first_day_is_the_oldest_treatys() -> None:
    assert summaries.first_day() == date(1386, 5, 9)
    assert summaries.first_day(known_at=datetime(2000, 1, 1, tzinfo=UTC)) is None


def test_titles_are_those_known_then() -> None:
    loaded = Decision.objects.get(verb="load").at
    assert summaries.known_titles(["A-1001"]) == {"A-1001": "Treaty of Windsor"}
    assert summaries.known_titles(["A-1001"], known_at=loaded - timedelta(days=1)) == {}
    assert Card.objects.filter(title="Treaty of Windsor").exists()
