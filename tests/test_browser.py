"""The browser for the tests, and the page that watches itself."""

import re
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests import browser as browsers
from tests.browser import NoBrowserError, find_browser, set_up_browser, watch

_DISABLED: Final = re.compile(r"--disable-features=(\S+)")


def test_a_named_browser_goes_before_all_others(tmp_path: Path) -> None:
    named = tmp_path / "my-chrome"
    named.touch(mode=0o755)
    assert find_browser({"CHROME": str(named), "PATH": "/usr/bin"}) == named


def test_a_named_browser_that_is_not_there_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROME", str(tmp_path / "gone"))
    with pytest.raises(NoBrowserError, match=r"CHROME is '.*gone': there is no program to run"):
        set_up_browser()


def test_where_none_can_be_had_the_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[str] = []
    monkeypatch.delenv("CHROME", raising=False)
    monkeypatch.setattr(browsers, "find_browser", lambda _environment: None)
    monkeypatch.setattr(browsers, "_download", lambda: tried.append("download"))
    monkeypatch.setattr(browsers, "_install_package", lambda: tried.append("package"))
    with pytest.raises(NoBrowserError, match="install Chromium or Google Chrome"):
        set_up_browser()
    assert tried == ["download", "package"]


def test_what_playwright_switches_off_stays_off_beside_what_we_do(browser: Browser) -> None:
    session = browser.new_browser_cdp_session()
    told = session.send("SystemInfo.getInfo")["commandLine"]
    session.detach()
    *others, ours = (set(each.split(",")) for each in _DISABLED.findall(told))
    assert others
    assert set().union(*others) < ours


def test_the_page_reaches_the_running_product(browser_page: Page, live_server: LiveServer) -> None:
    answer = browser_page.goto("/healthz")
    assert answer
    assert (answer.status, answer.url) == (200, f"{live_server.url}/healthz")


def test_requests_elsewhere_and_errors_in_the_console_are_noticed(
    browser: Browser, live_server: LiveServer
) -> None:
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    problems = watch(page, live_server.url)
    page.route("https://elsewhere.example/**", lambda route: route.fulfill(body=""))
    page.goto("/healthz")
    assert problems == []
    page.goto("https://elsewhere.example/x")
    page.evaluate("console.error('broken')")
    context.close()
    assert problems[0] == "request to https://elsewhere.example/x"
    assert problems[-1].startswith("console: broken")
