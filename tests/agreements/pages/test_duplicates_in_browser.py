"""The search for what a draft is a duplicate of, by keys, whatever comes in between."""

from playwright.sync_api import Page, Route, expect

from agreements.models import Agreement, Decision, Draft
from tests.agreements.pages.test_desk_in_browser import (  # fixtures too
    last,
    page,  # noqa: F401  a fixture
    press,
    published,  # noqa: F401  a fixture
    taras,  # noqa: F401  a fixture
)
from tests.agreements.pages.test_desk_keys import (  # fixtures too
    drafts,  # noqa: F401  a fixture
    fail_once,
    is_at,
    opened,
    shaky_page,  # noqa: F401  a fixture
    state,
)

# ruff: noqa: F811  fixtures are asked for by their names


def test_d_finds_what_it_is_a_duplicate_of(
    drafts: list[Draft], page: Page, published: Agreement
) -> None:
    opened(page, drafts[0])
    press(page, "d")
    expect(page.locator("#targets-for")).to_be_focused()
    # What is chosen of an earlier list goes with it.
    page.locator("#targets").evaluate("list => list.firstElementChild.dataset.old = ''")
    page.locator("#targets-for").fill(published.key)
    expect(page.locator("#targets [data-old]")).to_have_count(0)
    expect(page.locator('#targets [name="of"]').first).to_have_value(published.key)
    press(page, "Tab", "Tab", "Space", "Control+Enter")
    is_at(page, drafts[1])
    assert last(drafts[0]).verb == Decision.Verb.DUPLICATE
    assert Draft.objects.get(pk=drafts[0].pk).match == published


def test_a_key_before_the_list_of_duplicates_waits_for_it(
    drafts: list[Draft], page: Page, published: Agreement
) -> None:
    opened(page, drafts[0])
    held: list[Route] = []
    is_held = True

    def hold(route: Route) -> None:
        if is_held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/duplicates*", hold)
    press(page, "d")
    page.locator("#targets-for").fill(published.key)
    with page.expect_request("**/duplicates*"):
        press(page, "ArrowDown", "Enter")
    expect(page.locator("#targets-for")).to_be_focused()
    expect(page.locator("#targets :checked")).to_have_count(0)
    is_held = False
    for route in held:
        route.continue_()
    expect(page.locator('#targets [name="of"]:focus:checked')).to_have_value(published.key)
    press(page, "Enter")
    is_at(page, drafts[1])
    assert Draft.objects.get(pk=drafts[0].pk).match == published


def test_a_search_without_answer_says_so_and_offers_no_retry_of_a_decision(
    drafts: list[Draft], page: Page
) -> None:
    opened(page, drafts[0])
    fail_once(page, "**/duplicates*")
    press(page, "d")
    page.locator("#targets-for").fill("Kenya")
    expect(page.locator("#targets")).to_contain_text("The search got no answer: try again.")
    expect(page.locator(".undo--lost")).to_have_count(0)
    assert state(drafts[0]) == Draft.State.OPEN
