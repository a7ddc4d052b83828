"""Leases as the pages show, renew, free and take them over."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from agreements import curation
from agreements.models import Decision, Draft
from tests.agreements.pages.conftest import TEXT, MakeDraft
from tests.desk import hidden, opened, send, told

pytestmark = pytest.mark.usefixtures("loaded_record", "db")


@pytest.fixture
def taras(db: None) -> User:
    return User.objects.create_user("taras")


@pytest.fixture
def other_desk(taras: User) -> Client:
    client = Client()
    client.force_login(taras)
    return client


def holder(draft: Draft) -> User | None:
    draft.refresh_from_db()
    return draft.lease_by


def renew(client: Client, draft: Draft, lease: object = "") -> HttpResponse:
    response = client.post(f"/review/{draft.pk}/lease", {"lease": lease})
    assert isinstance(response, HttpResponse)
    return response


def test_a_draft_that_is_opened_is_on_lease_for_ten_minutes(
    desk: Client, editor: User, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    before = timezone.now()
    desk.get(f"/review/{draft.pk}")
    assert holder(draft) == editor
    assert draft.lease_until is not None
    assert timedelta() <= draft.lease_until - before - curation.LEASE < timedelta(seconds=30)


@pytest.mark.parametrize("purpose", ["prefetch", "prefetch;prerender"])
def test_a_page_that_a_browser_fetches_ahead_takes_no_lease(
    desk: Client, make_draft: MakeDraft, purpose: str
) -> None:
    draft = make_draft()
    page = desk.get(f"/review/{draft.pk}", headers={"Sec-Purpose": purpose})
    assert holder(draft) is None
    assert hidden(told(page), "lease") == [""]


def test_others_see_who_has_a_draft_and_since_when(
    desk: Client, other_desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    desk.get(f"/review/{draft.pk}")
    since = timezone.now() - timedelta(minutes=7)
    Draft.objects.update(lease_since=since)
    desk.get(f"/review/{draft.pk}")  # going on with it changes nothing about that
    page = told(other_desk.get(f"/review/{draft.pk}"))
    assert f"olena is reviewing this, since {since:%H:%M} UTC." in page
    assert "Take over" in page
    assert "is reviewing this" not in told(desk.get(f"/review/{draft.pk}"))


def test_a_lease_ends_by_itself(
    desk: Client, other_desk: Client, taras: User, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    desk.get(f"/review/{draft.pk}")
    Draft.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert "is reviewing this" not in told(other_desk.get(f"/review/{draft.pk}"))
    assert holder(draft) == taras


def test_activity_renews_a_lease(desk: Client, make_draft: MakeDraft) -> None:
    draft = make_draft()
    desk.get(f"/review/{draft.pk}")
    nearly = timezone.now() + timedelta(minutes=1)
    Draft.objects.update(lease_until=nearly)
    answer = renew(desk, draft)
    assert answer.status_code == 200
    draft.refresh_from_db()
    assert draft.lease_until is not None
    assert draft.lease_until > nearly


def test_a_page_fetched_ahead_takes_its_lease_when_it_is_shown(
    desk: Client, editor: User, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    assert renew(desk, draft).status_code == 200
    assert holder(draft) == editor


def test_a_draft_that_is_left_is_free(desk: Client, make_draft: MakeDraft) -> None:
    draft = make_draft()
    sent = opened(desk, draft)
    assert send(desk, draft, {"lease": sent["lease"]}, to="release").status_code == 204
    assert holder(draft) is None


def test_a_page_that_says_late_that_it_was_left_frees_no_newer_lease(
    desk: Client, editor: User, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    first = opened(desk, draft)
    desk.get(f"/review/{draft.pk}")
    send(desk, draft, {"lease": first["lease"]}, to="release")
    assert holder(draft) == editor


@pytest.mark.parametrize("lease", ["", "x", "2026-13-45T99:00Z", "2026-01-01T00:00:00+00:00"])
def test_a_release_of_nothing_frees_nothing(
    desk: Client, editor: User, make_draft: MakeDraft, lease: str
) -> None:
    draft = make_draft()
    desk.get(f"/review/{draft.pk}")
    assert send(desk, draft, {"lease": lease}, to="release").status_code == 204
    assert holder(draft) == editor


def test_nobody_frees_what_another_has(
    desk: Client, other_desk: Client, editor: User, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    sent = opened(desk, draft)
    send(other_desk, draft, {"lease": sent["lease"]}, to="release")
    assert holder(draft) == editor


def test_who_lost_a_draft_is_told_at_the_next_heartbeat_and_keeps_what_was_typed(
    desk: Client, other_desk: Client, taras: User, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    mine = opened(desk, draft)
    page = told(other_desk.get(f"/review/{draft.pk}"))
    theirs = mine | {"held_by": hidden(page, "held_by")[0], "lease": ""}
    taken = send(other_desk, draft, theirs, to="take-over")
    assert "You have this draft now" in told(taken)
    assert holder(draft) == taras
    answer = renew(desk, draft, mine["lease"])
    assert answer.status_code == 409
    assert b"taras took this draft over at" in answer.content
    refused = send(desk, draft, mine | {"keep": ["0", "1"], "details": "hm"})
    assert refused.status_code == 409
    page = told(refused)
    assert "taras took this draft over at" in page
    assert len(re.findall(r'name="keep" value="\d" id="keep-\d" checked', page)) == 2
    assert 'value="hm"' in page
    assert not Decision.objects.filter(draft=draft).exists()


def test_who_takes_a_draft_back_goes_on_with_what_was_typed(
    desk: Client, other_desk: Client, editor: User, taras: User, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    mine = opened(desk, draft, keep=["0", "1"])
    curation.take_over(draft.pk, taras, held_by=editor.pk)
    answer = send(desk, draft, mine | {"held_by": taras.pk}, to="take-over")
    assert answer.status_code == 200
    assert len(re.findall(r'id="keep-\d" checked', told(answer))) == 2
    assert holder(draft) == editor
    assert send(desk, draft, mine).status_code == 302


def test_what_was_typed_into_an_open_editor_is_kept_when_a_draft_is_lost_and_taken_back(
    desk: Client, editor: User, taras: User, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    mine = opened(desk, draft) | {"editing": "0", "v-name": "title", "v-value": "Haven Pact"}
    curation.take_over(draft.pk, taras, held_by=editor.pk)
    for answer in (
        send(desk, draft, mine | {"do": "save:0"}, to="values"),
        send(desk, draft, mine),
        send(desk, draft, mine | {"held_by": taras.pk}, to="take-over"),
    ):
        page = told(answer)
        assert "Haven Pact" in page
        assert hidden(page, "editing") == ["0"]
    assert holder(draft) == editor


def test_a_draft_that_a_third_editor_has_by_now_is_not_taken_from_them_unawares(
    desk: Client, editor: User, taras: User, make_draft: MakeDraft
) -> None:
    draft, third = make_draft(), User.objects.create_user("maria")
    curation.take_lease(draft, taras)
    sent = opened(desk, draft, held_by=taras.pk)
    curation.take_over(draft.pk, third, held_by=taras.pk)
    answer = send(desk, draft, sent, to="take-over")
    assert answer.status_code == 409
    assert "maria is reviewing this draft, since" in told(answer)
    assert holder(draft) == third


def test_a_draft_that_changed_while_another_had_it_is_looked_at_again(
    desk: Client, editor: User, taras: User, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    mine = opened(desk, draft)
    curation.take_over(draft.pk, taras, held_by=editor.pk)
    Draft.objects.update(version=2)
    answer = send(desk, draft, mine | {"held_by": taras.pk}, to="take-over")
    assert answer.status_code == 409
    assert "has changed since you opened it" in told(answer)


def test_taking_over_without_a_form_or_by_address_leads_to_the_draft(
    desk: Client, editor: User, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    for answer in (
        send(desk, draft, {}, to="take-over"),
        desk.get(f"/review/{draft.pk}/take-over"),
    ):
        assert answer.headers["Location"] == f"/review/{draft.pk}"
    assert holder(draft) == editor


def test_a_heartbeat_says_when_the_draft_was_decided_or_is_not_there(
    desk: Client, taras: User, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    curation.reject(draft.pk, taras, version=1, reason="Read wrongly")
    answer = renew(desk, draft)
    assert answer.status_code == 409
    assert b"taras has decided this draft already" in answer.content
    assert renew(desk, Draft(pk=77777)).status_code == 409


def test_a_heartbeat_of_somebody_signed_out_is_told_so(
    client: Client, make_draft: MakeDraft
) -> None:
    answer = renew(client, make_draft())
    assert answer.status_code == 401
    assert b"Sign in again" in answer.content


def test_the_next_draft_is_one_that_nobody_else_has_open(
    desk: Client, taras: User, make_draft: MakeDraft
) -> None:
    first, second, third = (make_draft(text=f"{TEXT} {n}.") for n in range(3))
    Draft.objects.update(head=None)
    curation.take_lease(second, taras)
    answer = send(desk, first, opened(desk, first))
    assert answer.headers["Location"] == f"/review/{third.pk}"


def test_deciding_frees_the_draft(desk: Client, make_draft: MakeDraft) -> None:
    draft = make_draft()
    send(desk, draft, opened(desk, draft))
    assert holder(draft) is None
    assert draft.lease_since is None


def test_what_another_has_open_waits_when_the_draft_before_it_is_approved(
    desk: Client, taras: User, make_draft: MakeDraft
) -> None:
    first, behind = make_draft(), make_draft(text=f"{TEXT} Again.")
    assert behind.head == first
    curation.take_lease(behind, taras)
    send(desk, first, opened(desk, first))
    assert holder(behind) == taras
    assert behind.state == Draft.State.OPEN
