"""A source tried, added and looked at in a browser, wide and narrow, with and without script."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from ingest.models import Source
from tests.access import broken_rules
from tests.ingest.polling.given import FEED, a_source, feed, item, polled
from tests.publisher import Publisher

SITE = "http://post.example/"


def signed_in(context: BrowserContext, url: str) -> None:
    client = Client()
    client.force_login(User.objects.create_user("olena"))
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}]
    )


@pytest.fixture
def laid(publisher: Publisher) -> Publisher:
    """A site that offers a feed of two entries."""
    offer = '<link rel="alternate" type="application/rss+xml" title="All news" href="/feed">'
    publisher.lay(SITE, f"<html><head>{offer}</head><body></body></html>")
    publisher.lay(FEED, feed([item(1, title="A pact is signed"), item(2, title="Chess cup")]))
    return publisher


@pytest.fixture
def plain_page(browser: Browser, live_server: LiveServer, db: None) -> Iterator[Page]:
    """A page of an editor whose browser runs no scripts."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    signed_in(context, live_server.url)
    yield context.new_page()
    context.close()


def is_well(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert broken_rules(page) == []


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_a_site_is_tried_its_feed_chosen_and_kept(
    browser_page: Page, live_server: LiveServer, laid: Publisher, width: int, scheme: str
) -> None:
    page = browser_page
    signed_in(page.context, live_server.url)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto("/sources")
    is_well(page, width)
    page.get_by_role("link", name="Add the first source").click()
    page.get_by_label("Address").fill(SITE)
    page.get_by_label("Keywords").fill("pact")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("This is a web page.")).to_be_visible()
    is_well(page, width)
    page.get_by_role("button", name=re.compile("All news")).click()
    expect(page.get_by_role("heading", name="What would come in")).to_be_visible()
    expect(page.get_by_text("No: It has none of the keywords.")).to_be_visible()
    is_well(page, width)
    page.get_by_role("button", name="Add it, switched on").click()
    expect(page.get_by_text("It waits to be polled.")).to_be_visible()
    polled(Source.objects.get())
    expect(page.get_by_text("It waits to be polled.")).to_have_count(0)
    expect(page.get_by_role("link", name="A pact is signed")).to_be_visible()
    is_well(page, width)
    # The tables of its parts are those of its own page.
    page.goto(f"/sources/{Source.objects.get().pk}/articles")
    is_well(page, width)
    a_source("http://gone.example/", name="Gone", failures=5, last_error="It answers nothing.")
    page.goto("/sources")
    expect(page.get_by_text("The last 5 polls failed.")).to_be_visible()
    is_well(page, width)


def test_without_scripts_it_is_all_the_same(plain_page: Page, laid: Publisher) -> None:
    page = plain_page
    page.goto("/sources/add")
    page.get_by_label("Address").fill(SITE)
    page.get_by_role("button", name="Try it").click()
    page.get_by_role("button", name=re.compile("All news")).click()
    page.get_by_role("button", name="Add it, switched on").click()
    page.goto("/sources")
    page.get_by_label("Select Post").check()
    page.get_by_role("group", name="The selected sources").get_by_role(
        "button", name="Pause"
    ).click()
    expect(page.get_by_text("1 source is switched off")).to_be_visible()
    assert not Source.objects.get().is_on


def lines_of(page: Page, selector: str) -> list[int]:
    """Return in how many lines each of these texts is set."""
    found = page.locator(selector).evaluate_all("""all => all.map(one => {
      const range = document.createRange();
      range.selectNodeContents(one);
      return new Set([...range.getClientRects()].map(each => Math.round(each.top))).size;
    })""")
    return [int(number) for number in found]


@pytest.mark.parametrize("width", [1440, 900, 390])
def test_a_long_address_leaves_states_in_one_line_and_nothing_beyond_the_screen(
    browser_page: Page, live_server: LiveServer, width: int
) -> None:
    page = browser_page
    signed_in(page.context, live_server.url)
    long = "http://gone.example/" + "a-part-of-the-path/" * 12
    a_source(long, name="Gone " * 12, is_on=False)
    a_source("http://new.example/", name="New", failures=7, last_error="It answers nothing. " * 6)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/sources")
    assert lines_of(page, ".health") == [1, 1]
    tallest = page.locator(".sources__address").evaluate_all("""all => Math.max(...all.map(
      one => one.clientHeight / parseFloat(getComputedStyle(one).lineHeight)))""")
    assert tallest < 2.1
    is_well(page, width)


def test_on_a_phone_the_tab_of_the_page_is_in_sight_and_labels_stand_above(
    browser_page: Page, live_server: LiveServer
) -> None:
    page = browser_page
    signed_in(page.context, live_server.url)
    a_source()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/sources")
    tab = page.get_by_role("navigation", name="Review").get_by_role("link", name="Sources")
    expect(tab).to_be_in_viewport(ratio=1)
    assert page.evaluate("scrollY") == 0
    label, box, button = (
        found.bounding_box()
        for found in (
            page.locator("label[for=q]"),
            page.get_by_role("searchbox", name="Name or address"),
            page.get_by_role("button", name="Find"),
        )
    )
    assert label is not None
    assert box is not None
    assert button is not None
    assert label["y"] + label["height"] <= box["y"]
    assert label["height"] < 30
    assert abs(box["y"] - button["y"]) < 2
    page.goto("/review")
    expect(page.get_by_role("link", name="Open", exact=False).first).to_be_in_viewport()


def test_a_source_is_deleted_by_keys_and_what_goes_wrong_takes_the_focus(
    browser_page: Page, live_server: LiveServer
) -> None:
    page = browser_page
    signed_in(page.context, live_server.url)
    source = a_source(is_on=False)
    page.goto("/sources/add")
    expect(page.get_by_label("Address")).to_be_focused()
    page.keyboard.type(source.address)
    page.keyboard.press("Enter")
    expect(page.get_by_text("There is a source with this address already")).to_be_visible()
    expect(page.get_by_label("Address")).to_be_focused()
    page.get_by_role("link", name="Open Post").click()
    page.get_by_role("link", name=re.compile("^Delete")).press("Enter")
    expect(page.get_by_role("heading", name="Delete this source?")).to_be_visible()
    is_well(page, 1280)
    page.get_by_role("button", name="Delete it").press("Enter")
    expect(page.get_by_text("Post is deleted.")).to_be_visible()
    assert not Source.objects.exists()
