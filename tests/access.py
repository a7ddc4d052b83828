"""The rules of access that pages keep, looked at by axe-core."""

from typing import Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# All that a page in other colours can newly break.
COLOURS: Final = ("color-contrast",)


def broken_rules(page: Page, rules: tuple[str, ...] = RULES) -> list[tuple[str, str]]:
    """Return each rule that the page breaks as it is shown, with the first element that does.

    Of rules that are kept nothing is told: to describe each element that keeps them takes longer
    than to look at all.
    """
    options = {"runOnly": list(rules), "resultTypes": ["violations"]}
    report = Axe().run(page, options=options)
    return [
        (broken["id"], broken["nodes"][0]["html"][:160]) for broken in report.response["violations"]
    ]
