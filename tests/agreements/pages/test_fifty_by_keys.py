"""Fifty drafts decided by keys alone, and how long the product takes for each."""

import sys
import time

from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from agreements.models import Decision, Draft
from tests.agreements.pages.conftest import TEXT, MakeDraft
from tests.agreements.pages.test_desk_keys import desk_page, opened  # noqa: F401  a fixture
from tests.record import load_record

_KEYS = {
    "approve": ["a"],
    "fix": ["j", "-", "a"],
    "reject": ["x", "4", "Enter"],
    "undo": ["a", "u", "x", "3", "Enter"],
}
_ROUND = ("approve", "fix", "approve", "reject", "undo")


def test_fifty_mixed_drafts_are_decided_without_a_mouse(
    transactional_db: None,
    make_draft: MakeDraft,
    desk_page: Page,  # noqa: F811  the fixture
    editor: User,
    live_server: LiveServer,
) -> None:
    load_record()
    drafts = [make_draft(text=f"{TEXT} Number {number}.") for number in range(50)]
    Draft.objects.update(head=None)
    page = opened(desk_page, drafts[0])
    page.evaluate(
        "window.mice = 0; for (const name of ['mousedown', 'pointerdown'])"
        " document.addEventListener(name, () => window.mice++, true)"
    )
    began = time.perf_counter()
    for number in range(len(drafts)):
        for key in _KEYS[_ROUND[number % len(_ROUND)]]:
            before = page.url
            page.keyboard.press(key)
            if key in {"a", "u"} or (key == "Enter"):
                page.wait_for_function("before => location.href !== before", arg=before)
                expect(page.locator("h1:focus")).to_have_count(1)
    spent = time.perf_counter() - began
    sys.stdout.write(f"\n{spent / len(drafts):.2f} s for each of {len(drafts)} drafts by keys\n")
    expect(page.get_by_text("Nothing left to review")).to_be_visible()
    assert page.evaluate("window.mice") == 0
    assert not Draft.objects.filter(pk__in=[d.pk for d in drafts], state="open").exists()
    assert Decision.objects.filter(editor=editor, seconds__gt=0).count() >= len(drafts)
