"""The browser for the tests: one that is installed, or else one that can be."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from playwright.sync_api import ConsoleMessage, Error, Page, Request, sync_playwright

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_MAC_PATHS: Final = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# Pages of the browser's own about each window: what drops down below the address bar, and a
# process kept ready for a tab that no test opens. They cost twice what a page of ours does.
_NEEDLESS: Final = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess")
# What Playwright switches off: the browser heeds the last such argument alone, which is ours.
_OFF_FOR_PLAYWRIGHT: Final = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "TcpPortRandomizationWin",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "msForceBrowserSignIn",
    "msEdgeUpdateLaunchServicesPreferredVersion",
)
_DOWNLOAD_SECONDS: Final = 300
# A machine that cannot reach the download's host must not wait for it long.
_CONNECT_MILLISECONDS: Final = "15000"


class NoBrowserError(Exception):
    """There is no browser, and none can be had; the message says what to install."""


def find_browser(environment: Mapping[str, str]) -> Path | None:
    """Return an installed Chromium or Chrome, or Playwright's own; None when there is none."""
    return next((path for path in _candidates(environment) if os.access(path, os.X_OK)), None)


def set_up_browser() -> Path:
    """Return a browser, installing one where that is possible; raises NoBrowserError."""
    if path := find_browser(os.environ):
        return path
    if named := os.environ.get("CHROME"):
        raise NoBrowserError(f"CHROME is {named!r}: there is no program to run.")
    for attempt in (_download, _install_package):
        attempt()
        if path := find_browser(os.environ):
            return path
    raise NoBrowserError(
        "No browser for the tests: install Chromium or Google Chrome, "
        "or name one with CHROME=/path/to/chrome."
    )


def arguments() -> Sequence[str]:
    """Return what to start the browser with: root, as in most containers, has no sandbox."""
    plain = ["--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking"]
    plain += [f"--disable-features={','.join((*_OFF_FOR_PLAYWRIGHT, *_NEEDLESS))}"]
    return ["--no-sandbox", *plain] if os.geteuid() == 0 else plain


def watch(page: Page, home: str) -> list[str]:
    """Return a list that fills with what goes wrong: script errors, requests elsewhere."""
    problems: list[str] = []
    page.on("console", lambda message: problems.extend(_complaint(message)))
    page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
    page.on("request", lambda request: problems.extend(_foreign(request, home)))
    return problems


def main() -> int:
    """Print the path of the browser, installing one if need be."""
    try:
        sys.stdout.write(f"{set_up_browser()}\n")
    except NoBrowserError as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    return 0


def _complaint(message: ConsoleMessage) -> list[str]:
    # A page that answers bad input with a 4xx is meant to; Chromium calls that an error too.
    is_answer = message.page is not None and message.location["url"] == message.page.url
    if message.type != "error" or is_answer:
        return []
    return [f"console: {message.text} ({message.location})"]


def _foreign(request: Request, home: str) -> list[str]:
    is_ours = request.url.startswith((f"{home}/", "data:", "blob:", "about:"))
    return [] if is_ours else [f"request to {request.url}"]


def _candidates(environment: Mapping[str, str]) -> Iterator[Path]:
    if named := environment.get("CHROME"):
        yield Path(named)
        return
    for name in _NAMES:
        if found := shutil.which(name, path=environment.get("PATH")):
            yield Path(found)
    yield from map(Path, _MAC_PATHS)
    try:
        with sync_playwright() as playwright:
            yield Path(playwright.chromium.executable_path)
    except Error:  # its driver does not run here
        return


def _download() -> None:
    environment = os.environ | {"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": _CONNECT_MILLISECONDS}
    _try([sys.executable, "-m", "playwright", "install", "chromium"], environment)


def _install_package() -> None:
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    _try([apt, "update", "-q"], environment)
    _try([apt, "install", "-y", "-q", "--no-install-recommends", "chromium"], environment)


def _try(command: Sequence[str], environment: Mapping[str, str]) -> None:
    sys.stderr.write(f"  No browser yet; trying: {' '.join(command)}\n")
    try:
        subprocess.run(
            command,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_DOWNLOAD_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        sys.stderr.write(f"  {error}\n")


if __name__ == "__main__":
    sys.exit(main())
