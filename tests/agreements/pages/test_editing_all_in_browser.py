"""All values edited at once in a real browser: by keys, by selection, and without script."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from agreements.models import Draft
from agreements.proposal import ProposedMilestone, ProposedTerm, Quote
from agreements.revision import Revision
from tests.agreements.pages.conftest import MakeDraft
from tests.agreements.pages.test_desk_keys import desk_page, opened, sign_in  # noqa: F401  a fixture
from tests.agreements.pages.test_evidence_in_browser import SELECT
from tests.record import load_record


@pytest.fixture
def draft(transactional_db: None, make_draft: MakeDraft) -> Draft:
    """A draft that waits."""
    load_record()
    return make_draft()


def changed(draft: Draft) -> Revision:
    draft.refresh_from_db()
    return Revision.from_json(draft.revised)


def test_e_opens_all_values_at_the_current_one_and_ctrl_enter_saves_them(
    draft: Draft,
    desk_page: Page,  # noqa: F811  the fixture
) -> None:
    page = opened(desk_page, draft)
    page.locator("[data-field='1']").focus()
    page.keyboard.press("e")
    expect(page.locator('[name="v1-kind"]')).to_be_focused()
    page.locator('[name="v1-date"]').fill("2026-03")
    page.locator('[name="v0-value"]').fill("Harbour Treaty")
    page.keyboard.press("Escape")
    expect(page.locator("[data-field='0']")).to_be_focused()
    page.reload()
    expect(page.locator('[name="v0-value"]')).to_have_value("Harbour Treaty")
    page.locator('[name="v0-value"]').press("Control+Enter")
    expect(page.locator('[name="v0-value"]')).to_have_count(0)
    title, signed = (changed(draft).changed[place] for place in (0, 1))
    assert isinstance(title, ProposedTerm)
    assert isinstance(signed, ProposedMilestone)
    assert (title.value, signed.date) == ("Harbour Treaty", "2026-03")


def test_a_selection_becomes_the_evidence_of_the_current_of_all(
    draft: Draft,
    desk_page: Page,  # noqa: F811  the fixture
) -> None:
    page = opened(desk_page, draft)
    page.keyboard.press("e")
    page.locator('[name="v0-value"]').focus()
    page.keyboard.press("Escape")
    page.evaluate(SELECT, "train Fiji")
    page.keyboard.press("s")
    expect(page.locator('[name="v0-words"]')).to_have_value("train Fiji")
    page.get_by_role("button", name="Save all").click()
    expect(page.locator('[name="v0-value"]')).to_have_count(0)
    (source,) = changed(draft).changed[0].sources
    assert isinstance(source, Quote)
    assert source.words == "train Fiji"


@pytest.fixture
def plain_page(browser: Browser, editor: User, live_server: LiveServer) -> Iterator[Page]:
    """The editor's page in a browser that runs no script."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    sign_in(context, editor, live_server)
    yield context.new_page()
    context.close()


def test_all_values_are_saved_together_without_script(draft: Draft, plain_page: Page) -> None:
    plain_page.goto(f"/review/{draft.pk}")
    plain_page.get_by_role("button", name="Edit", exact=True).click()
    plain_page.locator('[name="v0-value"]').fill("Harbour Treaty")
    plain_page.locator('[name="v1-place"]').fill("Nadi")
    plain_page.get_by_role("button", name="Save all").click()
    expect(plain_page.locator("#v0")).to_contain_text("Harbour Treaty")
    assert sorted(changed(draft).changed) == [0, 1]
