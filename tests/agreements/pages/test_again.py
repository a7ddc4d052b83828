"""A draft dealt again is worked on as on the first dealing: blind, and without effect."""

import re

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from agreements import curation
from agreements.curation import Verdict
from agreements.models import Agreement, Decision, Draft, Opinion, RecordVersion
from agreements.proposal import Judgement, Proposal, ProposedMilestone
from agreements.quality.fields import Pair, fields
from agreements.revision import Revision
from agreements.said import Said
from tests.agreements.pages.conftest import TEXT, MakeDraft
from tests.agreements.pages.dealt import house, taras
from tests.desk import Sent, hidden, told

__all__ = ["house", "taras"]

NADI = {
    "v-kind": "signed",
    "v-date": "2026-03-02",
    "v-party": "",
    "v-place": "Nadi",
    "v-evidence": "judgement",
    "v-judgement": "seen on the photograph",
}


@pytest.fixture
def decided(make_draft: MakeDraft, editor: User, taras: Client) -> Draft:
    """A draft that Olena has changed and approved; Taras is asked again."""
    draft = make_draft()
    proposed = Proposal.from_json(draft.proposed)
    signing = proposed.statements[1]
    assert isinstance(signing, ProposedMilestone)
    own = ProposedMilestone(
        kind="signed", date="2026-03-01", sources=(Judgement("so she thinks", editor.pk),)
    )
    changed = curation.revise(draft.pk, editor, 1, Revision(changed={1: own}))
    curation.approve(draft.pk, editor, Verdict(changed.version, left_out=[3]))
    draft.refresh_from_db()
    return draft


def page_of(client: Client, draft: Draft) -> str:
    return told(client.get(f"/review/{draft.pk}"))


def sent_of(page: str) -> Sent:
    ticked = re.findall(r'name="keep" value="(\d+)" id="[^"]*" checked', page)
    return {name: hidden(page, name) for name in ("version", "layer")} | {"keep": ticked}


def change(client: Client, draft: Draft, do: str, **said: object) -> HttpResponse:
    sent = sent_of(page_of(client, draft)) | {"do": do} | said
    response = client.post(f"/review/{draft.pk}/again/values", sent)
    assert isinstance(response, HttpResponse)
    return response


def say(client: Client, draft: Draft, **said: object) -> HttpResponse:
    sent = sent_of(page_of(client, draft)) | {"verdict": "approve"} | said
    response = client.post(f"/review/{draft.pk}/again", sent)
    assert isinstance(response, HttpResponse)
    return response


def as_it_stands(draft: Draft) -> tuple[object, ...]:
    draft.refresh_from_db()
    record = RecordVersion.objects.get().number
    counts = Agreement.objects.count(), Decision.objects.count()
    return record, counts, draft.version, draft.revised, draft.revised_by, draft.state


def pair_of(draft: Draft) -> Pair:
    opinion = Opinion.objects.exclude(said_at=None).get(draft=draft)
    assert opinion.verdict
    assert opinion.said_at
    said = Said.from_json(opinion.verdict)
    return Pair(Said.from_json(opinion.verdict["first"]), said, opinion.said_at)


def test_a_value_is_changed_as_on_the_first_dealing_and_nothing_else_is(
    taras: Client, decided: Draft
) -> None:
    before = as_it_stands(decided)
    opened = told(change(taras, decided, "open:1"))
    assert 'name="v-place"' in opened
    assert "so she thinks" not in opened
    response = change(taras, decided, "save:1", editing="1", **NADI)
    assert response.headers["Location"] == f"/review/{decided.pk}#v1"
    page = page_of(taras, decided)
    assert "Nadi" in page
    assert "changed by you" in page
    assert "seen on the photograph" in page
    assert "so she thinks" not in page
    assert as_it_stands(decided) == before


def test_what_was_changed_is_compared_with_what_the_first_editor_published(
    taras: Client, decided: Draft
) -> None:
    before = as_it_stands(decided)
    change(taras, decided, "save:1", editing="1", **NADI)
    new = {"v-name": "renewal", "v-value": "yearly", "v-evidence": "judgement"}
    change(taras, decided, "save:new-term", editing="new-term", **new | {"v-judgement": "so"})
    assert say(taras, decided).headers["Location"] == "/review"
    pair = pair_of(decided)
    assert pair.other.proposal is not None
    signings = [s for s in pair.other.proposal.statements if isinstance(s, ProposedMilestone)]
    assert [(s.date, s.place) for s in signings] == [("2026-03-02", "Nadi")]
    assert pair.other.proposal.term("renewal") == "yearly"
    units = {field.name: list(field.units(pair)) for field in fields({})}
    assert units["Dates"] == [("2026-03-01", "2026-03-02")]
    assert as_it_stands(decided) == before


def test_other_parties_are_compared_too(taras: Client, decided: Draft) -> None:
    pair = {"v-first": "FJ", "v-second": "TZ"}
    change(taras, decided, "save:parties", editing="parties", **pair)
    say(taras, decided)
    (units,) = [list(f.units(pair_of(decided))) for f in fields({}) if f.name == "Parties"]
    assert units == [("FJ-KE", "FJ-TZ")]


def test_the_machines_value_can_be_put_back_and_an_unticked_one_stays_so(
    taras: Client, decided: Draft
) -> None:
    change(taras, decided, "save:1", editing="1", keep=["1", "2"], **NADI)
    assert sent_of(page_of(taras, decided))["keep"] == ["1", "2"]
    change(taras, decided, "back:1")
    page = page_of(taras, decided)
    assert "Nadi" not in page
    assert sent_of(page)["keep"] == ["1", "2"]


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(
    taras: Client, decided: Draft
) -> None:
    refused = change(taras, decided, "save:1", editing="1", **NADI | {"v-date": "2026-13"})
    page = told(refused)
    assert refused.status_code == 409
    assert 'value="2026-13"' in page
    assert "seen on the photograph" in page
    quoting = {"v-evidence": "quote", "v-words": "signed in Nadi"}
    page = told(change(taras, decided, "save:1", editing="1", **NADI | quoting))
    assert "These words are not in the text" in page


def test_nothing_is_said_past_a_value_that_was_typed_and_not_saved(
    taras: Client, decided: Draft
) -> None:
    refused = say(taras, decided, editing="1", **NADI)
    assert refused.status_code == 409
    assert "have not saved it" in told(refused)
    assert "seen on the photograph" in told(refused)
    assert not Opinion.objects.exclude(said_at=None).exists()


def test_a_page_sent_after_signing_in_again_still_has_its_changes(
    taras: Client, decided: Draft
) -> None:
    change(taras, decided, "save:1", editing="1", **NADI)
    sent = sent_of(page_of(taras, decided)) | {"verdict": "approve"}
    client = Client()
    client.force_login(User.objects.get(username="taras"))
    client.post(f"/review/{decided.pk}/again", sent)
    other = pair_of(decided).other.proposal
    assert other is not None
    assert "Nadi" in [getattr(s, "place", "") for s in other.statements]


def test_other_texts_of_the_same_story_are_not_shown(
    taras: Client, decided: Draft, make_draft: MakeDraft
) -> None:
    other = make_draft(text=f"{TEXT} Again.", signed="2026-03-05")
    Draft.objects.filter(pk=other.pk).update(head=decided)
    page = page_of(taras, decided)
    assert "rule-" not in page
    assert "Also told by" not in page


def test_who_is_not_asked_can_change_nothing(desk: Client, taras: Client, decided: Draft) -> None:
    sent = {"do": "save:1", "editing": "1"} | NADI
    response = desk.post(f"/review/{decided.pk}/again/values", sent)
    assert response.headers["Location"] == "/review"
    assert (
        Client().get(f"/review/{decided.pk}/again/values").headers["Location"].startswith("/login")
    )
