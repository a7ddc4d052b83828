"""The rules of access that pages keep, looked at by axe-core."""

from typing import Final

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# All that a page in other colours can newly break.
COLOURS: Final = ("color-contrast",)
# What goes on for ever has no end to wait for.
_AT_REST: Final = """() => Promise.allSettled(document.getAnimations()
  .filter(one => one.effect.getComputedTiming().endTime !== Infinity).map(one => one.finished))"""
_LOOK: Final = """options => axe.run(options).then(({violations}) =>
  violations.map(({id, nodes}) => [id, nodes[0].html.slice(0, 160)]))"""


def broken_rules(page: Page, rules: tuple[str, ...] = RULES) -> list[tuple[str, str]]:
    """Return each rule that the page breaks as it is shown, with the first element that does.

    Of rules that are kept nothing is told: to describe each element that keeps them takes longer
    than to look at all.
    """
    # Looked at in the middle of a change, a colour is one that nobody is shown.
    page.evaluate(_AT_REST)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": list(rules), "resultTypes": ["violations"], "selectors": False}
    return [(rule, element) for rule, element in page.evaluate(_LOOK, options)]


def broken_in_any_theme(page: Page) -> list[tuple[str, str, str]]:
    """Return what the page breaks as it is, in light and then in dark; the theme comes first."""
    found = []
    for theme, rules in (("light", RULES), ("dark", COLOURS)):
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        found += [(theme, *broken) for broken in broken_rules(page, rules)]
    return found
