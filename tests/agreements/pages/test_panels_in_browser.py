"""Every open panel of the desk breaks no rule of access and fits: light, dark, wide, narrow."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from agreements import curation
from agreements.models import Agreement, Draft
from tests.access import broken_in_any_theme
from tests.agreements.pages.conftest import TEXT, MakeDraft
from tests.agreements.pages.test_desk_keys import desk_page, opened, sign_in  # noqa: F401  a fixture
from tests.record import load_record

_KEYS = {
    "reject": "x",
    "duplicate": "d",
    "later": "l",
    "split": "t",
    "send back": "b",
    "edit": "e",
    "list of keys": "?",
}
_SIZES = [(1440, 900), (390, 844), (360, 740)]


def faults(page: Page, where: str) -> list[tuple[str, ...]]:
    """Return what is broken on the page as it is, in light and dark, and how far it scrolls."""
    found: list[tuple[str, ...]] = [(where, *broken) for broken in broken_in_any_theme(page)]
    size = page.viewport_size
    width = page.evaluate("document.documentElement.scrollWidth")
    if size and width > size["width"]:
        found.append((where, "scrolls sideways", str(width)))
    return found


@pytest.fixture
def refused_page(browser: Browser, editor: User, live_server: LiveServer) -> Iterator[Page]:
    """A page whose forms are refused: the browser calls that an error, and it is meant."""
    context = browser.new_context(base_url=live_server.url)
    sign_in(context, editor, live_server)
    yield context.new_page()
    context.close()


@pytest.fixture
def conflict(transactional_db: None, make_draft: MakeDraft, editor: User) -> Draft:
    """A draft that contradicts what the record holds since its double was approved."""
    load_record()
    first = make_draft()
    curation.approve(first.pk, editor, curation.Verdict(version=first.version))
    return make_draft(text=f"{TEXT} Again.", signed="2026-03-05")


@pytest.mark.parametrize(("width", "height"), _SIZES)
def test_open_panels_break_no_rule_and_fit(
    conflict: Draft,
    desk_page: Page,  # noqa: F811  the fixture
    width: int,
    height: int,
) -> None:
    desk_page.set_viewport_size({"width": width, "height": height})
    found = []
    for name, key in _KEYS.items():
        page = opened(desk_page, conflict)
        page.keyboard.press(key)
        page.wait_for_selector(".reject[open], .editor, dialog[open]")
        found += faults(page, name)
    page = opened(desk_page, conflict)
    page.locator("summary", has_text="More").click()
    found += faults(page, "more")
    assert found == []


@pytest.mark.parametrize(("width", "height"), _SIZES)
def test_what_is_refused_and_what_is_merged_break_no_rule_and_fit(
    conflict: Draft, refused_page: Page, width: int, height: int
) -> None:
    refused_page.set_viewport_size({"width": width, "height": height})
    page = opened(refused_page, conflict)
    page.keyboard.press("e")
    page.locator('[name="v1-date"]').fill("soon")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".editor .error")
    found = faults(page, "wrong value")
    page = opened(refused_page, conflict)
    page.keyboard.press("x")
    page.get_by_role("button", name="Reject and next").click()
    page.wait_for_selector("[data-told]")
    found += faults(page, "no reason")
    agreement = Agreement.objects.latest("pk")
    page.goto(f"/agreements/{agreement.key}/merge")
    found += faults(page, "merge")
    assert found == []
