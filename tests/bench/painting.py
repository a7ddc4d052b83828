"""When a browser has painted what a page is about, on a processor four times slower than ours."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from playwright.sync_api import Browser, sync_playwright

from tests.bench.rounds import percentile
from tests.browser import arguments, set_up_browser

MOST_MS: Final = 1500
MOST_MOVED: Final = 0.02
_SLOWER: Final = 4
_SIZES: Final = ((1440, 900), (390, 844))
# The last of the largest parts painted (ms), and the sum of what moved without a visitor's doing.
_SEEN: Final = """() => new Promise(done => {
  let painted = 0, moved = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) painted = Math.max(painted, entry.startTime);
  }).observe({type: 'largest-contentful-paint', buffered: true});
  new PerformanceObserver(list => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) moved += shift.value;
  }).observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done([painted, moved]), 1500);
})"""


@dataclass(slots=True)
class Painted:
    """One page at one width: when its largest part was painted (ms), and how much of it moved."""

    name: str
    width: int
    tries: list[float] = field(default_factory=list)
    moved: list[float] = field(default_factory=list)

    @property
    def is_met(self) -> bool:
        """Tell whether half of the tries were in time, and nothing moved."""
        return percentile(self.tries, 50) <= MOST_MS and max(self.moved) < MOST_MOVED


def paint(
    home: str, places: Mapping[str, str], times: int, say: Callable[[str], object]
) -> list[Painted]:
    """Start a browser, open each page as often as told, and say when it was painted."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=set_up_browser(), args=list(arguments())
        )
        found = watch(browser, home, places, times)
        browser.close()
    say(f"\n{'painted, processor ' + str(_SLOWER) + ' x slower':<34}{'width':>6}{'p50 ms':>9}")
    for each in found:
        say(
            f"{each.name:<34}{each.width:>6}{percentile(each.tries, 50):>9.0f}"
            f"   moved {max(each.moved):.4f}   {'met' if each.is_met else 'MISSED'}"
        )
    return found


def watch(browser: Browser, home: str, places: Mapping[str, str], times: int) -> list[Painted]:
    """Open each page with an empty cache, once unmeasured and then as often as told."""
    found = []
    for name, address in places.items():
        for width, height in _SIZES:
            row = Painted(name, width)
            for number in range(-1, times):
                painted, moved = _one(browser, f"{home}{address}", width, height)
                if number >= 0:
                    row.tries.append(painted)
                    row.moved.append(moved)
            found.append(row)
    return found


def _one(browser: Browser, address: str, width: int, height: int) -> tuple[float, float]:
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
    page.goto(address)
    painted, moved = page.evaluate(_SEEN)
    context.close()
    return float(painted), float(moved)
