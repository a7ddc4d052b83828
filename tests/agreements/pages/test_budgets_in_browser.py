"""What a page may weigh, and that nothing on it moves after it is shown."""

import gzip
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, Response
from pytest_django.live_server_helper import LiveServer

from config.static_files import smaller
from tests.record import load_record


@dataclass(frozen=True, slots=True)
class Budget:
    """What a page may have: kilobytes (gzipped) of HTML and of scripts, and elements."""

    html: int
    scripts: int
    elements: int


BUDGETS: Final = {
    "/": Budget(80, 22, 1500),
    "/?country=US": Budget(85, 22, 1800),
    "/countries/US": Budget(25, 20, 1500),
    "/commitments?party=US": Budget(30, 20, 2500),
    "/agreements?party=UA": Budget(20, 20, 1000),
    "/agreements/A-1224": Budget(20, 17, 600),
    "/timeline": Budget(20, 20, 1500),
    "/pairs/GB/UA": Budget(20, 17, 600),
    "/embed/map": Budget(70, 5, 1200),
}
CSS_KILOBYTES: Final = 10
FONT_KILOBYTES: Final = 100
MOST_MOVED: Final = 0.02
# The sum of all shifts that no visitor caused, half a second after page and fonts are there.
MOVED: Final = """() => document.fonts.ready.then(() => new Promise(done => {
  let moved = 0;
  new PerformanceObserver(list => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) moved += shift.value;
  }).observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(moved), 500);
}))"""


# How many elements change their looks over time.
RESTLESS: Final = """() => [...document.querySelectorAll('*')].map(one => getComputedStyle(one))
  .filter(style => /[1-9]/.test(style.transitionDuration) || style.animationName !== 'none')
  .length"""


@dataclass(frozen=True, slots=True)
class Visitors:
    """Each visitor comes for the first time: nothing of the site is kept in the browser."""

    browser: Browser
    home: str

    @contextmanager
    def one(self, width: int = 1440) -> Iterator[Page]:
        """Yield a new visitor's page."""
        context = self.browser.new_context(
            base_url=self.home, viewport={"width": width, "height": 900}
        )
        yield context.new_page()
        context.close()


@pytest.fixture
def visitors(transactional_db: None, browser: Browser, live_server: LiveServer) -> Visitors:
    """Visitors of the reference record."""
    load_record()
    return Visitors(browser, live_server.url)


def weights(answers: list[Response]) -> Counter[str]:
    sent: Counter[str] = Counter()
    for answer in answers:
        kind, body = answer.request.resource_type, answer.body()
        body = smaller(body) if kind == "stylesheet" else body
        # Fonts are compressed by themselves.
        sent[kind] += len(body if kind == "font" else gzip.compress(body, 9))
    return sent


def excess(page: Page, address: str, budget: Budget) -> list[str]:
    """Return what of a page is heavier than it may be."""
    answers: list[Response] = []

    def keep(answer: Response) -> None:  # a list's own method is none that Playwright can call
        answers.append(answer)

    page.on("response", keep)
    page.goto(address, wait_until="networkidle")
    sent = weights(answers)
    elements = page.evaluate("document.querySelectorAll('*').length")
    assert sent["font"] > 0
    within = {
        "html": sent["document"] <= budget.html * 1000,
        "scripts": sent["script"] <= budget.scripts * 1000,
        "styles": sent["stylesheet"] <= CSS_KILOBYTES * 1000,
        "fonts": sent["font"] <= FONT_KILOBYTES * 1000,
        "elements": elements <= budget.elements,
    }
    return [f"{address}: {name}" for name, is_within in within.items() if not is_within]


def test_every_page_keeps_to_its_budget(visitors: Visitors) -> None:
    found = []
    for address, budget in BUDGETS.items():
        with visitors.one() as page:
            found += excess(page, address, budget)
    assert found == []


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_moves_after_it_is_shown(visitors: Visitors, width: int) -> None:
    moved = {}
    for address in BUDGETS:
        with visitors.one(width) as page:
            page.goto(address)
            moved[address] = page.evaluate(MOVED)
    assert {at: by for at, by in moved.items() if by >= MOST_MOVED} == {}


def test_nothing_fades_or_turns_for_who_asked_for_less_motion(visitors: Visitors) -> None:
    restless = {}
    for address in BUDGETS:
        with visitors.one() as page:
            page.emulate_media(reduced_motion="reduce")
            page.goto(address)
            restless[address] = page.evaluate(RESTLESS)
    assert set(restless.values()) == {0}, restless
