"""The page of an agreement as a browser shows and prints it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from agreements import curation
from agreements.models import Report
from tests.agreements.pages.conftest import MakeDraft
from tests.record import load_record


@pytest.fixture
def address(transactional_db: None, make_draft: MakeDraft, editor: User) -> str:
    """The address of an agreement that came from a text."""
    load_record()
    draft = make_draft()
    decision = curation.approve(draft.pk, editor, curation.Verdict(version=draft.version))
    assert decision.agreement is not None
    return f"/agreements/{decision.agreement.key}"


@pytest.fixture
def plain_page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page in a browser that runs no script."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_the_citation_is_copied_and_it_is_said_so(browser_page: Page, address: str) -> None:
    browser_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    browser_page.clock.install()
    browser_page.goto(address)
    browser_page.clock.pause_at(timezone.now() + timedelta(hours=1))
    browser_page.get_by_role("button", name="Copy").click()
    expect(browser_page.get_by_role("button", name="Copied")).to_be_visible()
    copied = browser_page.evaluate("navigator.clipboard.readText()")
    assert copied == browser_page.locator("#citation").inner_text()
    assert copied.startswith("Accord Atlas (")
    browser_page.clock.run_for(2000)
    expect(browser_page.get_by_role("button", name="Copied")).to_have_count(0)


def test_on_paper_stand_the_record_and_the_addresses_of_its_sources(
    browser_page: Page, address: str
) -> None:
    browser_page.emulate_media(media="print")
    browser_page.set_viewport_size({"width": 800, "height": 1130})
    browser_page.goto(address)
    for gone in (".top", ".foot", ".button >> nth=0", "summary >> nth=0"):
        expect(browser_page.locator(gone)).to_be_hidden()
    for kept in ("h1", ".life", ".commitment .quote", "#citation"):
        expect(browser_page.locator(kept).first).to_be_visible()
    source = browser_page.get_by_role("link", name="(https://ledger.example/pact)")
    expect(source.first).to_be_visible()


def test_an_error_is_reported_without_script(plain_page: Page, address: str) -> None:
    plain_page.goto(address)
    plain_page.get_by_role("link", name="Report an error").first.click()
    expect(plain_page.locator("#website")).to_be_hidden()
    plain_page.fill("#what", "The coast guard is not meant.")
    plain_page.get_by_role("button", name="Send the report").click()
    expect(plain_page.get_by_role("status")).to_contain_text("Thank you")
    assert Report.objects.get().what == "The coast guard is not meant."
