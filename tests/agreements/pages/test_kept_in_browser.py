"""Nothing typed is lost in the browser: tokens too old, sessions that ended, editors closed."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from agreements import curation
from agreements.models import Decision, Draft
from agreements.proposal import Judgement, ProposedTerm
from agreements.revision import Revision
from tests.access import broken_rules
from tests.agreements.pages.test_desk_keys import (  # fixtures too
    drafts,  # noqa: F401  a fixture
    fail_once,
    is_at,
    opened,
    shaky_page,  # noqa: F401  a fixture
    sign_in,
    state,
)

# ruff: noqa: F811  fixtures are asked for by their names


@pytest.fixture
def page(shaky_page: Page) -> Iterator[Page]:
    """The editor's page, where answers may be errors; a script's error fails the test."""
    problems: list[str] = []
    shaky_page.on("pageerror", lambda error: problems.append(f"{error}"))
    yield shaky_page
    assert problems == []


@pytest.fixture
def plain(browser: Browser, editor: User, live_server: LiveServer) -> Iterator[Page]:
    """The editor's page in a browser that runs no script."""
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    sign_in(context, editor, live_server)
    yield context.new_page()
    context.close()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def outdate(page: Page) -> None:
    """Let the tokens of the page fit no more, as after signing in in another tab."""
    context = page.context
    other = "b" * 32
    while True:  # an answer that is on its way, to a page fetched ahead, may bring the old one back
        (token,) = (one for one in context.cookies() if one["name"] == "csrftoken")
        if token["value"] == other:
            return
        context.add_cookies([{**token, "value": other}])  # type: ignore[typeddict-item]  # playwright's two kinds of cookie
        page.wait_for_timeout(400)


def reject(page: Page, details: str) -> None:
    page.locator('summary[data-act="reject"]').click()
    page.get_by_label("Read wrongly").check()
    page.locator("#details").fill(details)
    page.get_by_role("button", name="Reject and next").click()


def sign_in_again(page: Page) -> None:
    page.get_by_label("Name").fill("olena")
    page.get_by_label("Password").fill("a long enough word")
    page.get_by_role("button", name="Sign in").click()


def test_a_page_that_is_too_old_says_so_and_retry_works(drafts: list[Draft], page: Page) -> None:
    opened(page, drafts[0])
    outdate(page)
    reject(page, "not Kenya")
    strip = page.locator(".undo--lost")
    expect(strip).to_contain_text("Not saved. This page was too old; it is renewed now.")
    expect(page.locator("#details")).to_have_value("not Kenya")
    expect(page.get_by_role("button", name="Retry")).to_be_focused()
    press(page, "Enter")
    is_at(page, drafts[1])
    assert "not Kenya" in Decision.objects.get(draft=drafts[0]).reason


def test_an_undo_from_a_page_that_is_too_old_can_be_tried_again(
    drafts: list[Draft], page: Page
) -> None:
    opened(page, drafts[0])
    press(page, "a")
    is_at(page, drafts[1])
    opened(page, drafts[1])  # nothing is on its way that would bring the old token back
    outdate(page)
    press(page, "u")
    expect(page.locator(".undo--lost")).to_contain_text("Not saved.")
    press(page, "Enter")
    is_at(page, drafts[0])
    assert state(drafts[0]) == Draft.State.OPEN


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (502, "The server failed."),
        (413, "It is too much to send at once."),
        (404, "This is not there any more: reload the page."),
    ],
)
def test_each_failure_says_what_happened(
    drafts: list[Draft], page: Page, answer: int, words: str
) -> None:
    opened(page, drafts[0])
    fail_once(page, "**/decide*", answer)
    press(page, "a")
    expect(page.locator(".undo--lost")).to_contain_text(f"Not saved. {words}")


def test_no_answer_says_so(drafts: list[Draft], page: Page) -> None:
    opened(page, drafts[0])
    page.route("**/decide*", lambda route: route.abort())
    press(page, "a")
    expect(page.locator(".undo--lost")).to_contain_text("Not saved. No answer came")
    page.unroute("**/decide*")
    press(page, "Enter")
    is_at(page, drafts[1])


def test_who_is_signed_out_while_deciding_is_told_why(drafts: list[Draft], page: Page) -> None:
    opened(page, drafts[0])
    Session.objects.all().delete()
    page.context.clear_cookies()
    reject(page, "not Kenya")
    expect(page.get_by_role("alert")).to_have_text(
        "You were signed out; sign in again, what you typed is kept."
    )
    sign_in_again(page)
    is_at(page, drafts[0])
    expect(page.locator("#details")).to_have_value("not Kenya")


@pytest.mark.parametrize("is_signed_out", [True, False])
def test_without_script_what_was_typed_is_sent_again(
    drafts: list[Draft], plain: Page, *, is_signed_out: bool
) -> None:
    plain.goto(f"/review/{drafts[0].pk}")
    outdate(plain)
    if is_signed_out:
        plain.context.clear_cookies(name="sessionid")
    reject(plain, "not\N{EM DASH}Kenya")
    if is_signed_out:
        expect(plain.get_by_text("You were signed out; sign in again")).to_be_visible()
        sign_in_again(plain)
    expect(plain.get_by_role("heading", level=1)).to_have_text(
        re.compile("signed in again" if is_signed_out else "Not saved")
    )
    plain.get_by_text("What you typed", exact=True).click()
    expect(plain.get_by_text("not\N{EM DASH}Kenya")).to_be_visible()
    plain.get_by_role("button", name="Send it again").click()
    is_at(plain, drafts[1])
    assert "not\N{EM DASH}Kenya" in Decision.objects.get(draft=drafts[0]).reason


def edit(page: Page, place: int | str, label: str, typed: str) -> None:
    page.locator(f"#v{place}").get_by_role("button", name="Edit").click()
    page.get_by_label(label, exact=True).fill(typed)


def test_what_was_closed_without_saving_does_not_come_back(drafts: list[Draft], page: Page) -> None:
    opened(page, drafts[0])
    edit(page, 1, "Place", "Nadi")
    page.get_by_role("button", name="Close without saving").click()
    expect(page.locator(".editor")).to_have_count(0)
    page.locator("#v1").get_by_role("button", name="Edit").click()
    expect(page.get_by_label("Place", exact=True)).to_have_value("Suva")
    page.reload()
    expect(page.get_by_label("Place", exact=True)).to_have_value("Suva")


def test_what_was_put_back_does_not_come_back(drafts: list[Draft], page: Page) -> None:
    opened(page, drafts[0])
    edit(page, 1, "Place", "Nadi")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#v1")).to_contain_text("changed by you")
    page.get_by_role("button", name="Put back the machine").click()
    expect(page.locator("#v1")).not_to_contain_text("changed by you")
    page.locator("#v1").get_by_role("button", name="Edit").click()
    expect(page.get_by_label("Place", exact=True)).to_have_value("Suva")


def test_closing_that_failed_loses_nothing(drafts: list[Draft], page: Page) -> None:
    opened(page, drafts[0])
    edit(page, 1, "Place", "Nadi")
    page.route("**/values*", lambda route: route.abort())
    page.get_by_role("button", name="Close without saving").click()
    expect(page.locator(".undo--lost")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Place", exact=True)).to_have_value("Nadi")


def test_another_value_that_is_being_typed_is_kept_while_one_is_closed(
    drafts: list[Draft], page: Page
) -> None:
    opened(page, drafts[0])
    edit(page, 1, "Place", "Nadi")
    edit(page, 0, "Value", "Haven Pact")
    page.get_by_role("button", name="Close without saving").click()
    expect(page.locator(".editor")).to_have_count(0)
    page.locator("#v1").get_by_role("button", name="Edit").click()
    expect(page.get_by_label("Place", exact=True)).to_have_value("Nadi")


def test_what_was_ticked_stays_with_its_value_where_one_before_it_is_removed(
    drafts: list[Draft], page: Page, editor: User
) -> None:
    added = [
        ProposedTerm(name=name, value=value, sources=(Judgement("so", editor.pk),))
        for name, value in (("renewal", "yearly"), ("identifier", "UNTS 1"))
    ]
    curation.revise(drafts[0].pk, editor, 1, Revision(added=tuple(added)))
    opened(page, drafts[0])
    page.locator("#keep-4").uncheck()
    page.locator("#v4").get_by_role("button", name="Remove").click()
    expect(page.locator("#v5")).to_have_count(0)
    expect(page.locator("#keep-4")).to_be_checked()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_the_page_to_send_it_again_breaks_no_rule_of_access(
    drafts: list[Draft], page: Page, width: int, scheme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto("/review/ingest")
    outdate(page)
    page.locator("textarea").fill("Kenya and Fiji " * 40)
    page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_role("heading", name="Not saved")).to_be_visible()
    page.get_by_text("What you typed", exact=True).click()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert broken_rules(page) == []
