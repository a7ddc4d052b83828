import re

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from agreements.models import Decision, Draft
from tests.agreements.pages.conftest import MakeDraft
from tests.agreements.pages.test_review import told


@pytest.fixture(autouse=True)
def _house(loaded_record: object, settings: Settings) -> None:
    """All that has a title is grave here: whatever the draft is, it needs two editors."""
    settings.FOUR_EYES_RULES = {"ending": True}


@pytest.fixture
def taras(db: None) -> Client:
    """A second editor at another desk."""
    client = Client()
    client.force_login(User.objects.create_user("taras"))
    return client


@pytest.fixture
def grave(make_draft: MakeDraft, monkeypatch: pytest.MonkeyPatch) -> Draft:
    """A draft that needs two editors."""
    monkeypatch.setattr("agreements.curation.second.risks", lambda *_: ["is grave"])
    return make_draft()


def decide(client: Client, draft: Draft, keep: tuple[int, ...] = (0, 1, 2, 3)) -> HttpResponse:
    version = Draft.objects.get(pk=draft.pk).version
    form = {"verdict": "approve", "version": version, "agreement": "", "keep": keep}
    return client.post(f"/review/{draft.pk}/decide", form)  # type: ignore[return-value]


def differ(client: Client, draft: Draft, **form: object) -> HttpResponse:
    version = Draft.objects.get(pk=draft.pk).version
    # The page's one form sends its boxes too.
    sent = {"version": version, "keep": [0, 1, 2], "agreement": "", **form}
    return client.post(f"/review/{draft.pk}/differ", sent)  # type: ignore[return-value]


def page(client: Client, draft: Draft) -> str:
    return told(client.get(f"/review/{draft.pk}"))


def state(draft: Draft) -> str:
    return Draft.objects.get(pk=draft.pk).state


def test_the_first_is_told_that_another_is_asked(desk: Client, taras: Client, grave: Draft) -> None:
    assert decide(desk, grave).headers["Location"] == "/review"
    shown = page(desk, grave)
    assert "Your verdict is kept" in shown
    assert "Approve and next" not in shown
    assert "Passed on to another editor" in told(desk.get("/review"))
    queue = re.sub(r'<div class="strip".*?</div>', "", told(desk.get("/review")))
    assert f"/review/{grave.pk}" not in queue
    assert f"/review/{grave.pk}" in told(taras.get("/review"))


def test_the_second_sees_nothing_of_the_first_before_deciding(
    desk: Client, taras: Client, grave: Draft
) -> None:
    blind = re.sub(r'value="\d+"', "", page(taras, grave).split('id="draft"')[1])
    Draft.objects.update(lease_by=None, lease_until=None)
    decide(desk, grave, keep=(0, 1))
    shown = page(taras, grave)
    assert "This needs two editors" in shown
    assert "olena" not in shown
    assert shown.count("checked") == blind.count("checked")


def test_two_who_agree_publish(desk: Client, taras: Client, grave: Draft) -> None:
    decide(desk, grave)
    decide(taras, grave)
    assert state(grave) == Draft.State.APPROVED
    decision = Decision.objects.get(draft=grave, verb="approve")
    assert decision.after is not None
    assert decision.after["editors"] == ["olena", "taras"]


def test_who_says_otherwise_sees_both_side_by_side(
    desk: Client, taras: Client, grave: Draft
) -> None:
    decide(desk, grave)
    assert decide(taras, grave, keep=(0, 1)).headers["Location"] == f"/review/{grave.pk}"
    shown = page(taras, grave)
    assert "Two editors differ" in shown
    assert re.search(r"Military training\s*<span class=\"badge\">differs</span>", shown)
    assert "left out" in shown
    number = re.search(r'name="follow" value="(\d+)"', shown)
    assert number is not None
    differ(taras, grave, follow=number[1])
    assert state(grave) == Draft.State.APPROVED


def test_the_first_confirms_what_the_second_stays_with(
    desk: Client, taras: Client, grave: Draft
) -> None:
    decide(desk, grave)
    decide(taras, grave, keep=(0, 1))
    differ(taras, grave, stay="ask")
    assert "Your verdict is kept" not in page(desk, grave)
    number = re.search(r'name="follow" value="(\d+)"', page(desk, grave))
    assert number is not None
    differ(desk, grave, follow=number[1])
    assert state(grave) == Draft.State.APPROVED


@pytest.mark.parametrize(
    "form", [{"follow": "77777"}, {"stay": "third"}, {"stay": "me"}, {"version": "x"}, {}]
)
def test_what_can_not_be_done_is_said(
    desk: Client, taras: Client, grave: Draft, form: dict[str, str]
) -> None:
    decide(desk, grave)
    decide(taras, grave, keep=(0, 1))
    assert differ(taras, grave, **form).headers["Location"] == f"/review/{grave.pk}"
    assert "banner--bad" in page(taras, grave)
    assert state(grave) == Draft.State.SECOND
