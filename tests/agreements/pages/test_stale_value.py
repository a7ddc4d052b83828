"""Saving a value that another editor has changed: three columns, and what was typed is kept."""

import re
from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.test import Client

from agreements import curation
from agreements.models import Draft
from agreements.proposal import Proposal, ProposedMilestone, ProposedTerm
from agreements.revision import Revision
from tests.agreements.pages.conftest import MakeDraft, quote
from tests.desk import Sent, form_of, hidden, send, told

pytestmark = pytest.mark.usefixtures("loaded_record", "db")

OF_THE_PAGE = ("version", "record", "layer", "key", "keep")
TYPED = {
    "v-kind": "signed",
    "v-date": "2026-03-02",
    "v-party": "",
    "v-place": "Nadi",
    "v-evidence": "keep",
}


@pytest.fixture
def taras(db: None) -> User:
    return User.objects.create_user("taras")


def editing(desk: Client, draft: Draft, place: int | str, **typed: object) -> Sent:
    """Open the editor of a value and type into it."""
    page = told(desk.get(f"/review/{draft.pk}?edit={place}"))
    return form_of(page) | {"editing": place, "do": f"save:{place}"} | TYPED | typed


def meanwhile(draft: Draft, editor: User, taras: User, revision: Revision) -> None:
    """Let Taras take the draft over, change it, and leave it."""
    curation.take_over(draft.pk, taras, held_by=editor.pk)
    draft.refresh_from_db()
    curation.revise(draft.pk, taras, draft.version, revision)
    curation.release(draft.pk, taras)


def lautoka(draft: Draft) -> ProposedMilestone:
    signing = Proposal.from_json(draft.proposed).statements[1]
    assert isinstance(signing, ProposedMilestone)
    return replace(signing, place="Lautoka")


def again(page: str, sent: Sent, **chosen: str) -> Sent:
    choices = {name.replace("_", "-"): side for name, side in chosen.items()}
    return sent | {name: hidden(page, name) for name in OF_THE_PAGE} | choices


def columns(page: str) -> list[list[str]]:
    rows = re.findall(r'<th scope="row".*?</tr>', page)
    return [re.findall(r'value="(\w+)"( checked)?> <span>(.*?)</label>', row) for row in rows]


def place_of(draft: Draft) -> str:
    draft.refresh_from_db()
    now = Revision.from_json(draft.revised).all_of(Proposal.from_json(draft.proposed))
    signing = now.statements[1]
    assert isinstance(signing, ProposedMilestone)
    return signing.place


def test_a_value_that_another_changed_is_answered_with_three_columns(
    desk: Client, editor: User, taras: User, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    sent = editing(desk, draft, 1)
    meanwhile(draft, editor, taras, Revision(changed={1: lautoka(draft)}))
    response = send(desk, draft, sent, to="values")
    page = told(response)
    assert response.status_code == 409
    heads = re.findall(r'<th scope="col">([^<]+)</th>', page)
    assert heads == [
        "Value",
        "When you opened it",
        "Mine",
        "The draft\N{RIGHT SINGLE QUOTATION MARK}s now",
    ]
    ((was, mine, now),) = columns(page)
    assert ("Suva" in was[2], "Nadi" in mine[2], "Lautoka" in now[2]) == (True, True, True)
    assert [side[1] for side in (was, mine, now)] == ["", "", " checked"]
    assert hidden(page, "v-place") == ["Nadi"]
    assert "what you typed is kept" in page
    assert place_of(draft) == "Lautoka"


@pytest.mark.parametrize(
    ("side", "place"), [("was", "Suva"), ("mine", "Nadi"), ("draft", "Lautoka")]
)
def test_what_is_chosen_of_three_stands_in_the_draft(
    desk: Client, editor: User, taras: User, make_draft: MakeDraft, side: str, place: str
) -> None:
    draft = make_draft()
    sent = editing(desk, draft, 1)
    meanwhile(draft, editor, taras, Revision(frozenset({3}), changed={1: lautoka(draft)}))
    page = told(send(desk, draft, sent, to="values"))
    response = send(desk, draft, again(page, sent, choose_1=side), to="values")
    assert response.status_code == 302
    assert place_of(draft) == place
    assert Revision.from_json(draft.revised).left_out == {3}  # which nobody has chosen otherwise


def test_a_third_change_meanwhile_asks_again_and_keeps_what_was_typed(
    desk: Client, editor: User, taras: User, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    sent = editing(desk, draft, 1)
    meanwhile(draft, editor, taras, Revision(changed={1: lautoka(draft)}))
    page = told(send(desk, draft, sent, to="values"))
    meanwhile(draft, editor, taras, Revision(changed={1: replace(lautoka(draft), place="Labasa")}))
    response = send(desk, draft, again(page, sent, choose_1="mine"), to="values")
    page = told(response)
    assert response.status_code == 409
    ((was, mine, now),) = columns(page)
    assert ("Suva" in was[2], "Nadi" in mine[2], "Labasa" in now[2]) == (True, True, True)


def test_where_another_changed_something_else_the_editor_stays_open(
    desk: Client, editor: User, taras: User, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    sent = editing(desk, draft, 1)
    sent["keep"] = ["0", "1", "3"]
    meanwhile(draft, editor, taras, Revision(frozenset({0})))
    response = send(desk, draft, sent, to="values")
    page = told(response)
    assert response.status_code == 409
    assert 'value="Nadi"' in page
    assert re.findall(r'name="keep" value="(\d)" id="[^"]*" checked', page) == ["1", "3"]
    saved = sent | {name: hidden(page, name) for name in OF_THE_PAGE} | {"keep": ["1", "3"]}
    assert send(desk, draft, saved, to="values").status_code == 302
    assert place_of(draft) == "Nadi"


def test_what_was_typed_in_a_value_that_is_gone_is_a_new_one(
    desk: Client, editor: User, taras: User, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    note = ProposedTerm(name="title", value="Haven Pact", sources=(quote("Harbour Pact"),))
    curation.revise(draft.pk, editor, 1, Revision(added=(note,)))
    typed = {"v-name": "title", "v-value": "Port Pact", "v-evidence": "keep"}
    page = told(desk.get(f"/review/{draft.pk}?edit=4"))
    sent = form_of(page) | {"editing": "4", "do": "save:4"} | typed
    meanwhile(draft, editor, taras, Revision())
    response = send(desk, draft, sent, to="values")
    page = told(response)
    assert response.status_code == 409
    assert "no such value" in page
    assert re.search(r"<textarea[^>]*> ?Port Pact</textarea>", page)
    assert 'value="save:new-term"' in page


@pytest.mark.parametrize(
    ("side", "pair"), [("was", None), ("mine", ("FJ", "TZ")), ("draft", ("FR", "KE"))]
)
def test_other_parties_are_a_row_to_choose_from(
    desk: Client,
    editor: User,
    taras: User,
    make_draft: MakeDraft,
    side: str,
    pair: tuple[str, str] | None,
) -> None:
    draft = make_draft()
    sent = editing(desk, draft, "parties", **{"v-first": "FJ", "v-second": "TZ"})
    proposal = Proposal.from_json(draft.proposed)
    meanwhile(draft, editor, taras, Revision().between(("FR", "KE"), proposal))
    response = send(desk, draft, sent, to="values")
    page = told(response)
    assert response.status_code == 409
    assert re.findall(r'<th scope="row" id="row-(\w+)">', page) == ["parties"]
    chosen = again(page, sent, choose_parties=side)
    assert send(desk, draft, chosen, to="values").status_code == 302
    draft.refresh_from_db()
    assert Revision.from_json(draft.revised).parties == pair


def test_other_parties_are_a_row_beside_the_value_too(
    desk: Client, editor: User, taras: User, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    sent = editing(desk, draft, 1)
    proposal = Proposal.from_json(draft.proposed)
    other = Revision(changed={1: lautoka(draft)}).between(("FR", "KE"), proposal)
    meanwhile(draft, editor, taras, other)
    page = told(send(desk, draft, sent, to="values"))
    assert re.findall(r'<th scope="row" id="row-(\w+)">', page) == ["parties", "1"]
    chosen = again(page, sent, choose_parties="mine", choose_1="mine")
    assert send(desk, draft, chosen, to="values").status_code == 302
    assert place_of(draft) == "Nadi"
    assert Revision.from_json(draft.revised).parties is None


@pytest.mark.parametrize("side", ["mine", "draft"])
def test_other_parties_are_a_row_where_a_decision_is_stale(
    desk: Client, editor: User, taras: User, make_draft: MakeDraft, side: str
) -> None:
    draft = make_draft()
    sent = form_of(told(desk.get(f"/review/{draft.pk}")))
    proposal = Proposal.from_json(draft.proposed)
    meanwhile(draft, editor, taras, Revision().between(("FR", "KE"), proposal))
    response = send(desk, draft, sent)
    page = told(response)
    assert response.status_code == 409
    assert "parties" in re.findall(r'<th scope="row" id="row-(\w+)">', page)
    response = send(desk, draft, again(page, sent, choose_parties=side))
    draft.refresh_from_db()
    if side == "mine":
        assert response.headers["Location"] == f"/review/{draft.pk}"
        assert "Your parties stand now" in told(desk.get(f"/review/{draft.pk}"))
        assert (draft.state, Revision.from_json(draft.revised).parties) == ("open", None)
    else:
        assert draft.state == Draft.State.APPROVED
        assert draft.match is not None
        assert draft.match.first_party_id == "FR"


def test_of_all_values_only_those_that_another_changed_too_are_to_choose(
    desk: Client, editor: User, taras: User, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    page = told(desk.get(f"/review/{draft.pk}?edit=all"))
    mine = {"v0-name": "title", "v0-value": "Port Pact", "v0-evidence": "keep"}
    mine |= {name.replace("v-", "v1-"): said for name, said in TYPED.items()}
    sent = form_of(page) | {"editing": "all", "do": "save:all"} | mine
    meanwhile(draft, editor, taras, Revision(changed={1: lautoka(draft)}))
    response = send(desk, draft, sent, to="values")
    page = told(response)
    assert response.status_code == 409
    assert re.findall(r'<th scope="row" id="row-(\w+)">', page) == ["1"]
    assert hidden(page, "v0-value") == ["Port Pact"]
    assert send(desk, draft, again(page, sent, choose_1="draft"), to="values").status_code == 302
    assert place_of(draft) == "Lautoka"
    title = Revision.from_json(draft.revised).changed[0]
    assert isinstance(title, ProposedTerm)
    assert title.value == "Port Pact"


def test_a_value_taken_out_while_all_were_edited_is_named(
    desk: Client, editor: User, taras: User, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    note = ProposedTerm(name="renewal", value="every year", sources=(quote("Harbour Pact"),))
    curation.revise(draft.pk, editor, 1, Revision(added=(note,)))
    page = told(desk.get(f"/review/{draft.pk}?edit=all"))
    typed = {"v4-name": "renewal", "v4-value": "every ten years", "v4-evidence": "keep"}
    sent = form_of(page) | {"editing": "all", "do": "save:all"} | typed
    meanwhile(draft, editor, taras, Revision())
    response = send(desk, draft, sent, to="values")
    assert response.status_code == 409
    assert "took out \N{LEFT DOUBLE QUOTATION MARK}Renewal every year" in told(response)
