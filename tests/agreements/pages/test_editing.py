"""Editors change the values of a draft on its page, with and without script."""

import re

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from agreements import curation, intake
from agreements.models import Draft
from agreements.proposal import Judgement, Proposal, ProposedMilestone, Quote
from agreements.revision import Revision
from tests.agreements.pages.conftest import TEXT, MakeDraft

pytestmark = pytest.mark.usefixtures("loaded_record", "db")

MILESTONE = {"v-kind": "signed", "v-date": "2026-03-02", "v-place": "Suva", "v-evidence": "keep"}
TERM = {"v-name": "title", "v-value": "Harbour Pact", "v-evidence": "keep"}


def told(response: object) -> str:
    assert isinstance(response, HttpResponse)
    return re.sub(r"\s+", " ", response.content.decode())


def do(client: Client, draft: Draft, act: str, **form: object) -> HttpResponse:
    """Send the draft's form with all values ticked, as the page does."""
    draft.refresh_from_db()
    statements = len(draft.proposed["statements"])
    sent = {"do": act, "version": draft.version, "agreement": "", "keep": [*range(statements)]}
    response = client.post(f"/review/{draft.pk}/values", sent | form)
    assert isinstance(response, HttpResponse)
    return response


def layer(draft: Draft) -> Revision:
    draft.refresh_from_db()
    return Revision.from_json(draft.revised)


@pytest.mark.parametrize("place", [*range(4), "parties", "new-milestone", "new-term"])
def test_every_value_opens_in_an_editor_by_address_and_by_button(
    desk: Client, make_draft: MakeDraft, place: int | str
) -> None:
    draft = make_draft()
    for response in (
        desk.get(f"/review/{draft.pk}?edit={place}"),
        do(desk, draft, f"open:{place}"),
    ):
        assert isinstance(response, HttpResponse)
        assert response.status_code == 200
        assert f'value="save:{place}"' in told(response)


@pytest.mark.parametrize("place", ["9", "-1", "x", "new-", "new-link", "9" * 40, ""])
def test_editor_of_a_place_that_is_not_there_is_none(
    desk: Client, make_draft: MakeDraft, place: str
) -> None:
    draft = make_draft()
    page = desk.get(f"/review/{draft.pk}", {"edit": place})
    assert page.status_code == 200
    assert "v-evidence" not in page.content.decode()
    assert do(desk, draft, f"save:{place}").status_code == 409


def test_codebook_stands_beside_what_there_is_to_choose(
    desk: Client, make_draft: MakeDraft
) -> None:
    page = told(do(desk, make_draft(), "open:2"))
    assert "To consult, by a deadline or not, when attacked or threatened." in page
    assert "politically intended" in page
    assert "Example: \N{LEFT DOUBLE QUOTATION MARK}In a crisis they will consult" in page
    assert "Owed by" in page


def test_saved_value_is_marked_with_who_changed_it_and_what_the_machine_had(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    response = do(desk, draft, "save:1", **MILESTONE | {"v-date": "2026-03"})
    assert response.status_code == 302
    assert response.headers["Location"].endswith("#v1")
    page = told(desk.get(f"/review/{draft.pk}"))
    assert "changed by you" in page
    assert re.search(r"<del>.{,60}the machine.{,60}2 March 2026", page)
    assert re.search(r"<ins>.{,60}March 2026", page)
    other = Client()
    other.force_login(User.objects.create_user("taras"))
    assert "changed by olena" in told(other.get(f"/review/{draft.pk}"))


def test_machines_value_can_be_put_back(desk: Client, make_draft: MakeDraft) -> None:
    draft = make_draft()
    do(desk, draft, "save:1", **MILESTONE | {"v-date": "2026-03"})
    do(desk, draft, "back:1")
    assert layer(draft).is_empty
    assert "changed by" not in told(desk.get(f"/review/{draft.pk}"))


def test_refused_value_keeps_what_was_typed_with_the_message_at_its_field(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    response = do(desk, draft, "save:1", **MILESTONE | {"v-date": "next week", "v-place": "Nadi"})
    assert response.status_code == 409
    page = told(response)
    assert re.search(r'id="id_v-date_error">[^<]*is no date', page)
    assert 'value="next week"' in page
    assert 'value="Nadi"' in page
    assert layer(draft).is_empty


def test_first_wrong_field_takes_the_focus(desk: Client, make_draft: MakeDraft) -> None:
    draft = make_draft()
    focused = re.compile(r'<(?:input|select|textarea)[^>]*name="([^"]+)"[^>]* autofocus')
    assert focused.findall(told(do(desk, draft, "open:1"))) == ["v-kind"]
    wrong = MILESTONE | {"v-date": "next week"}
    assert focused.findall(told(do(desk, draft, "save:1", **wrong))) == ["v-date"]


def test_what_was_chosen_elsewhere_on_the_page_is_kept(desk: Client, make_draft: MakeDraft) -> None:
    draft = make_draft()
    page = told(do(desk, draft, "open:1", keep=[0, 1, 2]))
    assert 'value="3" id="keep-3">' in page
    do(desk, draft, "save:1", keep=[0, 1, 2], **MILESTONE | {"v-place": "Nadi"})
    assert layer(draft).left_out == {3}


def test_words_that_stand_once_in_the_text_become_the_evidence(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    words = {"v-evidence": "quote", "v-words": "Kenya will\r\ntrain"}
    do(desk, draft, "save:0", **TERM | words)
    start = TEXT.index("Kenya will train")
    assert layer(draft).changed[0].sources == (Quote(start, start + 16, "Kenya will train"),)


def test_words_that_are_not_in_the_text_are_refused(desk: Client, make_draft: MakeDraft) -> None:
    draft = make_draft()
    for words in ("They never said that", "", "   "):
        response = do(desk, draft, "save:0", **TERM | {"v-evidence": "quote", "v-words": words})
        assert response.status_code == 409
        assert "not in the text" in told(response)
    assert layer(draft).is_empty


def test_words_that_stand_several_times_need_their_place(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    sent = TERM | {"v-evidence": "quote", "v-words": "Kenya"}
    response = do(desk, draft, "save:0", **sent)
    assert response.status_code == 409
    second = TEXT.index("Kenya", 5)
    assert re.findall(r'name="v-at" value="(\d+)"', told(response)) == ["0", str(second)]
    do(desk, draft, "save:0", **sent | {"v-at": second})
    assert layer(draft).changed[0].sources == (Quote(second, second + 5, "Kenya"),)


def test_selection_alone_changes_the_evidence_and_not_the_value(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    start = TEXT.index("Kenya", 5)
    sent = {"v-evidence": "quote", "v-words": "Kenya", "v-start": start, "v-end": start + 5}
    assert do(desk, draft, "save:1", **sent).status_code == 302
    signed = layer(draft).changed[1]
    assert isinstance(signed, ProposedMilestone)
    assert (signed.date, signed.place) == ("2026-03-02", "Suva")
    assert signed.sources == (Quote(start, start + 5, "Kenya"),)


def test_judgement_is_signed_by_the_editor_and_needs_words(
    desk: Client, make_draft: MakeDraft, editor: User
) -> None:
    draft = make_draft()
    sent = TERM | {"v-evidence": "judgement", "v-judgement": " "}
    assert "Say why it is so" in told(do(desk, draft, "save:0", **sent))
    do(desk, draft, "save:0", **sent | {"v-judgement": "It is on the ministry's page"})
    judged = (Judgement("It is on the ministry's page", editor.pk),)
    assert layer(draft).changed[0].sources == judged


def test_new_value_is_added_and_can_be_removed(desk: Client, make_draft: MakeDraft) -> None:
    draft = make_draft()
    sent = {"v-name": "renewal", "v-value": "every year", "v-evidence": "quote", "v-words": "Suva"}
    response = do(desk, draft, "save:new-term", **sent)
    assert response.headers["Location"].endswith("#v4")
    page = told(desk.get(f"/review/{draft.pk}"))
    assert "every year" in page
    assert "added by you" in page
    do(desk, draft, "back:4", keep=[*range(5)])
    assert layer(draft).is_empty


def test_new_value_rests_on_something(desk: Client, make_draft: MakeDraft) -> None:
    sent = {"v-name": "renewal", "v-value": "every year", "v-evidence": "keep"}
    response = do(desk, make_draft(), "save:new-term", **sent)
    assert response.status_code == 409
    assert "nothing is quoted for it" in told(response)


def test_parties_are_changed_by_name_or_code_and_take_each_others_place(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    do(desk, draft, "save:parties", **{"v-first": "tonga", "v-second": "KE"})
    assert layer(draft).parties == ("TO", "KE")
    page = told(desk.get(f"/review/{draft.pk}"))
    assert "Kenya to Tonga" in page
    assert re.search(r"<del>.{,60}Fiji \N{EN DASH} Kenya</del>", page)
    do(desk, draft, "back:parties")
    assert layer(draft).is_empty


def test_party_that_nobody_knows_is_refused_at_its_field(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    response = do(desk, draft, "save:parties", **{"v-first": "Atlantis", "v-second": "KE"})
    assert "no party &#x27;Atlantis&#x27;" in told(response)
    same = do(desk, draft, "save:parties", **{"v-first": "KE", "v-second": "KE"})
    assert "names KE twice" in told(same)


def test_later_reading_is_shown_beside_the_value_and_can_be_taken(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    do(desk, draft, "save:1", **MILESTONE | {"v-place": "Nadi"})
    told_now = Proposal.from_json(make_draft(text=f"{TEXT} Again.", signed="2026-03-03").proposed)
    Draft.objects.exclude(pk=draft.pk).delete()
    offered = intake.offer_again(draft.document_id, [(told_now, 0.9)], reader_version="later")
    assert offered == [intake.Reread.BEHIND]
    page = told(desk.get(f"/review/{draft.pk}"))
    assert re.search(r"The machine now says: <span title=\"2026-03-03\">", page)
    do(desk, draft, "take:1")
    signed = layer(draft).changed[1]
    assert isinstance(signed, ProposedMilestone)
    assert signed.date == "2026-03-03"


def test_what_another_editor_changed_meanwhile_is_not_overwritten(
    desk: Client, make_draft: MakeDraft, editor: User
) -> None:
    draft = make_draft()
    curation.revise(draft.pk, editor, draft.version, Revision(frozenset({0})))
    typed = MILESTONE | {"v-place": "Nadi"}
    response = do(desk, draft, "save:1", version=1, **typed)
    assert response.status_code == 409
    page = told(response)
    assert "has changed since you opened it" in page
    assert 'value="Nadi"' in page


@pytest.mark.parametrize(
    "form",
    [
        {"do": ""},
        {"do": "burn:1"},
        {"do": "back:99"},
        {"do": "take:1"},
        {"do": "save:1", "v-start": "x", "v-evidence": "quote"},
        {"do": "save:2", "v-type": "world_peace", "v-held": "made"},
        {"do": "save:2", "v-amount": "NaN"},
        {"do": "save:0", "version": "x"},
        {"do": "save:1", "rule-x": "keep", "rule-99": "speak", "conflict": "x"},
    ],
)
def test_form_that_makes_no_sense_changes_nothing(
    desk: Client, make_draft: MakeDraft, form: dict[str, str]
) -> None:
    draft = make_draft()
    sent = {"version": "1", "keep": [*range(4)]} | form
    assert desk.post(f"/review/{draft.pk}/values", sent).status_code in (200, 302, 409)
    assert not layer(draft).changed


def test_decided_draft_is_changed_no_more(desk: Client, make_draft: MakeDraft) -> None:
    draft = make_draft()
    desk.post(
        f"/review/{draft.pk}/decide",
        {"verdict": "reject", "version": 1, "reason": "Read wrongly", "agreement": ""},
    )
    response = do(desk, draft, "save:1", **MILESTONE | {"v-place": "Nadi"})
    assert response.status_code == 409
    assert "decided this draft already" in told(response)


def test_readers_change_nothing(client: Client, make_draft: MakeDraft) -> None:
    draft = make_draft()
    assert "You were signed out" in told(do(client, draft, "save:1"))
    assert client.get(f"/review/{draft.pk}/values").headers["Location"].startswith("/login")
