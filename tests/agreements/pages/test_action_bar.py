"""What is at hand for deciding on a draft, and what waits behind More."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from agreements.models import Decision, Draft
from tests.agreements.pages.conftest import MakeDraft
from tests.agreements.pages.test_desk_keys import desk_page, opened, sign_in  # noqa: F401  a fixture
from tests.record import load_record

_BAR = ".desk__acts > .button, .desk__acts > details > summary"


@pytest.fixture
def draft(transactional_db: None, make_draft: MakeDraft) -> Draft:
    """A draft that waits."""
    load_record()
    return make_draft()


@pytest.fixture
def plain_page(browser: Browser, editor: User, live_server: LiveServer) -> Iterator[Page]:
    """The editor's page in a browser that runs no script."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    sign_in(context, editor, live_server)
    yield context.new_page()
    context.close()


def shown(page: Page) -> list[str]:
    """Return the first word of each button that is to be seen in the bar."""
    buttons = [one for one in page.locator(_BAR).all() if one.is_visible()]
    return [one.inner_text().split()[0] for one in buttons]


@pytest.mark.parametrize(
    ("width", "at_hand"),
    [
        (390, ["Approve", "Reject", "More"]),
        (1100, ["Approve", "Edit", "Reject", "More"]),
        (1600, ["Approve", "Edit", "Reject", "Duplicate", "Later", "More"]),
    ],
)
def test_what_is_at_hand_stands_in_one_row(
    draft: Draft,
    desk_page: Page,  # noqa: F811  the fixture
    width: int,
    at_hand: list[str],
) -> None:
    desk_page.set_viewport_size({"width": width, "height": 844})
    page = opened(desk_page, draft)
    assert shown(page) == at_hand
    boxes = [one.bounding_box() for one in page.locator(_BAR).all() if one.is_visible()]
    assert len({box["y"] for box in boxes if box}) == 1


def test_more_shows_the_rest_without_script(draft: Draft, plain_page: Page) -> None:
    plain_page.set_viewport_size({"width": 390, "height": 844})
    plain_page.goto(f"/review/{draft.pk}")
    plain_page.locator("summary", has_text="More").click()
    assert {*shown(plain_page)} > {"Edit", "Duplicate", "Later", "Send", "Split"}
    plain_page.locator("summary", has_text="Send back").click()
    plain_page.get_by_label("What is to be done?").fill("Look at the date.")
    plain_page.get_by_role("button", name="Send back, and next").click()
    plain_page.wait_for_url("**/review**")
    assert Decision.objects.get(draft=draft).verb == Decision.Verb.SEND_BACK


def test_a_key_opens_what_is_behind_more_and_esc_comes_back(
    draft: Draft,
    desk_page: Page,  # noqa: F811  the fixture
) -> None:
    page = opened(desk_page, draft)
    page.keyboard.press("j")
    page.keyboard.press("b")
    expect(page.get_by_label("What is to be done?")).to_be_focused()
    page.keyboard.press("Escape")
    assert "Send" not in shown(page)
    expect(page.locator("[data-field]:focus")).to_have_count(1)
    page.keyboard.press("x")
    page.keyboard.press("d")
    expect(page.locator(".reject[open]")).to_have_count(1)


def test_a_phone_shows_the_draft_first_and_the_article_by_its_tab_without_script(
    draft: Draft, plain_page: Page
) -> None:
    plain_page.set_viewport_size({"width": 390, "height": 844})
    plain_page.goto(f"/review/{draft.pk}")
    article, values = plain_page.locator("#article"), plain_page.locator(".desk__fields")
    expect(values).to_be_visible()
    expect(article).to_be_hidden()
    plain_page.get_by_role("link", name="Article", exact=True).click()
    expect(article).to_be_visible()
    expect(values).to_be_hidden()
    plain_page.locator(".mark__number").first.click()
    expect(values).to_be_visible()
    plain_page.locator(".evidence[data-mark]").first.click()
    expect(plain_page.locator(".mark:target")).to_be_visible()
