"""Fifty drafts decided by keys alone, and how long the product takes for each."""

import sys
import time
from collections import Counter

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from agreements.models import Decision, Draft
from tests.agreements.pages.conftest import TEXT, MakeDraft
from tests.agreements.pages.test_desk_keys import desk_page, opened  # noqa: F401  a fixture
from tests.record import load_record

# Each key with what is to be seen before the next one is pressed: "next" is another draft.
_KEYS = {
    "approve": [("a", "next")],
    "leave out": [("j", ""), ("-", ""), ("a", "next")],
    "edit": [
        *(("e", "editor"), ("Tab", "v0-value"), ("Harbour Treaty", "")),
        *(("Control+Enter", "saved"), ("a", "next")),
    ],
    "reject": [("x", ""), ("4", ""), ("Enter", "next")],
    "duplicate": [("d", ""), ("ArrowDown", ""), ("Enter", "next")],
    "undo": [("a", "next"), ("u", "next"), ("x", ""), ("3", ""), ("Enter", "next")],
}
_ROUND = ("approve", "edit", "reject", "duplicate", "undo")
_OTHER_ROUND = ("approve", "leave out", "reject", "duplicate", "undo")


def _decide(page: Page, way: str) -> None:
    for key, seen in _KEYS[way]:
        before = page.url
        if " " in key:
            page.keyboard.type(key)
        else:
            page.keyboard.press(key)
        if seen == "next":
            page.wait_for_function("before => location.href !== before", arg=before)
            expect(page.locator("h1:focus")).to_have_count(1)
        elif seen == "editor":
            expect(page.locator(".editor :focus")).to_have_count(1)
        elif seen == "saved":
            expect(page.locator("[data-field]:focus")).to_have_count(1)
        elif seen:
            _tab_to(page, seen)


def _tab_to(page: Page, name: str) -> None:
    for _ in range(20):
        if page.evaluate("document.activeElement.name") == name:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not come to {name}")


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
        ways = _OTHER_ROUND if number // len(_ROUND) % 2 else _ROUND
        _decide(page, ways[number % len(ways)])
    spent = time.perf_counter() - began
    sys.stdout.write(f"\n{spent / len(drafts):.2f} s for each of {len(drafts)} drafts by keys\n")
    expect(page.get_by_text("Nothing left to review")).to_be_visible()
    assert page.evaluate("window.mice") == 0
    assert not Draft.objects.filter(pk__in=[d.pk for d in drafts], state="open").exists()
    assert Decision.objects.filter(editor=editor, seconds__gt=0).count() >= len(drafts)
    made = Counter(Decision.objects.filter(draft__in=drafts).values_list("verb", flat=True))
    assert made == {"approve": 30, "reject": 20, "duplicate": 10, "undo": 10}
    assert Draft.objects.filter(revised__changed__isnull=False).count() == 5
