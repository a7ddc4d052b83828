"""The pages as a browser shows them: reachable, readable, usable by keyboard, without script."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from agreements import curation, intake, reporting
from agreements.models import Draft
from tests.access import broken_in_any_theme
from tests.agreements.pages.conftest import MakeDraft
from tests.record import load_record


@pytest.fixture
def addresses(transactional_db: None, make_draft: MakeDraft, editor: User) -> list[str]:
    """One address of every kind of page, with something to see on each."""
    load_record()
    first, second = make_draft(), make_draft(ordinal=1)
    reporting.take(reporting.Said("The day is wrong.", "https://ledger.example"), None, "")
    decision = curation.approve(first.pk, editor, curation.Verdict(version=first.version))
    assert decision.agreement is not None
    free = intake.Text(text="Kenya and Fiji met. " * 40, url="https://www.state.gov/met")
    archived, _ = intake.archive_document(free)
    return [
        "/",
        "/?region=europe&as_of=2020-01-01",
        "/?country=UA",
        "/?country=US&as_of=1992-12-31&status=in_force",
        "/embed/map?country=JP",
        "/embed/timeline",
        "/agreements?party=UA",
        "/agreements?q=zzzz&party=UA",
        f"/agreements/{decision.agreement.key}",
        "/countries",
        "/countries/UA",
        "/about/map",
        "/review",
        f"/review/{second.pk}",
        f"/review/{second.pk}?edit=2",
        f"/review/{first.pk}",
        "/review/decided",
        "/review/mine",
        "/review/ingest",
        "/review/articles",
        f"/agreements/{decision.agreement.key}/history",
        f"/agreements/{decision.agreement.key}/report?sent=1",
        "/review/reports",
        "/review/looks",
        "/countries/US?as_of=2024-06-30",
        "/countries/AD",
        "/pairs/UA/US",
        "/pairs/FJ/VU",
        "/frameworks",
        "/frameworks/g7-vilnius-2023",
        "/commitments?party=UA&row=PL&type=military_aid",
        "/commitments?party=US&rows=agreements&as_of=1990-01-01",
        "/commitments/military_aid",
        f"/compare?a={decision.agreement.key}&a=A-1001",
        "/compare",
        "/timeline",
        "/timeline?show=in_force&party=UA&year=2024",
        "/changes",
        "/data",
        "/coverage",
        "/about",
        "/about/methods",
        f"/documents/{archived}?from=0&to=19",
    ]


@pytest.fixture
def editors_page(browser_page: Page, editor: User, live_server: LiveServer) -> Page:
    """The browser's page with the editor signed in."""
    client = Client()
    client.force_login(editor)
    cookie = client.cookies["sessionid"].value
    browser_page.context.add_cookies(
        [{"name": "sessionid", "value": cookie, "url": live_server.url}]
    )
    return browser_page


# In two halves, which two processes may share.
@pytest.mark.parametrize("half", [0, 1])
@pytest.mark.parametrize("width", [1440, 390])
def test_no_page_breaks_a_rule_of_access(
    addresses: list[str], editors_page: Page, width: int, half: int
) -> None:
    editors_page.set_viewport_size({"width": width, "height": 900})
    faults = []
    for address in addresses[half::2]:
        editors_page.goto(address)
        faults += [(address, *broken) for broken in broken_in_any_theme(editors_page)]
    assert faults == []


def test_a_small_phone_is_styled_as_a_larger_one() -> None:
    """What holds at 390 holds at 360 then, but for what does not fit: see the next."""
    found = Path(settings.BASE_DIR, "static").rglob("*.css")
    sheets = [sheet.read_text("utf-8") for sheet in found]
    limits = re.findall(r"(?:min|max)-width: (\d+)px\)", "".join(sheets))
    assert len(limits) > len(sheets)
    assert not [limit for limit in limits if 360 <= int(limit) <= 390]


def test_no_page_scrolls_sideways_on_a_small_phone(
    addresses: list[str], editors_page: Page
) -> None:
    editors_page.set_viewport_size({"width": 360, "height": 740})
    widths = {}
    for address in addresses:
        editors_page.goto(address)
        widths[address] = editors_page.evaluate("document.documentElement.scrollWidth")
    assert set(widths.values()) == {360}, widths


def test_the_header_fits_between_phone_and_desktop(editors_page: Page) -> None:
    widths = {}
    for width in (821, 1024, 1181, 1281):
        editors_page.set_viewport_size({"width": width, "height": 700})
        editors_page.goto("/about")
        widths[width] = editors_page.evaluate("document.documentElement.scrollWidth")
    assert widths == {width: width for width in widths}
    editors_page.set_viewport_size({"width": 1024, "height": 700})
    editors_page.locator(".menu summary").click()
    menu = editors_page.locator(".menu__panel")
    expect(menu.get_by_role("link", name="Data & API")).to_be_visible()


@pytest.fixture
def map_page(transactional_db: None, browser_page: Page) -> Page:
    """The map in a browser."""
    load_record()
    browser_page.goto("/")
    return browser_page


def test_the_theme_changes_in_place_and_stays(map_page: Page) -> None:
    map_page.get_by_role("button", name="Dark theme").first.click()
    expect(map_page.locator("html")).to_have_attribute("data-theme", "dark")
    map_page.goto("/about/map")
    expect(map_page.locator("html")).to_have_attribute("data-theme", "dark")


def test_keys_move_through_a_draft_and_approve_it(addresses: list[str], editors_page: Page) -> None:
    editors_page.goto(addresses[13])
    for _ in range(4):
        editors_page.keyboard.press("k")
    for _ in range(2):
        editors_page.keyboard.press("j")
    expect(editors_page.locator(".field.is-now .field__name")).to_have_text("Signed")
    expect(editors_page.locator(".mark.is-now").first).to_be_visible()
    editors_page.keyboard.press("x")
    expect(editors_page.get_by_text("Read wrongly")).to_be_visible()
    assert editors_page.evaluate("document.activeElement.name") == "reason"
    editors_page.keyboard.press("a")
    editors_page.wait_for_url("**/review")
    expect(editors_page.locator(".undo")).to_contain_text("Approved A-")


def test_a_key_held_down_decides_one_draft(addresses: list[str], editors_page: Page) -> None:
    editors_page.goto(addresses[13])
    held_down = "new KeyboardEvent('keydown', {key: 'a', repeat: true, bubbles: true})"
    editors_page.evaluate(f"document.body.dispatchEvent({held_down})")
    editors_page.wait_for_timeout(200)
    assert Draft.objects.get(pk=addresses[13].rsplit("/", 1)[1]).state == Draft.State.OPEN


def test_keys_can_be_switched_off(addresses: list[str], editors_page: Page) -> None:
    editors_page.goto(addresses[13])
    editors_page.get_by_role("button", name="all keys").click()
    editors_page.get_by_text("Single keys are switched off").click()
    editors_page.keyboard.press("Escape")
    editors_page.keyboard.press("j")
    expect(editors_page.locator(".field.is-now")).to_have_count(0)


@pytest.fixture
def plain_page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page in a browser that runs no script."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_every_public_page_can_be_read_without_script(
    addresses: list[str], plain_page: Page
) -> None:
    for address in (each for each in addresses if "/review" not in each):
        plain_page.goto(address)
        expect(plain_page.locator("h1").first).to_be_visible()
        assert len(plain_page.locator("main").inner_text()) > 100, address


def test_everything_works_without_script(addresses: list[str], plain_page: Page) -> None:
    plain_page.goto("/login")
    plain_page.fill("#id_username", "olena")
    plain_page.fill("#id_password", "a long enough word")
    plain_page.locator("main").get_by_role("button", name="Sign in").click()
    expect(plain_page).not_to_have_url(re.compile("/login"))
    plain_page.goto(addresses[13])
    plain_page.get_by_role("button", name="Approve and next").click()
    expect(plain_page.locator(".undo")).to_contain_text("Approved A-")
    plain_page.get_by_role("button", name="Undo", exact=True).click()
    expect(plain_page.get_by_role("button", name="Approve and next")).to_be_visible()
    plain_page.goto("/agreements")
    plain_page.locator("label", has_text="Ukraine").get_by_role("checkbox").check()
    plain_page.get_by_role("button", name="Apply").click()
    expect(plain_page.locator(".chip--on")).to_contain_text("Ukraine")
    plain_page.get_by_role("button", name="Dark theme").first.click()
    expect(plain_page.locator("html")).to_have_attribute("data-theme", "dark")
