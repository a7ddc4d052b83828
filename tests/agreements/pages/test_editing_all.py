"""All values of a draft edited at once and saved together, with and without script."""

import re

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from agreements import curation
from agreements.models import Draft
from agreements.pages import desk as page_of
from agreements.proposal import ProposedCommitment, ProposedMilestone, ProposedTerm
from agreements.revision import Revision
from tests.agreements.pages.conftest import MakeDraft
from tests.desk import form_of, told

pytestmark = pytest.mark.usefixtures("loaded_record", "db")


def as_sent(draft: Draft) -> dict[str, str]:
    """Return what the form with all values sends when nothing is typed into it."""
    editing = page_of.open_editor(draft, "all")
    assert editing is not None
    bound = (field for editor in editing for field in editor.form)
    return {field.html_name: str(field.value()) for field in bound if field.value()}


def save_all(client: Client, draft: Draft, **typed: str) -> HttpResponse:
    """Open all values, type this over theirs, and save."""
    page = told(client.get(f"/review/{draft.pk}?edit=all"))
    return send_all(client, draft, page, **typed)


def send_all(client: Client, draft: Draft, page: str, **typed: str) -> HttpResponse:
    """Save from a page with all values open."""
    names = {name.replace("_", "-", 1): said for name, said in typed.items()}
    sent = form_of(page) | {"do": "save:all", "editing": "all"} | as_sent(draft) | names
    response = client.post(f"/review/{draft.pk}/values", sent)
    assert isinstance(response, HttpResponse)
    return response


def layer(draft: Draft) -> Revision:
    draft.refresh_from_db()
    return Revision.from_json(draft.revised)


def test_all_values_and_the_parties_are_open_together(desk: Client, make_draft: MakeDraft) -> None:
    draft = make_draft()
    page = told(desk.get(f"/review/{draft.pk}?edit=all"))
    for name in ("vparties-first", "v0-value", "v1-date", "v2-strength", "v3-held"):
        assert f'name="{name}"' in page
    assert page.count('value="save:all"') == 2  # the button, and Enter in a field
    assert page.count("autofocus") == 1


def test_what_was_changed_is_saved_together_and_nothing_else(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    typed = {"v0_value": "Harbour Treaty", "v1_date": "2026-03", "v2_strength": "duty"}
    assert save_all(desk, draft, **typed).status_code == 302
    changed = layer(draft).changed
    assert sorted(changed) == [0, 1, 2]
    title, signed, training = (changed[place] for place in range(3))
    assert isinstance(title, ProposedTerm)
    assert isinstance(signed, ProposedMilestone)
    assert isinstance(training, ProposedCommitment)
    assert (title.value, signed.date, training.strength) == ("Harbour Treaty", "2026-03", "duty")
    assert draft.version == 2


def test_saving_what_nobody_changed_makes_no_layer(desk: Client, make_draft: MakeDraft) -> None:
    draft = make_draft()
    assert save_all(desk, draft).status_code == 302
    assert layer(draft).is_empty


def test_one_wrong_value_saves_none_and_is_told_at_its_field(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    response = save_all(desk, draft, v0_value="Harbour Treaty", v1_date="next week")
    assert response.status_code == 409
    page = told(response)
    assert re.search(r'id="id_v1-date_error">[^<]*is no date', page)
    assert 'value="next week"' in page
    assert "Harbour Treaty</textarea>" in page
    assert re.findall(r'name="([^"]+)"[^>]* autofocus', page) == ["v1-date"]
    assert layer(draft).is_empty


def test_parties_and_who_owes_what_change_in_one_go(desk: Client, make_draft: MakeDraft) -> None:
    draft = make_draft()
    save_all(desk, draft, vparties_first="Tonga", v2_strength="duty")
    training = layer(draft).changed[2]
    assert isinstance(training, ProposedCommitment)
    assert (training.debtor, training.creditor, training.strength) == ("KE", "TO", "duty")


def test_what_another_changed_meanwhile_stands_beside_what_was_typed(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    page = told(desk.get(f"/review/{draft.pk}?edit=all"))
    other = User.objects.create_user("taras")
    before = as_sent(draft)
    signed = layer(draft).all_of(page_of.layers(draft).machine).statements[1]
    assert isinstance(signed, ProposedMilestone)
    theirs = ProposedMilestone(kind="signed", date="2026-03-04", sources=signed.sources)
    curation.release(draft.pk, User.objects.get(username="olena"))
    curation.revise(draft.pk, other, draft.version, Revision(changed={1: theirs}))
    sent = form_of(page) | {"do": "save:all", "editing": "all"} | before
    response = desk.post(f"/review/{draft.pk}/values", sent | {"v0-value": "Harbour Treaty"})
    assert response.status_code == 409
    again = told(response)
    assert "has changed since you opened it" in again
    assert "Harbour Treaty</textarea>" in again
    assert 'name="v1-date" value="2026-03-04"' in again


def test_approving_with_something_typed_and_not_saved_is_refused_with_all_of_it_kept(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    page = told(desk.get(f"/review/{draft.pk}?edit=all"))
    sent = form_of(page) | {"editing": "all"} | as_sent(draft)
    response = desk.post(f"/review/{draft.pk}/decide", sent | {"v0-value": "Harbour Treaty"})
    assert response.status_code == 409
    assert "have not saved it" in told(response)
    assert "Harbour Treaty</textarea>" in told(response)
    assert desk.post(f"/review/{draft.pk}/decide", sent).status_code == 302


def test_codebook_tells_of_what_is_chosen_and_of_all_there_is_once(
    desk: Client, make_draft: MakeDraft
) -> None:
    page = told(desk.get(f"/review/{make_draft().pk}?edit=all"))
    assert "<b>Military training</b>: Training of forces." in page
    example = escape("\N{LEFT DOUBLE QUOTATION MARK}Kenya will train Fiji's coast guard.")
    assert page.count(example) == 1


def test_all_open_costs_no_query_for_each_value(
    desk: Client, make_draft: MakeDraft, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    draft = make_draft()
    with django_assert_max_num_queries(30):
        desk.get(f"/review/{draft.pk}?edit=all")
