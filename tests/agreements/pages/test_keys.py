"""Which key does what."""

import re
from itertools import chain

import pytest
from django.test import Client

from agreements.templatetags.desk_keys import DRAFT, QUEUE, Act
from config.run.places import ROOT
from tests.agreements.pages.conftest import MakeDraft

# Enter opens, on the row itself, and Ctrl+Enter saves; merging has a page of its own.
_WITHOUT_KEY = {"open", "merge", "edit_one", "save_all"}


@pytest.mark.parametrize("acts", [DRAFT, QUEUE])
def test_no_two_acts_share_a_key(acts: tuple[Act, ...]) -> None:
    keys = [act.key for act in acts]
    assert len(keys) == len(set(keys))
    assert all(len(key) == 1 and not key.isdigit() and not key.isspace() for key in keys)


def test_every_act_in_a_template_of_the_desk_has_a_key() -> None:
    templates = sorted((ROOT / "templates" / "review").glob("*.html"))
    named = chain.from_iterable(
        re.findall(r'data-act="(\w+)"', template.read_text("utf-8")) for template in templates
    )
    assert {*named} - {act.name for act in (*DRAFT, *QUEUE)} - _WITHOUT_KEY == set()


@pytest.mark.django_db
@pytest.mark.usefixtures("loaded_record")
def test_how_long_a_draft_was_on_the_screen_is_kept_within_a_day(
    desk: Client, make_draft: MakeDraft
) -> None:
    for number, (sent, kept) in enumerate({"12.5": 12.5, "99999999": 86400, "-1": None}.items()):
        draft = make_draft(ordinal=number)
        form = {"verdict": "reject", "version": draft.version, "reason": "Read wrongly"}
        desk.post(f"/review/{draft.pk}/decide", form | {"seconds": sent})
        assert draft.decisions.get().seconds == kept


@pytest.mark.django_db
@pytest.mark.usefixtures("loaded_record")
def test_a_script_gets_the_next_page_itself_and_its_address(
    desk: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    form = {"verdict": "reject", "version": draft.version, "reason": "Read wrongly"}
    answer = desk.post(f"/review/{draft.pk}/decide", form, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.headers["HX-Push-Url"] == "/review"
    assert "Nothing left to review" in answer.content.decode()
