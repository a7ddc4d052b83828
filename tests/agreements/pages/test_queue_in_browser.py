"""The queue in a browser: by keys alone, readable by everybody, without script too."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from agreements import curation
from agreements.models import Draft
from tests.access import broken_in_any_theme
from tests.agreements.pages.queued import Told, queue_up
from tests.record import load_record

SIZES = [(1440, 900), (390, 844)]


@pytest.fixture
def drafts(transactional_db: None) -> list[Draft]:
    """A queue with something of everything."""
    load_record()
    taras = User.objects.create_user("taras", first_name="Taras", last_name="Koval")
    drafts = queue_up(
        [
            Told(("GB", "UA"), "The Kyiv Ledger", "new", 1, 0.92, 1),
            Told(("FJ", "KE"), "The Suva Ledger", "conflict", 2, 0.81, 2),
            Told(("JP", "PH"), "Kyodo", "update", 2, 0.96, 3),
            Told(("AU", "TV"), "ABC", "new", 4, 0.59, 4),
            Told(("FR", "KE"), "The Nation", "new", 4, 0.7, 5),
            Told(("FR", "KE"), "Le Phare", "new", 4, 0.7, 6),
        ]
    )
    Draft.objects.filter(pk=drafts[5].pk).update(head=drafts[4])
    curation.take_lease(drafts[2], taras)
    Draft.objects.filter(pk=drafts[3].pk).update(revised={"left_out": [0]}, revised_by=taras)
    later = queue_up([Told(("DE", "PL"), "Die Weser", minute=9)])[0]
    until = timezone.now() + timedelta(days=2)
    Draft.objects.filter(pk=later.pk).update(deferred_until=until)
    return drafts


@pytest.fixture
def desk_page(browser_page: Page, editor: User, live_server: LiveServer) -> Page:
    """The browser's page with the editor signed in."""
    sign_in(browser_page, editor, live_server)
    return browser_page


def sign_in(page: Page, editor: User, live_server: LiveServer) -> None:
    client = Client()
    client.force_login(editor)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_queue_breaks_no_rule_of_access(
    drafts: list[Draft], desk_page: Page, width: int, height: int
) -> None:
    desk_page.set_viewport_size({"width": width, "height": height})
    faults: list[tuple[str, ...]] = []
    for address in (
        "/review",
        "/review?party=KE",
        "/review?tab=later",
        "/review?party=UA&only=update",
    ):
        desk_page.goto(address)
        faults += [(address, *broken) for broken in broken_in_any_theme(desk_page)]
        wide = desk_page.evaluate("document.documentElement.scrollWidth")
        faults += [(address, "sideways")] if wide > width else []
    assert faults == []


def test_keys_alone_move_select_a_range_and_open(drafts: list[Draft], desk_page: Page) -> None:
    desk_page.goto("/review")
    boxes = desk_page.locator("[data-row] input[type=checkbox]")
    for key in ("j", "x", "j", "j", "Shift+X"):
        desk_page.keyboard.press(key)
    assert [box.is_checked() for box in boxes.all()] == [True, True, True, False, False]
    expect(desk_page.locator("[data-selected]")).to_have_text("(3)")
    desk_page.keyboard.press("k")
    desk_page.keyboard.press("Enter")
    expect(desk_page).to_have_url(f"{_home(desk_page)}/review/{drafts[1].pk}")


def test_enter_starts_at_the_first_that_nobody_looks_at(
    drafts: list[Draft], desk_page: Page
) -> None:
    desk_page.goto("/review?only=update")
    desk_page.keyboard.press("Enter")
    expect(desk_page).to_have_url(f"{_home(desk_page)}/review/{drafts[1].pk}?only=update")


def _home(page: Page) -> str:
    return "/".join(page.url.split("/")[:3])


def test_without_script_many_are_rejected_and_brought_back(
    drafts: list[Draft], browser: Browser, editor: User, live_server: LiveServer
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, editor, live_server)
    page.goto("/review?party=UA")
    page.get_by_label("Select United Kingdom").check()
    page.get_by_label("Reason for all of them").select_option("Read wrongly")
    page.get_by_role("button", name="Reject selected").click()
    expect(page.get_by_text("1 draft rejected.")).to_be_visible()
    expect(page.get_by_text("No draft fits")).to_be_visible()
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_text("1 draft rejected.")).to_have_count(0)
    page.goto("/review?party=UA")
    expect(page.locator("[data-row]")).to_have_count(1)
    context.close()
