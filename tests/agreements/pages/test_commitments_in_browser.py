"""The table of commitments in a browser: cells open in place, its heads stay, it is not too big."""

import gzip
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.record import load_record

_HTML_LIMIT = 30_000
_ELEMENTS_LIMIT = 2_500


@pytest.fixture
def table_page(transactional_db: None, browser_page: Page) -> Page:
    """The table of Ukraine's partners in a browser."""
    load_record()
    browser_page.set_viewport_size({"width": 1440, "height": 900})
    browser_page.goto("/commitments?party=UA")
    return browser_page


def cell(name: str) -> str:
    return f'a.cell[aria-label^="{name}"]'


def test_a_cell_opens_its_clause_in_place(table_page: Page) -> None:
    table_page.evaluate("window.isSamePage = true")
    opened = table_page.locator(cell("Poland, Military aid"))
    opened.click()
    expect(table_page.locator("#clause")).to_contain_text("Poland · Military aid")
    expect(opened).to_have_attribute("aria-current", "true")
    expect(table_page).to_have_url(re.compile("row=PL&type=military_aid"))
    table_page.locator("#clause a[data-cell]").first.click()
    expect(table_page.locator("#clause")).not_to_contain_text("Poland · Military aid")
    expect(table_page.locator("a.cell[aria-current]")).to_have_count(1)
    assert table_page.evaluate("window.isSamePage")


def test_an_empty_cell_says_that_nothing_was_found(table_page: Page) -> None:
    table_page.locator("a.cell--none").first.focus()
    table_page.keyboard.press("Enter")
    expect(table_page.locator("#clause")).to_contain_text("No commitment found in the text.")


def test_the_heads_stay_while_the_table_scrolls(table_page: Page) -> None:
    scroller = table_page.locator(".matrix__scroller")
    head = table_page.locator(".matrix__table thead th").nth(3)
    first = table_page.locator(".matrix__table tbody th").nth(3)
    top = scroller.evaluate("e => e.getBoundingClientRect().top")
    left = scroller.evaluate("e => e.getBoundingClientRect().left")
    scroller.evaluate("e => e.scrollTo(180, 200)")
    assert head.evaluate("e => e.getBoundingClientRect().top") == pytest.approx(top, abs=1)
    assert first.evaluate("e => e.getBoundingClientRect().left") == pytest.approx(left, abs=1)


def test_it_reads_as_a_table(table_page: Page) -> None:
    table = table_page.get_by_role(
        "table", name="Partners by type of commitment, with its strength"
    )
    expect(table.get_by_role("rowheader", name="Poland")).to_have_count(1)
    expect(table.get_by_role("columnheader", name="Military aid")).to_have_count(1)
    expect(
        table.get_by_role("row", name="Poland").get_by_role("link", name="Poland, Military aid")
    ).to_have_count(1)


def test_it_keeps_to_its_budget(table_page: Page) -> None:
    response = table_page.request.get("/commitments?party=UA&row=PL&type=military_aid")
    assert len(gzip.compress(response.body())) < _HTML_LIMIT
    assert table_page.evaluate("document.querySelectorAll('*').length") < _ELEMENTS_LIMIT


def test_what_fails_is_said_and_can_be_tried_again(browser: Browser, table_page: Page) -> None:
    context = browser.new_context(base_url=table_page.url.split("/commitments")[0])
    page = context.new_page()
    page.goto("/commitments?party=UA")
    page.route("**/commitments?*row=*", lambda route: route.fulfill(status=503, body=""))
    page.locator(cell("Poland, Military aid")).click()
    expect(page.locator("#clause")).to_contain_text("could not be loaded")
    page.unroute_all()
    page.get_by_role("link", name="Retry").click()
    expect(page.locator("#clause")).to_contain_text("Poland · Military aid")
    context.close()
