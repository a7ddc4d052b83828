"""A country's page as a browser shows it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.record import load_record


@pytest.fixture
def ukraine(transactional_db: None, browser_page: Page) -> Page:
    load_record()
    browser_page.goto("/countries/UA")
    return browser_page


@pytest.fixture
def plain_page(transactional_db: None, browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page in a browser that runs no script."""
    load_record()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_the_tab_of_the_part_that_is_read_is_marked(ukraine: Page) -> None:
    tabs = ukraine.get_by_role("navigation", name="On this page")
    expect(tabs.locator("[aria-current]")).to_have_text("Network")
    tabs.get_by_role("link", name="List").click()
    expect(tabs.locator("[aria-current]")).to_have_text("List")
    expect(ukraine.get_by_role("heading", name="Newest agreements")).to_be_in_viewport()


def test_a_partner_in_the_picture_leads_to_the_two(ukraine: Page) -> None:
    picture = ukraine.get_by_role("group", name=re.compile("Ukraine and its"))
    expect(picture.get_by_role("link")).to_have_count(34)
    picture.get_by_role("link", name=re.compile("^Poland:")).click()
    expect(ukraine).to_have_url(re.compile("/pairs/PL/UA$"))
    expect(ukraine.get_by_role("heading", level=1)).to_have_text("Poland and Ukraine")


def test_the_picture_stands_outside_of_the_names_it_draws(ukraine: Page) -> None:
    boxes = [name.bounding_box() for name in ukraine.locator(".net__name").all()]
    places = [(b["x"], b["y"], b["x"] + b["width"], b["y"] + b["height"]) for b in boxes if b]
    frame = ukraine.locator(".net").bounding_box()
    assert frame is not None
    assert all(left >= frame["x"] for left, _, _, _ in places)
    assert all(right <= frame["x"] + frame["width"] for _, _, right, _ in places)


def test_on_a_phone_the_years_open_at_the_day_with_names_beside_the_bars(ukraine: Page) -> None:
    ukraine.set_viewport_size({"width": 390, "height": 844})
    ukraine.reload()
    box, day = ukraine.locator(".life-box").bounding_box(), ukraine.locator(".life-line__day")
    line = day.bounding_box()
    assert box is not None
    assert line is not None
    assert box["x"] < line["x"] < box["x"] + box["width"]
    expect(ukraine.locator(".life-line__near").first).to_be_visible()


def test_all_of_it_can_be_read_without_script(plain_page: Page) -> None:
    plain_page.goto("/countries/UA?as_of=2024-12-31")
    expect(plain_page.get_by_role("link", name=re.compile("^Poland:")).first).to_be_visible()
    plain_page.get_by_text("All 31 partners").or_(plain_page.locator(".rest summary")).first.click()
    plain_page.locator(".partners a", has_text="Poland").click()
    expect(plain_page).to_have_url(re.compile(r"/pairs/PL/UA\?as_of=2024-12-31$"))
