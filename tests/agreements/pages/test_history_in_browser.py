"""The history of an agreement as a browser shows it."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from agreements import curation
from agreements.models import Agreement
from tests import cast
from tests.access import broken_in_any_theme


@pytest.fixture
def agreement(transactional_db: None) -> Agreement:
    """A treaty that gained promises, an exacter day and a doubted one, and lost one of them."""
    cast.parties()
    first = cast.signed("2024-06").commitment(debtor="GB", creditor="UA", strength="intent")
    for name in ("consultation", "mutual_defence", "troop_deployment"):
        first = first.commitment(name, held="excluded" if name == "mutual_defence" else "made")
    found = cast.agreement(first.term("duration_years", "10").term("doubt", "Text not public"))
    story = cast.Story().milestone("signed", "2024-06-13").milestone("signed", "2023-01-02")
    cast.approve(story.draft(), onto=found)
    force = cast.Story().milestone("entered_into_force", "2024-06-18")
    decision = cast.approve(force.commitment(debtor="GB", creditor="UA").draft(), onto=found)
    curation.undo(decision.pk, cast.tomasz())
    other = cast.agreement(cast.signed("2024-06-14", title="Pact of Friendship"))
    curation.merge_agreements(other, found, cast.olena(), reason="Two reports of one treaty")
    return found


@pytest.mark.parametrize("width", [1440, 390])
def test_it_breaks_no_rule_of_access(agreement: Agreement, browser_page: Page, width: int) -> None:
    browser_page.set_viewport_size({"width": width, "height": 900})
    for query in ("", "?from=1&to=5", "?from=9"):
        address = f"/agreements/{agreement.key}/history{query}"
        browser_page.goto(address)
        assert broken_in_any_theme(browser_page) == []
        assert browser_page.evaluate("document.documentElement.scrollWidth") <= width
        if os.environ.get("SHOTS"):
            name = f"h-{width}-{query.strip('?').replace('&', '_') or 'all'}.png"
            browser_page.screenshot(path=Path(os.environ["SHOTS"]) / name, full_page=True)


def test_two_versions_are_chosen_and_compared(agreement: Agreement, browser_page: Page) -> None:
    browser_page.goto(f"/agreements/{agreement.key}")
    browser_page.get_by_role("link", name="History").click()
    browser_page.get_by_label("Older").select_option("1")
    browser_page.get_by_label("Newer").select_option("3")
    browser_page.get_by_role("button", name="Compare").click()
    expect(browser_page.get_by_role("heading", name="From version 1 to version 3")).to_be_visible()
    expect(browser_page.locator("#from")).to_have_value("1")
