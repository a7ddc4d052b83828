"""A draft dealt again, in a real browser: the same keys, the same forms."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from agreements import curation
from agreements.curation import Verdict
from agreements.models import Draft, Opinion
from agreements.said import Said
from tests.access import broken_rules
from tests.agreements.pages.test_desk_keys import (
    drafts,  # noqa: F401  a fixture
    is_at,
    opened,
    sign_in,
)

# ruff: noqa: F811  fixtures are asked for by their names


@pytest.fixture
def again(
    drafts: list[Draft],
    browser_page: Page,
    editor: User,
    live_server: LiveServer,
    settings: Settings,
) -> Page:
    """Taras's page; Olena has approved the first draft, and he is asked again."""
    settings.REDEAL_PERCENT = 100
    taras = User.objects.create_user("taras")
    curation.approve(drafts[0].pk, editor, Verdict(1))
    sign_in(browser_page.context, taras, live_server)
    return browser_page


def test_values_are_changed_and_said_by_keys(again: Page, drafts: list[Draft]) -> None:
    page = opened(again, drafts[0])
    page.locator("#v1").focus()
    page.keyboard.press("Enter")
    place = page.get_by_label("Place", exact=True)
    place.fill("Nadi")
    page.reload()
    expect(place).to_have_value("Nadi")  # typed, not saved, and kept
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#v1")).to_contain_text("changed by you")
    page.locator("#keep-3").uncheck()
    page.locator("#v2").focus()
    page.keyboard.press("a")
    is_at(page, drafts[1])
    opinion = Opinion.objects.get(draft=drafts[0])
    said = Said.from_json(opinion.verdict or {})
    assert said.proposal is not None
    assert [getattr(s, "place", None) for s in said.proposal.statements] == [None, "Nadi", None]
    assert said.revision.left_out == {3}
    assert opinion.seconds


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_the_page_breaks_no_rule_of_access(
    again: Page, drafts: list[Draft], width: int, scheme: str
) -> None:
    again.set_viewport_size({"width": width, "height": 900})
    again.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page = opened(again, drafts[0])
    page.locator("#v1").get_by_role("button", name="Edit").click()
    expect(page.locator(".editor")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert broken_rules(page) == []
