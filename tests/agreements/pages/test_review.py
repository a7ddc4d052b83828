"""The editors' pages."""

import re

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from agreements import curation
from agreements.models import Agreement, Decision, Draft
from tests.agreements.pages.conftest import TEXT, MakeDraft

pytestmark = pytest.mark.usefixtures("loaded_record", "db")


def told(response: object) -> str:
    assert isinstance(response, HttpResponse)
    return re.sub(r"\s+", " ", response.content.decode())


def decide(client: Client, draft: Draft, **form: object) -> HttpResponse:
    keep = list(range(len(draft.proposed["statements"])))
    numbers = curation.record_numbers(("FJ", "KE"))
    sent = {
        "verdict": "approve",
        "version": draft.version,
        "record": [f"{key}:{number}" for key, number in numbers.items()],
        "agreement": "",
        "keep": keep,
    } | form
    response = client.post(f"/review/{draft.pk}/decide", sent)
    assert isinstance(response, HttpResponse)
    return response


@pytest.mark.parametrize("address", ["/review", "/review/1", "/review/decided"])
def test_readers_are_sent_to_sign_in(client: Client, address: str) -> None:
    assert client.get(address).headers["Location"] == f"/login?next={address}"


@pytest.mark.parametrize("address", ["/review/1/decide", "/review/decisions/1/undo"])
def test_readers_can_send_nothing(client: Client, address: str) -> None:
    assert client.post(address).headers["Location"].startswith("/login")


def test_who_signs_in_again_while_deciding_comes_back_to_the_draft(
    client: Client, editor: User, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    sent = client.post(
        f"/review/{draft.pk}/decide", {"verdict": "approve"}, headers={"HX-Request": "true"}
    )
    assert sent.headers["Location"].startswith("/login?next=")
    client.force_login(editor)
    address = f"/review/{draft.pk}/decide"
    assert client.get(address).headers["Location"] == f"/review/{draft.pk}"
    undoing = client.get("/review/decisions/1/undo")
    assert undoing.headers["Location"] == "/review/mine"
    draft.refresh_from_db()
    assert draft.state == Draft.State.OPEN


def test_the_queue_costs_the_same_however_long(
    desk: Client, make_draft: MakeDraft, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_draft()
    with django_assert_num_queries(12):
        desk.get("/review")
    for number in range(1, 6):
        make_draft(ordinal=number)
    with django_assert_num_queries(12):
        desk.get("/review")


def test_the_queue_names_parties_source_and_what_is_told(
    desk: Client, make_draft: MakeDraft
) -> None:
    make_draft()
    page = told(desk.get("/review"))
    assert "Fiji \N{EN DASH} Kenya" in page
    assert "The Suva Ledger" in page
    assert "Title, Signed, Commitments" in page
    assert "1 draft waits for a decision" in page


def test_the_queue_can_be_narrowed_to_one_text(desk: Client, make_draft: MakeDraft) -> None:
    draft, other = make_draft(), make_draft(text=f"{TEXT} Again.")
    page = told(desk.get(f"/review?document={draft.document_id}"))
    assert f'<th scope="row"> <a href="/review/{draft.pk}?' in page
    assert f'<th scope="row"> <a href="/review/{other.pk}?' not in page


def test_a_text_whose_drafts_wait_no_more_says_what_has_become_of_them(
    desk: Client, make_draft: MakeDraft
) -> None:
    first, second = make_draft(), make_draft(text=f"{TEXT} Again.")
    behind = told(desk.get(f"/review?document={second.document_id}"))
    assert "waits behind" in behind
    assert f'href="/review/{first.pk}"' in behind
    decide(desk, first)
    first.refresh_from_db()
    assert first.match is not None
    page = told(desk.get(f"/review?document={first.document_id}"))
    assert "Nothing of this text is left to review" in page
    assert f'approved as <a href="/agreements/{first.match.key}"' in page


def test_the_length_of_the_whole_queue_is_not_told_of_one_text(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    make_draft(text=f"{TEXT} Again.")
    Draft.objects.update(head=None)
    assert "are shown" not in told(desk.get(f"/review?document={draft.document_id}"))


def test_an_empty_queue_is_no_error(desk: Client) -> None:
    assert "Nothing left to review" in told(desk.get("/review"))


def test_a_draft_costs_the_same_however_much_it_holds(
    desk: Client, make_draft: MakeDraft, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    draft = make_draft()
    with django_assert_max_num_queries(16):
        desk.get(f"/review/{draft.pk}")


def test_the_text_is_marked_where_the_quotes_are(desk: Client, make_draft: MakeDraft) -> None:
    page = told(desk.get(f"/review/{make_draft().pk}"))
    assert re.search(r'<mark class="mark" data-marks="1" id="e1">Kenya and Fiji<a', page)
    assert "Harbour Pact" in page
    assert 'href="#e2"' in page
    assert "90%" in page


def test_every_mark_leads_to_one_place_beside_the_text(desk: Client, make_draft: MakeDraft) -> None:
    page = told(desk.get(f"/review/{make_draft().pk}"))
    ids = re.findall(r'id="(f\d+)"', page)
    assert len(ids) == len(set(ids))
    assert set(ids) == set(re.findall(r'href="#(f\d+)"', page))


def test_an_editor_sees_who_else_is_there(desk: Client, make_draft: MakeDraft) -> None:
    draft = make_draft()
    curation.take_lease(draft, User.objects.create_user("taras"))
    assert "taras is reviewing this, since" in told(desk.get(f"/review/{draft.pk}"))


def test_approval_publishes_and_goes_on_to_the_next_draft(
    desk: Client, client: Client, make_draft: MakeDraft
) -> None:
    first, second = make_draft(), make_draft(text=f"{TEXT} Again.")
    Draft.objects.update(head=None)
    response = decide(desk, first)
    assert response.headers["Location"] == f"/review/{second.pk}"
    first.refresh_from_db()
    assert first.match is not None
    assert "Harbour Pact" in told(client.get(f"/agreements/{first.match.key}"))
    assert "Harbour Pact" in told(client.get("/"))


def test_after_the_last_draft_comes_the_queue(desk: Client, make_draft: MakeDraft) -> None:
    draft = make_draft()
    response = decide(desk, draft)
    assert response.headers["Location"] == "/review"
    page = told(desk.get("/review"))
    draft.refresh_from_db()
    assert draft.match is not None
    assert f'Approved <a class="undo__link" href="/agreements/{draft.match.key}"' in page


def test_a_value_without_its_tick_is_left_out(desk: Client, make_draft: MakeDraft) -> None:
    draft = make_draft()
    decide(desk, draft, keep=[0, 1])
    draft.refresh_from_db()
    assert draft.match is not None
    assert draft.match.milestones.count() == 1
    assert draft.match.commitments.count() == 0


def test_a_draft_can_go_onto_an_agreement_that_exists(desk: Client, make_draft: MakeDraft) -> None:
    first, second = make_draft(), make_draft(text=f"{TEXT} Again.")
    Draft.objects.update(head=None)
    decide(desk, first)
    first.refresh_from_db()
    assert first.match is not None
    page = told(desk.get(f"/review/{second.pk}"))
    assert re.search(rf'name="agreement"\s+value="{first.match.key}" checked', page)
    decide(desk, second, agreement=first.match.key)
    assert Agreement.objects.between("FJ", "KE").count() == 1


def test_an_agreement_of_others_is_refused_and_nothing_changes(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    response = decide(desk, draft, agreement="A-1001", keep=[0, 1, 2])
    assert response.status_code == 409
    page = told(response)
    assert "between other parties" in page
    assert len(re.findall(r'name="keep" value="\d" id="keep-\d" checked', page)) == 3
    draft.refresh_from_db()
    assert draft.state == Draft.State.OPEN


def test_an_agreement_that_is_not_there_is_refused(desk: Client, make_draft: MakeDraft) -> None:
    response = decide(desk, make_draft(), agreement="A-77777")
    assert response.status_code == 409
    assert "There is no agreement A-77777" in told(response)


def test_the_second_of_two_editors_is_told_who_was_first(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    taras = User.objects.create_user("taras")
    curation.reject(draft.pk, taras, version=draft.version, reason="Read wrongly")
    response = decide(desk, draft)
    assert response.status_code == 409
    assert "taras has decided this draft already" in told(response)


def test_a_rejection_needs_a_reason(desk: Client, make_draft: MakeDraft) -> None:
    draft = make_draft()
    refused = decide(desk, draft, verdict="reject")
    assert refused.status_code == 409
    assert '<details class="reject" name="act" open>' in told(refused)
    response = decide(
        desk, draft, verdict="reject", reason="Read wrongly", details="the parties are Fiji's"
    )
    assert response.status_code == 302
    decision = Decision.objects.get(draft=draft)
    assert decision.reason == "Read wrongly: the parties are Fiji's"


@pytest.mark.parametrize(
    "form", [{"verdict": "burn"}, {"version": "x"}, {"keep": ["99"]}, {"reason": "no such reason"}]
)
def test_a_form_that_makes_no_sense_changes_nothing(
    desk: Client, make_draft: MakeDraft, form: dict[str, object]
) -> None:
    draft = make_draft()
    assert decide(desk, draft, **form).status_code == 409
    draft.refresh_from_db()
    assert draft.state == Draft.State.OPEN


def test_a_decided_draft_says_how(desk: Client, make_draft: MakeDraft) -> None:
    draft = make_draft()
    decide(desk, draft, verdict="reject", reason="Not an agreement")
    page = told(desk.get(f"/review/{draft.pk}"))
    assert "Rejected by olena" in page
    assert "Not an agreement" in page
    assert "Approve and next" not in page


def test_undo_brings_the_draft_back(desk: Client, client: Client, make_draft: MakeDraft) -> None:
    draft = make_draft()
    decide(desk, draft)
    decision = Decision.objects.get(draft=draft)
    assert decision.agreement is not None
    listed = told(desk.get("/review/decided"))
    assert f"/review/decisions/{decision.pk}/undo" in listed
    assert f'href="/agreements/{decision.agreement.key}"' in listed
    assert "Fiji \N{EN DASH} Kenya" in listed
    response = desk.post(f"/review/decisions/{decision.pk}/undo")
    assert response.headers["Location"] == f"/review/{draft.pk}"
    assert "Approve and next" in told(desk.get(f"/review/{draft.pk}"))
    assert "Harbour Pact" not in told(client.get("/"))
    assert "undone" in told(desk.get("/review/decided"))


def test_undo_twice_is_refused_in_words(desk: Client, make_draft: MakeDraft) -> None:
    draft = make_draft()
    decide(desk, draft)
    decision = Decision.objects.get(draft=draft)
    for _ in range(2):
        desk.post(f"/review/decisions/{decision.pk}/undo")
    assert "undone already" in told(desk.get("/review/mine"))


def test_drafts_appear_nowhere_in_public(client: Client, make_draft: MakeDraft) -> None:
    make_draft()
    for address in ("/", "/agreements", "/agreements?q=harbour", "/countries/FJ"):
        assert "Harbour Pact" not in told(client.get(address))


def test_a_draft_that_is_not_there_is_not_found(desk: Client) -> None:
    assert desk.get("/review/77777").status_code == 404


def test_a_text_that_tells_the_same_is_named_beside_the_draft(
    desk: Client, make_draft: MakeDraft
) -> None:
    first, second = make_draft(), make_draft(text=f"{TEXT} Again.")
    page = told(desk.get(f"/review/{first.pk}"))
    assert "Also told by" in page
    assert f'href="/review/{second.pk}"' in page
    assert "1 draft waits for a decision" in told(desk.get("/review"))


def test_what_a_value_would_do_to_the_record_is_said_beside_it(
    desk: Client, make_draft: MakeDraft
) -> None:
    first, second = make_draft(), make_draft(text=f"{TEXT} Again.")
    Draft.objects.update(head=None)
    decide(desk, first)
    page = told(desk.get(f"/review/{second.pk}"))
    assert "on record already" in page
    assert "on record: " not in page  # the same values


def test_another_date_on_record_is_said_in_words(desk: Client, make_draft: MakeDraft) -> None:
    first, second = make_draft(), make_draft(text=f"{TEXT} Again.", signed="2026-03")
    Draft.objects.update(head=None)
    decide(desk, first)
    page = told(desk.get(f"/review/{second.pk}"))
    assert 'on record: <span title="2026-03-02">2 March 2026' in page
