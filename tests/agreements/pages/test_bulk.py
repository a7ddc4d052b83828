"""Turning many drafts down at once, and taking that back."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from agreements import curation
from agreements.models import Decision, Draft
from tests import cast
from tests.agreements.pages.queued import Told, queue_up
from tests.agreements.pages.test_review import told

pytestmark = pytest.mark.usefixtures("loaded_record", "db")


def reject(desk: Client, drafts: list[Draft], query: str = "", **form: object) -> HttpResponse:
    ticked = [f"{draft.pk}:{draft.version}" for draft in drafts]
    sent = {"draft": ticked, "reason": "Not an agreement", "details": ""} | form
    response = desk.post(f"/review/reject{query}", sent)
    assert isinstance(response, HttpResponse)
    return response


def states() -> list[str]:
    return list(Draft.objects.order_by("pk").values_list("state", flat=True))


def test_all_that_are_ticked_are_rejected_for_one_reason(desk: Client) -> None:
    drafts = queue_up([Told(minute=number) for number in range(4)])
    response = reject(desk, drafts[:3], "?only=new", details="a football match")
    assert response.headers["Location"] == "/review?only=new"
    assert states() == ["rejected", "rejected", "rejected", "open"]
    decisions = Decision.objects.filter(verb="reject")
    assert {d.reason for d in decisions} == {"Not an agreement: a football match"}
    assert len({d.after["bulk"] for d in decisions if d.after}) == 1
    assert "3 drafts rejected" in told(desk.get("/review"))


def test_one_press_takes_all_of_it_back(desk: Client) -> None:
    drafts = queue_up([Told(), Told()])
    reject(desk, drafts)
    page = told(desk.get("/review"))
    assert "several drafts" in page
    undo = re.search(r'action="(/review/bulk/\w+/undo)"', page)
    assert undo is not None
    desk.post(undo[1])
    assert states() == ["open", "open"]
    desk.post(undo[1])
    assert "Nothing is left of that to undo" in told(desk.get("/review"))


def test_what_was_decided_meanwhile_is_told_by_name_and_the_others_are_done(desk: Client) -> None:
    mine, decided, leased, stale = queue_up(
        [Told(), Told(("GB", "UA")), Told(("PL", "UA")), Told(("DE", "PL"))]
    )
    taras = User.objects.create_user("taras")
    curation.reject(decided.pk, taras, version=1, reason="Read wrongly")
    curation.take_lease(leased, taras)
    Draft.objects.filter(pk=stale.pk).update(version=5)
    reject(desk, [mine, decided, leased, stale])
    assert states() == ["rejected", "rejected", "open", "open"]
    page = told(desk.get("/review"))
    assert "1 draft rejected" in page
    assert "United Kingdom \N{EN DASH} Ukraine: taras has decided this draft already" in page
    assert "Poland \N{EN DASH} Ukraine: taras" in page
    assert "Germany \N{EN DASH} Poland: The draft has changed since you opened it" in page


def test_what_somebody_decided_anew_since_is_not_undone_with_the_rest(desk: Client) -> None:
    first, second = queue_up([Told(), Told()])
    reject(desk, [first, second])
    token = Decision.objects.filter(draft=first).values_list("after__bulk", flat=True)[0]
    curation.undo(Decision.objects.get(draft=first).pk, cast.tomasz())
    curation.reject(first.pk, cast.tomasz(), version=3, reason="Read wrongly")
    desk.post(f"/review/bulk/{token}/undo")
    assert states() == ["rejected", "open"]


def test_a_bulk_of_somebody_else_is_not_ours_to_undo(desk: Client) -> None:
    outcome = curation.reject_many(
        [(draft.pk, 1) for draft in queue_up([Told()])], cast.tomasz(), reason="Read wrongly"
    )
    desk.post(f"/review/bulk/{outcome.token}/undo")
    assert states() == ["rejected"]


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"reason": ""}, "Choose a reason."),
        ({"reason": "Because"}, "Choose a reason."),
        ({"draft": []}, "Tick the drafts that you want to reject."),
        ({"draft": ["1:x"]}, "This form is not complete"),
        ({"draft": ["99999999999999999:1"]}, "This form is not complete"),
        ({"draft": [f"{number}:1" for number in range(201)]}, "Reject at most 200 drafts at once"),
        ({"details": "x" * 2001}, "at most 2000 characters"),
    ],
)
def test_a_form_that_makes_no_sense_changes_nothing(
    desk: Client, form: dict[str, Any], sentence: str
) -> None:
    drafts = queue_up([Told(), Told()])
    response = reject(desk, drafts, **form)
    assert response.status_code == 422
    assert sentence in told(response)
    assert states() == ["open", "open"]


def test_what_was_ticked_and_typed_is_kept(desk: Client) -> None:
    first, second = queue_up([Told(), Told()])
    page = told(reject(desk, [second], reason="", details="a football match"))
    assert re.search(rf'value="{second.pk}:1"[^>]* checked>', page)
    assert not re.search(rf'value="{first.pk}:1"[^>]* checked>', page)
    assert 'value="a football match"' in page


def test_a_draft_that_is_not_there_is_told_and_nothing_breaks(desk: Client) -> None:
    reject(desk, [], draft=["77777:1"])
    assert "A draft: There is no such draft" in told(desk.get("/review"))


def test_nothing_is_approved_in_bulk(desk: Client) -> None:
    queue_up([Told()])
    assert 'value="approve"' not in told(desk.get("/review"))
    assert not hasattr(curation, "approve_many")
