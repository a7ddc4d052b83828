"""What an editor is answered who was not the only one at it: nothing overwritten, nothing lost."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from agreements import curation
from agreements.curation import Verdict
from agreements.models import Agreement, Decision, Draft, Milestone
from agreements.proposal import Proposal, ProposedMilestone
from agreements.revision import Revision
from tests.agreements.pages.conftest import TEXT, MakeDraft
from tests.desk import form_of, hidden, opened, send, told

OF_THE_PAGE = ("version", "record", "layer", "key", "keep")
pytestmark = pytest.mark.usefixtures("loaded_record", "db")


@pytest.fixture
def taras(db: None) -> User:
    return User.objects.create_user("taras")


@pytest.fixture
def published(taras: User, make_draft: MakeDraft) -> Agreement:
    """The Harbour Pact, signed in March 2026 as far as the record knows."""
    decision = curation.approve(make_draft(signed="2026-03").pk, taras, Verdict(1))
    assert decision.agreement is not None
    return decision.agreement


@pytest.fixture
def more_exact(taras: User, published: Agreement, make_draft: MakeDraft) -> Callable[[], Decision]:
    """Let Taras publish a signing on 1 March, while somebody else looks at another draft."""

    def publish() -> Decision:
        draft = make_draft(text=f"{TEXT} More.", signed="2026-03-01")
        return curation.approve(draft.pk, taras, Verdict(1, published, left_out=(2, 3)))

    return publish


def test_a_record_that_changed_meanwhile_is_answered_with_three_columns(
    desk: Client, make_draft: MakeDraft, more_exact: Callable[[], Decision]
) -> None:
    draft = make_draft(text=f"{TEXT} Again.", signed="2026-03-02")
    Draft.objects.update(head=None)
    sent = opened(desk, draft)
    more_exact()
    response = send(desk, draft, sent)
    page = told(response)
    assert response.status_code == 409
    assert "has changed since you opened this draft" in page
    assert "what you typed is kept" in page
    rows = re.findall(r'<th scope="row" id="row-\d+">([^<]+)</th>', page)
    assert rows == ["Signed"]
    published = r'value="published" checked> <span><span[^>]*>[^<]*</span><span[^>]*>1 March'
    assert re.search(published, page)
    assert page.count("2 March 2026</span>, Suva") == 2
    draft.refresh_from_db()
    assert draft.state == Draft.State.OPEN


@pytest.mark.parametrize(
    ("choice", "signings"), [("published", ["2026-03-01"]), ("mine", ["2026-03-01", "2026-03-02"])]
)
def test_what_is_chosen_of_three_is_what_is_published(
    desk: Client,
    make_draft: MakeDraft,
    more_exact: Callable[[], Decision],
    published: Agreement,
    choice: str,
    signings: list[str],
) -> None:
    draft = make_draft(text=f"{TEXT} Again.", signed="2026-03-02")
    Draft.objects.update(head=None)
    sent = opened(desk, draft)
    more_exact()
    page = told(send(desk, draft, sent))
    again = sent | {name: hidden(page, name) for name in OF_THE_PAGE}
    response = send(desk, draft, again | {"choose-1": choice})
    assert response.status_code == 302
    held = Milestone.objects.filter(agreement=published, known_to=None).order_by("date")
    assert [m.date for m in held] == signings


def test_a_change_of_the_record_that_the_draft_says_nothing_of_is_told_once(
    desk: Client, make_draft: MakeDraft, taras: User, published: Agreement
) -> None:
    draft = make_draft(text=f"{TEXT} Again.")
    other = make_draft(text=f"{TEXT} More.", signed="2026-03")
    Draft.objects.update(head=None)
    sent = opened(desk, draft)
    curation.approve(other.pk, taras, Verdict(1, published))
    response = send(desk, draft, sent)
    page = told(response)
    assert response.status_code == 409
    assert f"{published.key} has changed since you opened this draft" in page
    assert "Approve and next" in page
    again = sent | {name: hidden(page, name) for name in ("version", "record")}
    assert send(desk, draft, again).status_code == 302


def test_a_draft_that_another_revised_is_answered_with_their_values(
    desk: Client, editor: User, make_draft: MakeDraft, taras: User
) -> None:
    draft = make_draft()
    sent = opened(desk, draft)
    Draft.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    Draft.objects.filter(pk=draft.pk).update(revised={"left_out": [3]}, version=2)
    response = send(desk, draft, sent)
    page = told(response)
    assert response.status_code == 409
    assert re.findall(r'<th scope="row" id="row-(\d+)">', page) == ["3"]
    again = sent | {name: hidden(page, name) for name in OF_THE_PAGE}
    assert send(desk, draft, again | {"choose-3": "draft"}).status_code == 302
    draft.refresh_from_db()
    assert draft.revised == {"left_out": [3]}


def test_what_the_editor_had_seen_and_another_changed_may_be_chosen_again(
    desk: Client, editor: User, make_draft: MakeDraft, taras: User
) -> None:
    draft = make_draft()
    place = Proposal.from_json(draft.proposed).statements[1]
    assert isinstance(place, ProposedMilestone)
    mine, theirs = replace(place, place="Nadi"), replace(place, place="Lautoka")
    curation.revise(draft.pk, editor, 1, Revision(changed={1: mine}))
    sent = opened(desk, draft)
    curation.take_over(draft.pk, taras, held_by=editor.pk)
    curation.revise(draft.pk, taras, 2, Revision(changed={1: theirs}))
    curation.release(draft.pk, taras)
    page = told(send(desk, draft, sent))
    assert "2 March 2026</span>, Nadi" in page
    assert "2 March 2026</span>, Lautoka" in page
    again = sent | {name: hidden(page, name) for name in OF_THE_PAGE}
    assert send(desk, draft, again | {"choose-1": "mine"}).status_code == 302
    assert Milestone.objects.get(agreement__drafts=draft).place == "Nadi"


def test_a_new_agreement_of_the_same_parties_is_shown_before_another_is_made(
    desk: Client, make_draft: MakeDraft, taras: User
) -> None:
    first, second = make_draft(), make_draft(text=f"{TEXT} Again.")
    Draft.objects.update(head=None)
    sent = opened(desk, second)
    curation.approve(first.pk, taras, Verdict(1))
    response = send(desk, second, sent)
    page = told(response)
    assert response.status_code == 409
    assert "Another agreement of these two parties has been published" in page
    first.refresh_from_db()
    assert first.match is not None
    assert f'name="agreement" value="{first.match.key}"' in page
    assert Agreement.objects.between("FJ", "KE").count() == 1


def test_no_agreement_is_written_to_that_nobody_has_looked_at(
    desk: Client, make_draft: MakeDraft, published: Agreement
) -> None:
    draft = make_draft(text=f"{TEXT} Again.")
    Draft.objects.update(head=None)
    sent = opened(desk, draft, record=[])
    assert send(desk, draft, sent).status_code == 409
    assert send(desk, draft, sent | {"record": [f"{published.key}:x"]}).status_code == 409


def test_an_answer_about_something_else_passes_nothing_off_as_seen(
    desk: Client, make_draft: MakeDraft, more_exact: Callable[[], Decision]
) -> None:
    draft = make_draft(text=f"{TEXT} Again.")
    Draft.objects.update(head=None)
    sent = opened(desk, draft)
    more_exact()
    page = told(send(desk, draft, sent | {"verdict": "reject"}))
    assert "Say why the draft is rejected" in page
    assert hidden(page, "record") == sent["record"]


def test_the_reason_that_was_typed_is_kept(desk: Client, make_draft: MakeDraft) -> None:
    draft = make_draft()
    sent = opened(desk, draft, verdict="reject", reason="Read wrongly", details="not Kenya")
    Draft.objects.filter(pk=draft.pk).update(version=2)
    response = send(desk, draft, sent)
    page = told(response)
    assert response.status_code == 409
    assert "has changed since you opened it" in page
    assert 'value="Read wrongly" checked' in page
    assert 'value="not Kenya"' in page


def test_nothing_is_approved_past_a_value_that_was_typed_and_not_saved(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    page = told(desk.get(f"/review/{draft.pk}?edit=0"))
    kept = {"v-name": "title", "v-value": "Harbour Pact", "v-evidence": "keep"}
    sent = form_of(page) | {"editing": hidden(page, "editing")[0]} | kept
    refused = send(desk, draft, sent | {"v-value": "Haven Pact"})
    assert refused.status_code == 409
    assert "have not saved it" in told(refused)
    assert "Haven Pact" in told(refused)
    assert send(desk, draft, sent).status_code == 302


def test_the_same_request_twice_is_one_decision_with_one_answer(
    desk: Client, make_draft: MakeDraft
) -> None:
    first, second = make_draft(), make_draft(text=f"{TEXT} Again.")
    Draft.objects.update(head=None)
    sent = opened(desk, first)
    answers = [send(desk, first, sent).headers["Location"] for _ in range(3)]
    assert answers == [f"/review/{second.pk}"] * 3
    assert Decision.objects.filter(draft=first).count() == 1


def test_the_key_may_come_as_a_header(desk: Client, make_draft: MakeDraft) -> None:
    draft = make_draft()
    sent = opened(desk, draft, key="")
    for _ in range(2):
        response = desk.post(
            f"/review/{draft.pk}/decide", sent, headers={"Idempotency-Key": "once-only"}
        )
        assert response.status_code == 302
    assert Decision.objects.filter(draft=draft).count() == 1


def test_a_key_of_another_decision_is_refused_in_words(desk: Client, make_draft: MakeDraft) -> None:
    first, second = make_draft(), make_draft(text=f"{TEXT} Again.")
    Draft.objects.update(head=None)
    sent = opened(desk, first)
    send(desk, first, sent)
    response = send(desk, second, opened(desk, second, key=sent["key"], agreement=""))
    assert response.status_code == 409
    assert "used for another decision" in told(response)


def test_a_key_whose_decision_was_undone_decides_nothing(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    sent = opened(desk, draft)
    send(desk, draft, sent)
    desk.post(f"/review/decisions/{Decision.objects.get(draft=draft).pk}/undo")
    response = send(desk, draft, sent)
    assert response.status_code == 409
    assert "undone it since" in told(response)


def test_a_request_that_failed_may_be_tried_again_with_its_key(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    sent = opened(desk, draft, verdict="reject")
    assert send(desk, draft, sent).status_code == 409
    assert send(desk, draft, sent | {"reason": "Read wrongly"}).status_code == 302


def test_a_decided_draft_says_who_when_what_and_leads_on(
    desk: Client, make_draft: MakeDraft, taras: User
) -> None:
    first, second = make_draft(), make_draft(text=f"{TEXT} Again.")
    Draft.objects.update(head=None)
    sent = opened(desk, first)
    Draft.objects.update(lease_by=None)
    curation.reject(first.pk, taras, version=1, reason="Read wrongly")
    response = send(desk, first, sent)
    page = told(response)
    assert response.status_code == 409
    assert "taras has decided this draft already: rejected at" in page
    assert re.search(r"Rejected by taras on \d+ \w+ \d{4}, \d\d:\d\d UTC. Read wrongly.", page)
    assert f'href="/review/{second.pk}" data-act="next"' in page


def test_a_superseded_draft_leads_to_the_one_that_took_its_place(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    sent = opened(desk, draft)
    Draft.objects.filter(pk=draft.pk).update(state=Draft.State.SUPERSEDED, lease_by=None)
    gone = told(send(desk, draft, sent))
    assert "no longer found in it" in gone
    later = make_draft(ordinal=1)
    response = send(desk, draft, sent)
    assert response.status_code == 409
    assert f"draft {later.pk} took the place of this one" in told(response)
    assert f'href="/review/{later.pk}"' in told(desk.get(f"/review/{draft.pk}"))
