"""The desk where something comes in between: others, a failing server, a session that ended."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from agreements import curation
from agreements.curation import Verdict
from agreements.models import Agreement, Decision, Draft
from agreements.revision import Revision
from tests.access import COLOURS, broken_rules
from tests.agreements.pages.conftest import TEXT, MakeDraft
from tests.agreements.pages.test_desk_keys import (  # fixtures too
    drafts,  # noqa: F401  a fixture
    fail_once,
    is_at,
    opened,
    shaky_page,  # noqa: F401  a fixture
    sign_in,
    state,
)
from tests.agreements.pages.test_evidence_in_browser import SELECT

# ruff: noqa: F811  fixtures are asked for by their names

HURRY = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '%s', bubbles: true}));"


@pytest.fixture
def page(shaky_page: Page) -> Iterator[Page]:
    """The editor's page, where answers may be errors; a script's error fails the test."""
    problems: list[str] = []
    shaky_page.on("pageerror", lambda error: problems.append(f"{error}"))
    yield shaky_page
    assert problems == []


@pytest.fixture
def taras(transactional_db: None) -> User:
    return User.objects.create_user("taras")


@pytest.fixture
def published(drafts: list[Draft], taras: User, make_draft: MakeDraft) -> Agreement:
    decision = curation.approve(make_draft(TEXT, signed="2026-03").pk, taras, Verdict(1))
    assert decision.agreement is not None
    return decision.agreement


@pytest.fixture
def contradicting(published: Agreement, make_draft: MakeDraft) -> Draft:
    return make_draft(text=f"{TEXT} No.", signed="2026-04-05")


def snatch(draft: Draft, editor: User, taras: User) -> None:
    """Let Taras approve what the editor has before them."""
    curation.take_over(draft.pk, taras, held_by=editor.pk)
    draft.refresh_from_db()
    curation.approve(draft.pk, taras, Verdict(draft.version))


def last(draft: Draft) -> Decision:
    return Decision.objects.filter(draft=draft).latest("pk")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_what_another_decided_meanwhile_is_told_and_nothing_is_decided(
    drafts: list[Draft], page: Page, editor: User, taras: User
) -> None:
    opened(page, drafts[0])
    snatch(drafts[0], editor, taras)
    press(page, "a")
    expect(page.locator("main")).to_contain_text("Approved by taras")
    expect(page.locator("[data-told]")).to_be_visible()
    assert last(drafts[0]).editor == taras
    press(page, "]")
    is_at(page, drafts[1])


def test_undo_pressed_before_a_refusal_undoes_nothing_else(
    drafts: list[Draft], page: Page, editor: User, taras: User
) -> None:
    opened(page, drafts[0])
    press(page, "a")
    is_at(page, drafts[1])
    expect(page.locator("h1:focus")).to_be_visible()
    snatch(drafts[1], editor, taras)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate(HURRY % "a" + HURRY % "u")
    expect(page.locator("[data-told]")).to_be_visible()
    page.wait_for_timeout(300)
    assert [url for url in asked if "/undo" in url] == []
    assert last(drafts[1]).editor == taras


def test_s_makes_the_selected_words_the_evidence(drafts: list[Draft], page: Page) -> None:
    opened(page, drafts[0])
    page.locator("#v2").focus()
    # In one turn: the key comes before the browser has told of the selection.
    page.evaluate(f"words => {{ ({SELECT})(words); {HURRY % 's'} }}", "Number 0")
    expect(page.locator("#v2")).to_contain_text("changed by you")
    drafts[0].refresh_from_db()
    (source,) = Revision.from_json(drafts[0].revised).changed[2].sources
    assert getattr(source, "words", getattr(source, "text", "")) == "Number 0"


def test_l_b_and_t_put_off_send_back_and_split(drafts: list[Draft], page: Page) -> None:
    opened(page, drafts[0])
    press(page, "l", "1", "Enter")
    is_at(page, drafts[1])
    expect(page.locator("h1:focus")).to_be_visible()
    assert last(drafts[0]).verb == Decision.Verb.DEFER
    press(page, "b")
    expect(page.locator("#back_note")).to_be_focused()
    page.keyboard.type("a look at Suva")
    press(page, "Control+Enter")
    is_at(page, drafts[2])
    expect(page.locator("h1:focus")).to_be_visible()
    assert (last(drafts[1]).verb, last(drafts[1]).reason) == ("send_back", "a look at Suva")
    press(page, "t", "4", "Control+Enter")
    expect(page.locator(".undo")).to_contain_text("Split")
    expect(page.locator("#undo-last")).to_be_visible()
    assert last(drafts[2]).verb == Decision.Verb.SPLIT
    assert Draft.objects.filter(split_from=drafts[2]).count() == 1


def test_an_undecided_contradiction_blocks_approval_and_has_the_focus(
    contradicting: Draft, published: Agreement, page: Page
) -> None:
    page.goto(f"/review/{contradicting.pk}?agreement={published.key}")
    page.locator("#vparties").focus()
    press(page, "y", "-", "p")  # they rule on the current value alone
    expect(page.locator('[name="rule-1"]:checked')).to_have_count(0)
    press(page, "a")
    expect(page.locator("[data-told]")).to_contain_text("Sources differ on: Signed")
    expect(page.locator('[name="rule-1"]:focus')).to_have_count(1)
    assert state(contradicting) == Draft.State.OPEN
    for key, ruling in (("y", "keep"), ("-", "empty"), ("p", "speak")):
        press(page, key)
        expect(page.locator('[name="rule-1"]:checked')).to_have_value(ruling)
    press(page, "a")
    expect(page.locator("#undo-last")).to_contain_text("Approved")
    assert state(contradicting) == Draft.State.APPROVED


def test_c_o_and_r_show_all_values_the_original_and_the_record(
    published: Agreement, make_draft: MakeDraft, page: Page
) -> None:
    opened(page, make_draft(text=f"{TEXT} Again."))
    same = page.locator(".field--same").first
    expect(same).to_be_hidden()
    press(page, "c")
    expect(same).to_be_visible()
    press(page, "c")
    expect(same).to_be_hidden()
    page.context.route("https://ledger.example/**", lambda route: route.fulfill(body="The pact"))
    for key, address in (("o", "ledger.example/pact"), ("r", f"/agreements/{published.key}")):
        with page.context.expect_page() as other:
            press(page, key)
        expect(other.value).to_have_url(re.compile(re.escape(address)))
        other.value.close()


def test_after_an_error_of_the_server_what_was_typed_stays_and_retry_works(
    drafts: list[Draft], page: Page
) -> None:
    opened(page, drafts[0])
    fail_once(page, "**/decide*", 502)
    press(page, "x", "4")
    page.locator("#details").fill("not Kenya")
    press(page, "Control+Enter")
    expect(page.locator(".undo--lost")).to_contain_text("Not saved.")
    expect(page.locator("#details")).to_have_value("not Kenya")
    retry = page.get_by_role("button", name="Retry")
    expect(retry).to_be_focused()
    press(page, "Enter")
    is_at(page, drafts[1])
    assert "not Kenya" in last(drafts[0]).reason


def test_an_undo_asked_for_while_saving_failed_does_not_come_later(
    drafts: list[Draft], page: Page
) -> None:
    opened(page, drafts[0])
    fail_once(page, "**/decide*", 502)
    page.evaluate(HURRY % "a" + HURRY % "u")
    page.get_by_role("button", name="Retry").press("Enter")
    is_at(page, drafts[1])
    page.wait_for_timeout(300)
    assert state(drafts[0]) == Draft.State.APPROVED


def test_who_is_signed_out_signs_in_and_finds_what_was_typed(
    drafts: list[Draft], page: Page
) -> None:
    opened(page, drafts[0])
    press(page, "x", "4")
    page.locator("#details").fill("not Kenya")
    Session.objects.all().delete()
    page.context.clear_cookies(name="sessionid")
    press(page, "Control+Enter")
    page.wait_for_url("**/login?*")
    assert state(drafts[0]) == Draft.State.OPEN
    page.get_by_label("Name").fill("olena")
    page.get_by_label("Password").fill("a long enough word")
    press(page, "Enter")
    is_at(page, drafts[0])
    expect(page.locator("#details")).to_have_value("not Kenya")
    expect(page.locator('[name="reason"]:checked')).to_have_value("Read wrongly")


def test_an_open_editor_is_as_it_was_after_the_page_is_loaded_again(
    drafts: list[Draft], page: Page
) -> None:
    opened(page, drafts[0])
    page.locator("#v1").focus()
    press(page, "Enter")
    page.get_by_label("Date", exact=True).fill("2026-03-04")
    page.get_by_label("these words of the text").check()
    page.get_by_label("The exact words of the text").fill("Kenya and Fiji")
    page.reload()
    expect(page.get_by_label("Date", exact=True)).to_have_value("2026-03-04")
    expect(page.get_by_label("these words of the text")).to_be_checked()
    expect(page.get_by_label("The exact words of the text")).to_have_value("Kenya and Fiji")


def test_the_list_of_keys_breaks_no_rule_of_access(drafts: list[Draft], page: Page) -> None:
    opened(page, drafts[0])
    press(page, "?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.emulate_media(color_scheme="light")
    assert broken_rules(page) == []
    page.emulate_media(color_scheme="dark")
    assert broken_rules(page, COLOURS) == []


def test_all_is_decided_without_script(
    drafts: list[Draft], browser: Browser, editor: User, live_server: LiveServer
) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    sign_in(context, editor, live_server)
    page = context.new_page()
    page.goto(f"/review/{drafts[0].pk}")
    page.get_by_role("button", name="Edit Signed").click()
    page.get_by_label("Place", exact=True).fill("Nadi")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#v1")).to_contain_text("Nadi")
    page.get_by_role("button", name="Approve and next").click()
    is_at(page, drafts[1])
    page.locator('summary[data-act="reject"]').click()
    page.get_by_label("Read wrongly").check()
    page.get_by_role("button", name="Reject and next").click()
    is_at(page, drafts[2])
    page.locator("summary", has_text="More").click()
    page.locator('summary[data-act="later"]').click()
    page.get_by_role("radio", name=re.compile("Tomorrow", re.IGNORECASE)).check()
    page.get_by_role("button", name="Put off, and next").click()
    expect(page.get_by_text("Nothing left to review")).to_be_visible()
    verbs = [last(draft).verb for draft in drafts]
    assert verbs == [Decision.Verb.APPROVE, Decision.Verb.REJECT, Decision.Verb.DEFER]
    context.close()
