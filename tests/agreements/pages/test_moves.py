"""Duplicate, later, send back, split on a draft's page; drafts put off; my last decisions."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements import curation
from agreements.models import Agreement, Decision, Draft
from tests.agreements.pages.conftest import TEXT, MakeDraft
from tests.desk import opened, send, told

pytestmark = pytest.mark.usefixtures("loaded_record", "db")


def published(desk: Client, make_draft: MakeDraft) -> Agreement:
    draft = make_draft(text=f"{TEXT} First.")
    send(desk, draft, opened(desk, draft))
    agreement = Draft.objects.get(pk=draft.pk).match
    assert agreement is not None
    return agreement


def move(desk: Client, draft: Draft, verdict: str, **said: object) -> str:
    """Send one of the moves and return the page that comes of it."""
    response = send(desk, draft, opened(desk, draft, verdict=verdict, **said))
    if response.status_code == 302:
        return told(desk.get(response.headers["Location"]))
    assert response.status_code == 409
    return told(response)


def now(draft: Draft) -> Draft:
    return Draft.objects.get(pk=draft.pk)


def test_page_offers_all_moves_to_keys(desk: Client, make_draft: MakeDraft) -> None:
    page = told(desk.get(f"/review/{make_draft().pk}"))
    for act in ("duplicate", "later", "send_back", "split"):
        assert f'data-act="{act}"' in page
    assert 'value="Fiji \N{EN DASH} Kenya"' in page


def test_duplicate_lists_the_agreements_and_drafts_of_the_pair(
    desk: Client, make_draft: MakeDraft
) -> None:
    agreement, draft = published(desk, make_draft), make_draft()
    other = make_draft(text=f"{TEXT} Again.", ordinal=1)
    Draft.objects.update(head=None)
    page = told(desk.get(f"/review/{draft.pk}"))
    assert f'name="of" value="{agreement.key}"' in page
    assert f'name="of" value="D-{other.pk}"' in page


def test_duplicate_of_an_agreement_takes_its_quotes_there(
    desk: Client, make_draft: MakeDraft
) -> None:
    agreement, draft = published(desk, make_draft), make_draft()
    page = move(desk, draft, "duplicate", of=agreement.key)
    assert (now(draft).state, now(draft).match) == ("approved", agreement)
    assert f'Marked as a duplicate <a class="undo__link" href="/agreements/{agreement.key}"' in page
    decision = Decision.objects.get(draft=draft)
    assert decision.seconds is not None


def test_duplicate_of_a_draft_waits_behind_it(desk: Client, make_draft: MakeDraft) -> None:
    first, second = make_draft(), make_draft(text=f"{TEXT} Again.")
    Draft.objects.update(head=None)
    move(desk, second, "duplicate", of=f"D-{first.pk}")
    assert now(second).head == first


def opens(page: str, panel: str) -> bool:
    return bool(re.search(rf'<details class="[^"]*" name="act" open> <summary[^>]*{panel}', page))


@pytest.mark.parametrize(
    ("of", "said"),
    [
        ("", "Choose what it is a duplicate of"),
        ("A-77777", "There is no agreement A-77777"),
        ("the other one", "There is no agreement the other one"),
        ("A-1001", "between other parties"),
        ("D-77777777", "There is no draft 77777777"),
    ],
)
def test_duplicate_of_nothing_or_of_others_is_refused_and_its_panel_stays_open(
    desk: Client, make_draft: MakeDraft, of: str, said: str
) -> None:
    draft = make_draft()
    page = move(desk, draft, "duplicate", of=of, back_note="typed before")
    assert said in page
    assert opens(page, "duplicate")
    assert "typed before" in page
    assert now(draft).state == "open"


def test_search_finds_by_key_and_title_those_of_the_pair_first(
    desk: Client, make_draft: MakeDraft
) -> None:
    agreement, draft = published(desk, make_draft), make_draft()
    address = f"/review/{draft.pk}/duplicates"
    assert f'value="{agreement.key}"' in told(desk.get(address, {"q": "Fiji Kenya harbour"}))
    assert f'value="{agreement.key}"' in told(desk.get(address, {"q": agreement.key}))
    other = told(desk.get(address, {"q": "A-1001"}))
    assert 'value="A-1001"' not in other
    assert "between others" in other
    assert "Nothing between these parties fits" in told(desk.get(address, {"q": "zebra"}))


def test_search_without_script_shows_the_page_again_with_what_was_found(
    desk: Client, make_draft: MakeDraft
) -> None:
    agreement, draft = published(desk, make_draft), make_draft()
    sent = opened(desk, draft, q="harbour", do="look")
    page = told(desk.post(f"/review/{draft.pk}/values", sent))
    assert opens(page, "duplicate")
    assert f'name="of" value="{agreement.key}"' in page


@pytest.mark.parametrize("until", ["tomorrow", "next_week", "published", "day"])
def test_draft_is_put_off_shown_under_later_and_brought_back(
    desk: Client, make_draft: MakeDraft, until: str
) -> None:
    draft = make_draft()
    day = f"{timezone.now() + timedelta(days=30):%Y-%m-%d}"
    page = move(desk, draft, "later", until=until, day=day, note="The text is due")
    assert "Nothing left to review" in page
    assert re.search(r"Put off <a [^>]*>a draft</a>", page)
    later = told(desk.get("/review?tab=later"))
    version = now(draft).version
    assert f'formaction="/review/{draft.pk}/bring-back?version={version}"' in later
    assert "The text is due" in told(desk.get(f"/review/{draft.pk}"))
    back = desk.post(f"/review/{draft.pk}/bring-back?version={version}", follow=True)
    assert "The draft waits in the queue again" in told(back)
    assert now(draft).deferred_until is None


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({}, "Choose until when"),
        ({"until": "day", "day": "tomorrow"}, "like 2026-12-24"),
        ({"until": "day", "day": "2020-01-01"}, "That day is here already"),
    ],
)
def test_no_day_or_a_past_one_is_refused(
    desk: Client, make_draft: MakeDraft, said: dict[str, object], refusal: str
) -> None:
    page = move(desk, make_draft(), "later", **said)
    assert refusal in page
    assert opens(page, "later")


def test_bringing_back_what_changed_meanwhile_is_told(desk: Client, make_draft: MakeDraft) -> None:
    draft = make_draft()
    back = desk.post(f"/review/{draft.pk}/bring-back?version=x", follow=True)
    assert "has changed since" in told(back)


def test_note_of_who_sent_a_draft_back_stands_on_its_page(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    move(desk, draft, "send_back", back_note="Which <treaty>?")
    page = told(desk.get(f"/review/{draft.pk}"))
    assert "<b>Sent back</b> by olena" in page
    assert "Which &lt;treaty&gt;?" in page


def test_sending_back_without_a_note_is_refused(desk: Client, make_draft: MakeDraft) -> None:
    assert "Say what is to be done" in move(desk, make_draft(), "send_back", back_note=" ")


def test_split_leaves_one_part_before_the_editor_and_the_other_in_the_queue(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    page = move(desk, draft, "split", move=["2", "3"])
    other = Draft.objects.get(split_from=draft)
    assert f'action="/review/{draft.pk}/decide' in page
    assert re.search(r"Split <a [^>]*>a draft</a>", page)
    assert f'Split off from <a href="/review/{draft.pk}"' in told(desk.get(f"/review/{other.pk}"))


@pytest.mark.parametrize(
    ("places", "refusal"),
    [([], "Nothing would go"), (["0", "1", "2", "3"], "Nothing would stay"), (["x"], "Nothing w")],
)
def test_split_of_nothing_or_all_is_refused(
    desk: Client, make_draft: MakeDraft, places: list[str], refusal: str
) -> None:
    assert refusal in move(desk, make_draft(), "split", move=places)


def test_mine_lists_what_was_done_with_before_and_after_and_undoes_it(
    desk: Client, make_draft: MakeDraft
) -> None:
    agreement, draft = published(desk, make_draft), make_draft(signed="2026-03")
    move(desk, draft, "later", until="tomorrow")
    page = told(desk.get("/review/mine"))
    assert f"{agreement.key}: new, Harbour Pact" in page
    assert "until 20" in page
    put_off = Decision.objects.get(draft=draft)
    assert f'id="decision-{put_off.pk}"' in page
    desk.post(f"/review/decisions/{put_off.pk}/undo")
    assert now(draft).deferred_until is None
    assert "undone by olena" in told(desk.get("/review/mine"))


def test_undo_that_would_trample_a_later_change_shows_it(
    desk: Client, make_draft: MakeDraft
) -> None:
    agreement, draft = published(desk, make_draft), make_draft()
    first = Decision.objects.get(agreement=agreement, verb="approve")
    taras = User.objects.create_user("taras")
    later = curation.duplicate_of_agreement(draft.pk, taras, agreement, version=draft.version)
    page = told(desk.post(f"/review/decisions/{first.pk}/undo", follow=True))
    assert "Marked as a duplicate by taras at" in page
    assert f'<a href="/review/{later.draft_id}">Show it</a>' in page


def test_mine_costs_the_same_however_long(
    desk: Client, make_draft: MakeDraft, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(4):
        draft = make_draft(text=f"{TEXT} Report {number}.")
        move(desk, draft, "send_back", back_note="Again")
    with django_assert_max_num_queries(6):
        desk.get("/review/mine")
