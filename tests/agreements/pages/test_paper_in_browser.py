"""Pages on paper: what they leave out, and that nothing is cut off."""

from typing import Final

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.record import load_record

# A4 at 96 dots an inch, less the margins that browsers take.
PAPER: Final[ViewportSize] = {"width": 718, "height": 1047}
PRINTED: Final = [
    ("/agreements/A-1224", "h1, .life, .facts, #citation"),
    ("/agreements?party=UA", "h1, .result__title, .status"),
    ("/countries/UA", "h1, .numbers, .life-lines, .country-rows"),
    ("/commitments?party=UA", "h1, .matrix__table, .cell"),
    ("/?country=UA", "h1, svg.map, .legend, .table"),
    ("/timeline", "h1, .bars-card, .year"),
    ("/compare?a=A-1224&a=A-1216", "h1, .sides"),
]
# What lies right of the paper's edge, and is therefore cut off; what only machines read may.
CUT: Final = """() => {
  const edge = document.documentElement.clientWidth + 1;
  return [...document.querySelectorAll('main *')]
    .filter(one => one.checkVisibility() && !one.closest('.unseen, svg'))
    .filter(one => one.getBoundingClientRect().right > edge)
    .map(one => one.className || one.tagName).slice(0, 5);
}"""


@pytest.fixture
def paper(transactional_db: None, browser_page: Page) -> Page:
    """A sheet of paper."""
    load_record()
    browser_page.emulate_media(media="print", color_scheme="dark")
    browser_page.set_viewport_size(PAPER)
    return browser_page


@pytest.mark.parametrize(("address", "kept"), PRINTED)
def test_a_page_is_printed_without_what_only_a_screen_can_do(
    paper: Page, address: str, kept: str
) -> None:
    paper.goto(address)
    for gone in (".top", ".foot", "main .button", "main input", "main select"):
        expect(paper.locator(f"{gone} >> visible=true")).to_have_count(0)
    for part in kept.split(", "):
        expect(paper.locator(part).first).to_be_visible()
    ground = paper.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    assert paper.evaluate(CUT) == []


def test_an_agreement_becomes_a_document(paper: Page) -> None:
    paper.goto("/agreements/A-1224")
    document = paper.pdf(format="A4")
    assert document.startswith(b"%PDF")
    assert document.count(b"/Type /Page\n") in {1, 2, 3}
    # A link of the record works on paper that is a screen.
    assert b"/URI" in document
