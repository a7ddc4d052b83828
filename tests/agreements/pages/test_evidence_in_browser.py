"""Editing in a real browser: a selection becomes evidence, and all of it works without script."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from agreements.models import Draft
from agreements.proposal import Quote
from agreements.revision import Revision
from tests.agreements.pages.conftest import TEXT, MakeDraft
from tests.record import load_record

# A letter beyond the first 65,536 is one character here and two for a script.
FLAG = "\N{REGIONAL INDICATOR SYMBOL LETTER F}"
LONG = f"{TEXT} {FLAG}{FLAG} It lasts\nten years, said Suva."
WORDS = "It lasts\nten years"

SELECT = """words => {
    const text = document.querySelector(".desk__body");
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.textContent.indexOf(words);
        if (at < 0) continue;
        getSelection().setBaseAndExtent(node, at, node, at + words.length);
        return;
    }
}"""


@pytest.fixture
def draft(transactional_db: None, make_draft: MakeDraft) -> Draft:
    load_record()
    return make_draft(text=LONG)


def sign_in(page: Page, editor: User, live_server: LiveServer) -> None:
    client = Client()
    client.force_login(editor)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])


def evidence(draft: Draft, place: int) -> tuple[object, ...]:
    draft.refresh_from_db()
    return Revision.from_json(draft.revised).changed[place].sources


def test_selection_fills_the_open_editor_and_is_saved_as_evidence(
    browser_page: Page, draft: Draft, editor: User, live_server: LiveServer
) -> None:
    sign_in(browser_page, editor, live_server)
    browser_page.goto(f"/review/{draft.pk}?edit=1")
    browser_page.evaluate(SELECT, WORDS)
    browser_page.get_by_role("button", name="Use as evidence").click()
    expect(browser_page.get_by_label("The exact words of the text")).to_have_value(WORDS)
    expect(browser_page.get_by_label("these words of the text")).to_be_checked()
    browser_page.get_by_role("button", name="Save").click()
    expect(browser_page.locator("#v1")).to_contain_text("changed by you")
    start = LONG.index(WORDS)
    assert evidence(draft, 1) == (Quote(start, start + len(WORDS), WORDS),)


def test_selection_becomes_the_evidence_of_the_current_value(
    browser_page: Page, draft: Draft, editor: User, live_server: LiveServer
) -> None:
    sign_in(browser_page, editor, live_server)
    browser_page.goto(f"/review/{draft.pk}#v2")
    browser_page.evaluate(SELECT, "train Fiji")  # within a mark: its number is no text
    expect(browser_page.get_by_role("button", name="Use as evidence")).to_be_visible()
    browser_page.evaluate(SELECT, "Suva.")
    browser_page.get_by_role("button", name="Use as evidence").click()
    expect(browser_page.locator("#v2")).to_contain_text("changed by you")
    start = LONG.index("Suva.")
    assert evidence(draft, 2) == (Quote(start, start + 5, "Suva."),)


def test_values_are_edited_without_script(
    browser: Browser, draft: Draft, editor: User, live_server: LiveServer
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, editor, live_server)
    page.goto(f"/review/{draft.pk}")
    page.get_by_role("checkbox", name="Mutual defence").uncheck()
    page.get_by_role("button", name="Edit Signed").click()
    expect(page.get_by_role("checkbox", name="Mutual defence")).not_to_be_checked()
    page.get_by_label("Date", exact=True).fill("soon")
    page.get_by_label("Date", exact=True).press("Enter")
    expect(page.locator(".editor .error")).to_contain_text("is no date")
    page.get_by_label("Date", exact=True).fill("2026-03")
    page.get_by_label("these words of the text").check()
    page.get_by_label("The exact words of the text").fill("It lasts ten years")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#v1")).to_contain_text("changed by you")
    start = LONG.index(WORDS)
    assert evidence(draft, 1) == (Quote(start, start + len(WORDS), WORDS),)
    assert Revision.from_json(draft.revised).left_out == {3}
    context.close()
