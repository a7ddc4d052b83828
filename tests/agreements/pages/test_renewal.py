"""What a page that stays open learns when its lease is renewed."""

import json

import pytest
from django.test import Client

from agreements.models import Draft
from tests.agreements.pages.conftest import TEXT, MakeDraft

pytestmark = pytest.mark.usefixtures("loaded_record", "db")


def test_a_renewal_tells_of_texts_that_the_page_does_not_know(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    desk.get(f"/review/{draft.pk}")
    for number in range(2):
        other = make_draft(text=f"{TEXT} {number}")
        Draft.objects.filter(pk=other.pk).update(head=draft)
    for seen, arrived in ((0, 2), (1, 1), (2, 0), (3, 0), ("x", 0)):
        answer = desk.post(f"/review/{draft.pk}/lease", {"seen": seen})
        assert json.loads(answer.content)["arrived"] == arrived


def test_a_renewal_leads_on_from_a_draft_that_was_superseded(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    desk.get(f"/review/{draft.pk}")
    Draft.objects.filter(pk=draft.pk).update(state=Draft.State.SUPERSEDED)
    gone = json.loads(desk.post(f"/review/{draft.pk}/lease").content)
    assert "no longer found in it" in gone["told"]
    assert gone["onward"] == f"/review/{draft.pk}"
    later = make_draft(ordinal=1)
    moved = json.loads(desk.post(f"/review/{draft.pk}/lease").content)
    assert f"draft {later.pk} took the place of this one" in moved["told"]
    assert (moved["is_over"], moved["onward"]) == (True, f"/review/{later.pk}")
