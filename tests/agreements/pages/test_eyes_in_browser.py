"""Four eyes and the page of figures as a browser shows them, with script and without."""

import os
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from agreements import curation
from agreements.curation import Verdict
from agreements.models import Draft
from tests.access import broken_in_any_theme
from tests.agreements.pages.conftest import MakeDraft
from tests.agreements.pages.test_quality import many_pairs
from tests.record import load_record

SignIn = Callable[[BrowserContext, User], None]


@pytest.fixture
def sign_in(live_server: LiveServer) -> SignIn:
    def let_in(context: BrowserContext, user: User) -> None:
        client = Client()
        client.force_login(user)
        value = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])

    return let_in


@pytest.fixture
def taras(transactional_db: None) -> User:
    return User.objects.create_user("taras", is_staff=True)


@pytest.fixture
def grave(
    transactional_db: None, make_draft: MakeDraft, editor: User, monkeypatch: pytest.MonkeyPatch
) -> Draft:
    """A draft that needs two editors, and that Olena has approved without its last value."""
    load_record()
    monkeypatch.setattr("agreements.curation.second.risks", lambda *_: ["is grave"])
    User.objects.create_user("piotr")
    draft = make_draft()
    curation.approve(draft.pk, editor, Verdict(draft.version, left_out=[3], seconds=12))
    return draft


def look(page: Page, name: str) -> None:
    """Keep a picture of the page where one is asked for."""
    if folder := os.environ.get("SHOTS"):
        for width, height in ((1440, 900), (390, 844)):
            for theme in ("light", "dark"):
                page.set_viewport_size({"width": width, "height": height})
                page.emulate_media(color_scheme=theme)
                page.screenshot(path=f"{folder}/{name}-{width}-{theme}.png", full_page=True)


def violations(page: Page, address: str) -> list[object]:
    found: list[object] = []
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        found += [(address, *broken) for broken in broken_in_any_theme(page)]
    return found


def test_a_difference_is_reachable_readable_and_settled(
    browser_page: Page, sign_in: SignIn, grave: Draft, taras: User
) -> None:
    sign_in(browser_page.context, taras)
    address = f"/review/{grave.pk}"
    assert violations(browser_page, address) == []
    look(browser_page, "eyes-blind")
    browser_page.get_by_role("button", name="Approve and next").click()
    browser_page.get_by_role("heading", name="Two editors differ").wait_for()
    look(browser_page, "eyes-differ")
    assert violations(browser_page, address) == []
    browser_page.get_by_role("button", name="Take olena").click()
    browser_page.get_by_role("heading", name="Review", exact=True).wait_for()
    assert Draft.objects.get(pk=grave.pk).state == Draft.State.APPROVED


def test_a_difference_is_settled_without_script(
    browser: Browser, live_server: LiveServer, sign_in: SignIn, grave: Draft, taras: User
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    sign_in(context, taras)
    page = context.new_page()
    page.goto(f"/review/{grave.pk}")
    page.get_by_role("button", name="Approve and next").click()
    page.get_by_role("button", name="Let a third decide").click()
    page.get_by_role("heading", name="Nothing left to review").wait_for()
    page.goto(f"/review/{grave.pk}")
    assert page.get_by_text("Two editors differ").is_visible()
    assert page.get_by_role("button", name="Approve and next").count() == 0
    context.close()


def test_figures_and_a_draft_dealt_again_are_reachable_and_readable(
    browser_page: Page,
    sign_in: SignIn,
    make_draft: MakeDraft,
    editor: User,
    taras: User,
    settings: Settings,
) -> None:
    load_record()
    settings.REDEAL_PERCENT = 100
    draft = make_draft()
    curation.approve(draft.pk, editor, Verdict(draft.version, left_out=[3], seconds=12))
    sign_in(browser_page.context, taras)
    assert violations(browser_page, f"/review/{draft.pk}") == []
    look(browser_page, "again")
    browser_page.get_by_role("button", name="I would approve").click()
    browser_page.get_by_role("heading", name="Review", exact=True).wait_for()
    many_pairs(draft, editor, 30, differing=12)
    assert violations(browser_page, "/review/quality") == []
    look(browser_page, "quality")
