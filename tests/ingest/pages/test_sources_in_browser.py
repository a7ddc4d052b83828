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
