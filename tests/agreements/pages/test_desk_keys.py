"""The desk without a mouse, in a real browser."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from agreements.models import Decision, Draft
from tests.agreements.pages.conftest import TEXT, MakeDraft
from tests.record import load_record


@pytest.fixture
def drafts(transactional_db: None, make_draft: MakeDraft) -> list[Draft]:
    """Three drafts that wait, each by itself."""
    load_record()
    made = [make_draft(text=f"{TEXT} Number {number}.") for number in range(3)]
    Draft.objects.update(head=None)
    return made


@pytest.fixture
def desk_page(browser_page: Page, editor: User, live_server: LiveServer) -> Page:
    """The browser's page with the editor signed in."""
    sign_in(browser_page.context, editor, live_server)
    return browser_page


def sign_in(context: BrowserContext, editor: User, live_server: LiveServer) -> None:
    client = Client()
    client.force_login(editor)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])


def opened(page: Page, draft: Draft) -> Page:
    page.goto(f"/review/{draft.pk}")  # the scripts have run when it is loaded
    return page


def state(draft: Draft) -> str:
    return Draft.objects.get(pk=draft.pk).state


def is_at(page: Page, draft: Draft) -> None:
    expect(page).to_have_url(re.compile(rf"/review/{draft.pk}(\?.*)?(#.*)?$"))


def test_j_and_k_go_through_the_values_and_light_their_evidence(
    drafts: list[Draft], desk_page: Page
) -> None:
    page = opened(desk_page, drafts[0])
    names = []
    for key in ("j", "j", "ArrowDown", "k"):
        page.keyboard.press(key)
        names.append(page.locator(".field.is-now .field__name").inner_text().strip())
    assert len(set(names)) == 3
    assert names[3] == names[1]
    expect(page.locator(".mark.is-now").first).to_be_visible()
    expect(page.locator("[data-field]:focus")).to_have_count(1)
    expect(page.locator('[data-field][tabindex="0"]')).to_have_count(1)


def test_n_goes_through_the_marks_and_enter_from_a_mark_to_its_value_and_back(
    drafts: list[Draft], desk_page: Page
) -> None:
    page = opened(desk_page, drafts[0])
    page.keyboard.press("n")
    page.keyboard.press("n")
    mark = page.locator(".mark__number:focus")
    expect(mark).to_have_attribute("aria-label", re.compile("Evidence 2, for "))
    page.keyboard.press("Enter")
    expect(page.locator("[data-field]:focus [data-mark='2']")).to_have_count(1)
    page.locator("[data-field]:focus [data-mark='2']").focus()
    page.keyboard.press("Enter")
    expect(mark).to_have_text("2")


def test_approving_shows_the_next_draft_in_place_with_one_request(
    drafts: list[Draft], desk_page: Page
) -> None:
    page = opened(desk_page, drafts[0])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.resource_type}"))
    page.keyboard.press("a")
    is_at(page, drafts[1])
    expect(page.locator(".undo")).to_contain_text("Approved A-")
    expect(page.locator("h1:focus")).to_be_visible()
    assert [one for one in asked if "xhr" in one or "document" in one] == ["POST xhr"]
    decision = Decision.objects.get(draft=drafts[0])
    assert decision.verb == Decision.Verb.APPROVE


def test_undo_brings_the_draft_back(drafts: list[Draft], desk_page: Page) -> None:
    page = opened(desk_page, drafts[0])
    page.keyboard.press("a")
    is_at(page, drafts[1])
    page.keyboard.press("u")
    is_at(page, drafts[0])
    assert state(drafts[0]) == Draft.State.OPEN


def test_rejecting_takes_a_digit_and_enter(drafts: list[Draft], desk_page: Page) -> None:
    page = opened(desk_page, drafts[0])
    page.keyboard.press("x")
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    is_at(page, drafts[1])
    assert Decision.objects.get(draft=drafts[0]).reason == "Read wrongly"


def test_enter_opens_the_value_and_esc_keeps_what_was_typed(
    drafts: list[Draft], desk_page: Page
) -> None:
    page = opened(desk_page, drafts[0])
    page.locator("[data-field='0']").focus()
    page.keyboard.press("Enter")
    box = page.locator('[name="v-value"]')
    box.fill("Harbour Treaty")
    box.press("Escape")
    expect(page.locator("[data-field='0']")).to_be_focused()
    expect(box).to_have_value("Harbour Treaty")
    assert state(drafts[0]) == Draft.State.OPEN


def test_brackets_go_on_and_back_without_deciding(drafts: list[Draft], desk_page: Page) -> None:
    page = opened(desk_page, drafts[0])
    page.keyboard.press("]")
    is_at(page, drafts[1])
    page.wait_for_load_state()
    page.keyboard.press("[")
    is_at(page, drafts[0])
    assert not Decision.objects.filter(draft__in=drafts).exists()


def test_letters_typed_into_a_box_decide_nothing(drafts: list[Draft], desk_page: Page) -> None:
    page = opened(desk_page, drafts[0])
    page.keyboard.press("x")
    page.locator("#details").focus()
    page.keyboard.type("a x u ] j")
    expect(page.locator("#details")).to_have_value("a x u ] j")
    is_at(page, drafts[0])
    page.keyboard.press("Control+Enter")
    is_at(page, drafts[1])
    assert Decision.objects.get(draft=drafts[0]).verb == Decision.Verb.REJECT


def fail_once(page: Page, address: str, status: int | None = None) -> None:
    """Let the first request to it fail: with no answer, or with this one.

    The route stays: taken away by `times=1`, it may let the request go that it holds.
    """
    held: list[Route] = []

    def fail(route: Route) -> None:
        held.append(route)
        if len(held) > 1:
            route.continue_()
        elif status is None:
            route.abort()
        else:
            route.fulfill(status=status, body="no")

    page.route(address, fail)


@pytest.fixture
def shaky_page(browser: Browser, editor: User, live_server: LiveServer) -> Iterator[Page]:
    """A page whose network may fail: the browser calls that an error, and it is meant."""
    context = browser.new_context(base_url=live_server.url)
    sign_in(context, editor, live_server)
    yield context.new_page()
    context.close()


def test_a_failed_decision_can_be_tried_again_and_loses_nothing(
    drafts: list[Draft], shaky_page: Page
) -> None:
    page = opened(shaky_page, drafts[0])
    page.locator("#keep-3").uncheck()
    page.route("**/decide*", lambda route: route.abort())
    page.keyboard.press("a")
    expect(page.locator(".undo--lost")).to_contain_text("Not saved.")
    assert state(drafts[0]) == Draft.State.OPEN
    page.unroute("**/decide*")
    page.reload()
    expect(page.locator("#keep-3")).not_to_be_checked()
    fail_once(page, "**/decide*")
    page.keyboard.press("a")
    page.get_by_role("button", name="Retry").press("Enter")
    is_at(page, drafts[1])
    assert page.evaluate("sessionStorage.length") <= 1
    assert Decision.objects.filter(draft=drafts[0], verb=Decision.Verb.APPROVE).exists()
    assert (Draft.objects.get(pk=drafts[0].pk).revised or {})["left_out"] == [3]


def test_pressed_twice_in_a_hurry_one_draft_is_decided(
    drafts: list[Draft], desk_page: Page
) -> None:
    page = opened(desk_page, drafts[0])
    press = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'a', bubbles: true}));"
    page.evaluate(press * 3)
    is_at(page, drafts[1])
    page.wait_for_timeout(300)
    assert [state(draft) for draft in drafts] == ["approved", "open", "open"]


def test_back_shows_what_was_decided(drafts: list[Draft], desk_page: Page) -> None:
    page = opened(desk_page, drafts[0])
    page.keyboard.press("a")
    is_at(page, drafts[1])
    page.go_back()
    is_at(page, drafts[0])
    expect(page.locator(".desk__draft")).to_contain_text("Approved by olena")


def test_the_queue_ends_calmly(drafts: list[Draft], desk_page: Page) -> None:
    page = opened(desk_page, drafts[0])
    for following in drafts[1:]:
        page.keyboard.press("a")
        is_at(page, following)
        expect(page.locator("h1:focus")).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_text("Nothing left to review")).to_be_visible()
    expect(page.locator("main")).to_contain_text("3 decided in 1 minute")
    page.keyboard.press("u")
    is_at(page, drafts[2])


def test_keys_can_be_switched_off_and_changed(drafts: list[Draft], desk_page: Page) -> None:
    page = opened(desk_page, drafts[0])
    page.keyboard.press("?")
    box = page.locator('[data-key-of="approve"]')
    box.fill("j")
    expect(page.locator("[data-keys-told]")).to_contain_text("Next value")
    expect(box).to_have_value("a")
    box.fill("h")
    page.keyboard.press("Escape")
    expect(page.locator('[data-act="approve"]')).to_have_attribute("aria-keyshortcuts", "h")
    expect(page.locator('[data-act="approve"] kbd')).to_have_text("h")
    page.keyboard.press("a")
    is_at(page, drafts[0])
    page.keyboard.press("h")
    is_at(page, drafts[1])
    page.keyboard.press("?")
    page.locator("[data-keys-off]").check()
    page.keyboard.press("Escape")
    page.keyboard.press("h")
    page.wait_for_timeout(200)
    is_at(page, drafts[1])
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.locator("[data-keys-reset]").press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    is_at(page, drafts[2])
