"""Leases as a browser keeps, loses and frees them, and the page that is left to choose on."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from agreements import curation
from agreements.curation import Verdict
from agreements.models import Draft
from tests.access import broken_rules
from tests.agreements.pages.conftest import TEXT, MakeDraft
from tests.record import load_record

HALF_A_BEAT = 61_000  # milliseconds


@pytest.fixture
def taras(transactional_db: None) -> User:
    return User.objects.create_user("taras")


@pytest.fixture
def draft(transactional_db: None, make_draft: MakeDraft) -> Draft:
    load_record()
    return make_draft()


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, editor: User) -> Iterator[Page]:
    """A page with the editor signed in and time at hand; a script's error fails the test."""
    client = Client()
    client.force_login(editor)
    context = browser.new_context(base_url=live_server.url)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(f"{error}"))
    page.clock.install()
    yield page
    context.close()
    assert problems == []


def eventually(page: Page, is_so: Callable[[], bool]) -> bool:
    until = time.monotonic() + 30
    while not is_so():
        if time.monotonic() > until:
            return False
        page.clock.run_for(50)
        page.wait_for_load_state()
    return True


def holder(draft: Draft) -> User | None:
    draft.refresh_from_db()
    return draft.lease_by


def beat(page: Page) -> None:
    """Do something, and let two minutes pass."""
    page.clock.run_for(HALF_A_BEAT)
    page.mouse.move(200, 300)
    page.mouse.move(210, 310)
    page.clock.run_for(HALF_A_BEAT)


def test_work_on_the_page_renews_the_lease_and_idling_does_not(page: Page, draft: Draft) -> None:
    page.goto(f"/review/{draft.pk}")
    draft.refresh_from_db()
    first = draft.lease_until
    with page.expect_response(re.compile(r"/lease$")) as answer:
        beat(page)
    assert answer.value.ok
    draft.refresh_from_db()
    assert draft.lease_until != first
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.run_for(10 * HALF_A_BEAT)
    assert [url for url in asked if url.endswith("/lease")] == []


def test_who_loses_a_draft_is_told_and_takes_it_back_with_what_was_typed(
    page: Page, draft: Draft, editor: User, taras: User
) -> None:
    page.goto(f"/review/{draft.pk}")
    page.locator("#keep-2").uncheck()
    curation.take_over(draft.pk, taras, held_by=editor.pk)
    with page.expect_response(re.compile(r"/lease$")):
        beat(page)
    banner = page.get_by_role("alert").filter(has_text="taras took this draft over at")
    expect(banner).to_be_visible()
    assert holder(draft) == taras
    banner.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("You have this draft now")).to_be_visible()
    expect(page.locator("#keep-2")).not_to_be_checked()
    assert holder(draft) == editor


def test_a_text_that_arrives_is_shown_with_the_next_renewal_and_changes_nothing(
    page: Page, draft: Draft, make_draft: MakeDraft
) -> None:
    page.goto(f"/review/{draft.pk}")
    page.locator("#keep-2").uncheck()
    news = page.get_by_text("new source")
    expect(news).to_be_hidden()
    other = make_draft(text=f"{TEXT} Again.", signed="2026-03-05")
    Draft.objects.filter(pk=other.pk).update(head=draft)
    with page.expect_response(re.compile(r"/lease$")):
        beat(page)
    expect(news).to_have_text("1 new source arrived.")
    expect(page.locator("[name^=rule-]")).to_have_count(0)
    page.get_by_role("link", name="Show", exact=True).click()
    expect(page.get_by_text("Also told by")).to_be_visible()
    expect(page.locator("#keep-2")).not_to_be_checked()


def test_a_draft_that_a_later_reading_replaces_says_so_with_the_next_renewal(
    page: Page, draft: Draft, make_draft: MakeDraft
) -> None:
    page.goto(f"/review/{draft.pk}")
    Draft.objects.filter(pk=draft.pk).update(state=Draft.State.SUPERSEDED)
    later = make_draft(ordinal=1)
    with page.expect_response(re.compile(r"/lease$")):
        beat(page)
    banner = page.get_by_role("alert").filter(has_text="The text has been read again since")
    expect(banner).to_be_visible()
    banner.get_by_role("link", name="See what became of it").click()
    expect(page).to_have_url(re.compile(rf"/review/{later.pk}$"))


def test_a_draft_is_free_when_its_page_is_left(page: Page, draft: Draft, editor: User) -> None:
    page.goto(f"/review/{draft.pk}")
    assert holder(draft) == editor
    page.goto("/about/map")
    assert eventually(page, lambda: holder(draft) is None)


def test_a_page_that_is_loaded_again_keeps_its_lease(
    page: Page, draft: Draft, editor: User
) -> None:
    page.goto(f"/review/{draft.pk}")
    for _ in range(3):
        page.reload()
    page.clock.run_for(1000)
    page.wait_for_load_state("networkidle")
    assert holder(draft) == editor


def test_others_see_who_is_there_and_take_over_without_script(
    browser: Browser, live_server: LiveServer, draft: Draft, editor: User, taras: User
) -> None:
    curation.take_lease(draft, editor)
    client = Client()
    client.force_login(taras)
    cookie = client.cookies["sessionid"].value
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"/review/{draft.pk}")
    expect(
        page.get_by_text(re.compile(r"olena is reviewing this, since \d\d:\d\d"))
    ).to_be_visible()
    page.get_by_role("button", name="Take over").click()
    expect(page.get_by_text("You have this draft now")).to_be_visible()
    assert holder(draft) == taras
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_what_changed_meanwhile_is_chosen_on_a_page_that_all_can_use(
    page: Page, make_draft: MakeDraft, taras: User, width: int, scheme: str
) -> None:
    load_record()
    decision = curation.approve(make_draft(signed="2026-03").pk, taras, Verdict(1))
    draft = make_draft(text=f"{TEXT} Again.")
    other = make_draft(text=f"{TEXT} More.", signed="2026-03-01")
    Draft.objects.update(head=None)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"/review/{draft.pk}")
    onto = Verdict(1, decision.agreement, left_out=(2, 3))
    curation.approve(other.pk, taras, onto)
    page.get_by_role("button", name="Approve and next").click()
    expect(page.get_by_role("heading", name="Changed in the meantime")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.clock.resume()
    assert broken_rules(page) == []
    page.get_by_role("radio", name=re.compile("mine: 2 March")).check()
    page.get_by_role("button", name="Approve with these and next").click()
    page.wait_for_url("**/review*")
    draft.refresh_from_db()
    assert draft.state == Draft.State.APPROVED
