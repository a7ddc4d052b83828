"""Every check, cheapest first; `make test` and so the continuous integration run this."""

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Final, Never

from config.run.places import ROOT
from config.run.servers import REDIS_URL
from tests.browser import NoBrowserError, set_up_browser

_PYTHON: Final = sys.executable
_BIN: Final = Path(sys.executable).parent
# Nothing listens there: the checks before the tests need settings, but no server.
_SETTINGS: Final = {
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SECRET_KEY": secrets.token_urlsafe(64),
}


def main() -> int:
    """Run the checks and then the tests; say at the end which of them failed."""
    try:
        say(f"Browser: {set_up_browser()}")
    except NoBrowserError as refusal:
        say(str(refusal))
        return 1
    settings = os.environ | _SETTINGS
    failed = [name for name, command in checks() if not _passes(name, command, settings)]
    failed += [] if _passes("Tests", tests(os.environ), os.environ) else ["Tests"]
    if failed:
        say(f"Failed: {', '.join(failed)}.")
    return 1 if failed else 0


def checks() -> list[tuple[str, Sequence[str]]]:
    """Return each check's name and command line."""
    templates = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("templates/**/*.html"))
    manage = [_PYTHON, "-W", "ignore:Got an error checking:RuntimeWarning", "manage.py"]
    deployment = ["check", "--deploy", "--fail-level", "WARNING"]
    return [
        ("Format", [_PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."]),
        ("Lint", [_PYTHON, "-m", "ruff", "check", "--quiet", "."]),
        ("Import contracts", [str(_BIN / "lint-imports")]),
        ("Template syntax", [str(_BIN / "djade"), "--check", *templates]),
        ("Template lint", [_PYTHON, "-m", "djlint", "--lint", "--quiet", "templates"]),
        ("Types", [_PYTHON, "-m", "mypy", "."]),
        ("Deployment", ["env", "PUBLIC_HTTPS=true", *manage, *deployment]),
        ("Migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
    ]


def tests(environment: Mapping[str, str]) -> Sequence[str]:
    """Return the command line of the tests: a process a core, unless the broker is one for all."""
    command = [_PYTHON, "-m", "pytest"]
    if environment.get(REDIS_URL):
        return command
    return [*command, "-n", "logical", "--maxprocesses", "4", "--dist", "worksteal"]


def say(line: str) -> None:
    """Write a line at once, in order with what the checks write."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _passes(name: str, command: Sequence[str], environment: Mapping[str, str]) -> bool:
    say(f"== {name}")
    began = time.monotonic()
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        _end_with_us(process)
        code = process.wait()
    if name != "Tests":  # whose closing line stays the last
        say(f"   {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - began:.1f} s")
    return code == 0


def _end_with_us(process: subprocess.Popen[bytes]) -> None:
    def end(number: int, _: FrameType | None) -> Never:
        process.terminate()
        process.wait()
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, end)


if __name__ == "__main__":
    sys.exit(main())
