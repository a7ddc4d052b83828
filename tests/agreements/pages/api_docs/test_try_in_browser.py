"""The box to try the API with, in a browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.access import broken_rules
from tests.record import load_record


@pytest.fixture
def page(transactional_db: None, browser_page: Page) -> Page:
    load_record()
    browser_page.goto("/api/docs")
    return browser_page


@pytest.fixture
def shaky(transactional_db: None, browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """The page where answers may be errors: the browser calls that an error, and it is meant."""
    load_record()
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    page.goto("/api/docs")
    yield page
    context.close()


def opened(page: Page, name: str) -> None:
    page.locator(f"#{name} summary").click()
    expect(page.locator(f"#{name} form")).to_be_visible()


def test_what_is_filled_in_is_sent_and_told_as_curl(page: Page) -> None:
    opened(page, "listAgreements")
    form = page.locator("#listAgreements form")
    form.get_by_label("party", exact=True).fill("UA PL")
    form.get_by_label("limit").fill("2")
    expect(form.locator(".api__request")).to_contain_text("party=UA&party=PL")
    form.get_by_role("button", name="Send").click()
    answer = page.locator("#listAgreements .api__answer")
    expect(answer.locator(".api__status")).to_contain_text(re.compile("^200 .*json.* etag: "))
    expect(answer).to_contain_text('"key": "A-')


def test_a_value_in_the_address_is_needed_and_stands_there(shaky: Page) -> None:
    page = shaky
    opened(page, "getAgreement")
    form = page.locator("#getAgreement form")
    expect(form.locator(".api__request")).to_contain_text("/api/v1/agreements/A-1001'")
    form.get_by_label("key", exact=True).fill("")
    form.get_by_role("button", name="Send").click()
    expect(page.locator("#getAgreement .api__answer")).to_be_empty()
    form.get_by_label("key", exact=True).fill("A-9/9")
    form.get_by_role("button", name="Send").click()
    status = page.locator("#getAgreement .api__status")
    expect(status).to_contain_text(re.compile("^404 .*problem"))


def test_a_server_that_does_not_answer_is_said(shaky: Page) -> None:
    page = shaky
    opened(page, "listParties")
    page.route("**/api/v1/parties*", lambda route: route.abort())
    page.locator("#listParties form").get_by_role("button", name="Send").click()
    expect(page.locator("#listParties .api__answer")).to_contain_text("No answer came")


def test_a_link_to_a_shape_opens_it(page: Page) -> None:
    page.locator("#listAgreements a[href='#shape-AgreementPage']").click()
    expect(page.locator("#shape-AgreementPage")).to_have_attribute("open", "")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_keeps_the_rules_of_access_and_its_width(
    page: Page, width: int, theme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    opened(page, "listAgreements")
    page.locator("#shape-AgreementPage summary").click()
    assert broken_rules(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
