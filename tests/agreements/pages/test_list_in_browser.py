"""The list in a browser: a filter works as it is set, and back leads back."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.record import load_record


@pytest.fixture
def record(transactional_db: None) -> None:
    load_record()


def count(page: Page) -> int:
    return int(page.locator("#count").inner_text().split()[0])


def test_a_facet_changes_address_count_and_chips_and_back_restores(
    record: None, browser_page: Page
) -> None:
    page = browser_page
    page.goto("/agreements")
    everything = count(page)
    box = page.get_by_role("checkbox", name=re.compile("^Ukraine"))
    offered = int(box.locator("xpath=..").locator(".choice__count").inner_text())
    box.check()
    expect(page.locator(".chip--on")).to_contain_text("Ukraine")
    expect(page).to_have_url(re.compile("party=UA"))
    assert count(page) == offered < everything
    expect(page.locator("#found")).to_have_text(f"{offered} agreements")
    expect(page.get_by_role("checkbox", name=re.compile("^Ukraine")).first).to_be_focused()
    page.locator("#sort").select_option("name")
    page.wait_for_url("**/agreements?*sort=name*")
    page.go_back()
    expect(page.locator("#sort")).to_have_value("")
    page.wait_for_load_state()
    page.go_back()
    expect(page.locator(".chip--on")).to_have_count(0)
    assert count(page) == everything


def test_on_a_phone_the_filters_lie_over_the_page_until_applied(
    record: None, browser_page: Page
) -> None:
    page = browser_page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/agreements")
    form = page.get_by_role("form", name="Filters")
    expect(form).to_be_hidden()
    page.get_by_role("link", name="Filters").click()
    page.get_by_role("checkbox", name=re.compile("^Ukraine")).check()
    expect(form).to_be_visible()
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".chip--on")).to_contain_text("Ukraine")
    expect(form).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_without_script_the_form_is_sent_by_its_button(
    record: None, browser: Browser, live_server: LiveServer
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/agreements?q=security")
    page.get_by_role("checkbox", name=re.compile("^Ukraine")).check()
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".chip--on")).to_have_count(2)
    context.close()


def test_where_the_script_gets_no_answer_the_form_is_sent_without_it(
    record: None, browser: Browser, live_server: LiveServer
) -> None:
    def cut(route: Route) -> None:
        if route.request.headers.get("hx-request"):
            route.abort()
        else:
            route.continue_()

    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    page.goto("/agreements")
    page.route("**/agreements?*", cut)
    page.get_by_role("checkbox", name=re.compile("^Ukraine")).check()
    expect(page.locator(".chip--on")).to_contain_text("Ukraine")
    context.close()


def test_one_more_value_is_chosen_from_the_list_below_the_boxes(
    record: None, browser_page: Page
) -> None:
    page = browser_page
    page.goto("/agreements")
    more = page.get_by_role("combobox", name=re.compile("^Party: .* more"))
    label, _, number = more.locator("option").nth(1).inner_text().rpartition(" (")
    more.select_option(index=1)
    expect(page.locator(".chip--on")).to_contain_text(label)
    expect(page.get_by_role("checkbox", name=re.compile(f"^{label}")).first).to_be_checked()
    assert count(page) == int(number.rstrip(")"))
