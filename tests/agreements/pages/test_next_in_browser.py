"""The draft that is gone on to is as it stands then, whatever the browser has of it."""

import gzip
from typing import Final

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, Response, expect

from agreements import curation
from agreements.models import Draft
from agreements.revision import Revision
from tests.agreements.pages.conftest import TEXT, MakeDraft
from tests.agreements.pages.test_desk_keys import desk_page, is_at, opened  # noqa: F401  a fixture
from tests.record import load_record

MOST: Final = 32_500  # bytes; docs/review.md says why it is no less


@pytest.fixture
def drafts(transactional_db: None, make_draft: MakeDraft) -> list[Draft]:
    """Two drafts that wait, each by itself."""
    load_record()
    made = [make_draft(text=f"{TEXT} Number {number}.") for number in range(2)]
    Draft.objects.update(head=None)
    return made


@pytest.mark.parametrize("key", ["]", "a"])
def test_the_next_draft_is_shown_as_it_stands_now(
    drafts: list[Draft],
    desk_page: Page,  # noqa: F811  the fixture
    key: str,
) -> None:
    page = opened(desk_page, drafts[0])
    taras = User.objects.create_user("taras")
    curation.revise(drafts[1].pk, taras, drafts[1].version, Revision(frozenset({0, 3})))
    page.keyboard.press(key)
    is_at(page, drafts[1])
    expect(page.locator("#draft [name=version]")).to_have_value("2")
    page.goto("/about/map")
    page.go_back()
    is_at(page, drafts[1])
    expect(page.locator("#draft [name=version]")).to_have_value("2")


def test_a_page_of_the_desk_is_asked_for_each_time_and_kept_by_nobody_else(
    drafts: list[Draft],
    desk_page: Page,  # noqa: F811  the fixture
) -> None:
    asked: list[str] = []
    desk_page.on("request", lambda request: asked.append(request.url))
    answer = desk_page.goto(f"/review/{drafts[0].pk}")
    assert answer is not None
    assert answer.headers["cache-control"] == "private, no-cache"
    desk_page.wait_for_load_state("networkidle")  # time enough to ask ahead
    assert not [url for url in asked if url.endswith(f"/review/{drafts[1].pk}")]


def test_the_scripts_of_the_desk_do_not_grow(
    drafts: list[Draft],
    desk_page: Page,  # noqa: F811  the fixture
) -> None:
    sizes: dict[str, int] = {}
    desk_page.on("response", lambda one: _weigh(one, sizes))
    opened(desk_page, drafts[0])
    assert sum(sizes.values()) < MOST, sizes


def _weigh(response: Response, sizes: dict[str, int]) -> None:
    if response.url.endswith(".js"):
        sizes[response.url.rsplit("/", 1)[1]] = len(gzip.compress(response.body(), 9))
