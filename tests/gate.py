"""Every check, cheapest first; `make test` and so the continuous integration run this.

The tests run from the beginning, beside the other checks, and are heard after them.
"""

import contextlib
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
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
    """Run the checks and the tests; say at the end which of them failed."""
    signal.signal(signal.SIGTERM, leave)
    try:
        say(f"Browser: {set_up_browser()}")
    except NoBrowserError as refusal:
        say(str(refusal))
        return 1
    failed = run(checks(), os.environ | _SETTINGS, tests(os.environ), os.environ)
    if failed:
        say(f"Failed: {', '.join(failed)}.")
    return 1 if failed else 0


def run(
    before: Sequence[tuple[str, Sequence[str]]],
    settings: Mapping[str, str],
    tests: Sequence[str],
    environment: Mapping[str, str],
) -> list[str]:
    """Run the checks one after another, the tests beside them; return what failed, in order.

    What the tests say waits in the pipe meanwhile, where a minute of dots has room.
    """
    with _begun(tests, environment, subprocess.PIPE) as testing:
        failed = [name for name, command in before if not _passes(name, command, settings)]
        say("== Tests")
        assert testing.stdout is not None  # a pipe, see above
        # By descriptor: a buffer would wait for more than a few dots.
        while said := os.read(testing.stdout.fileno(), 65_536):
            os.write(sys.stdout.fileno(), said)
        code = testing.wait()
    return failed if code == 0 else [*failed, "Tests"]


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
    if sys.stdout.isatty():  # which the tests do not see
        command.append("--color=yes")
    if environment.get(REDIS_URL):
        return command
    return [*command, "-n", "logical", "--maxprocesses", "4", "--dist", "worksteal"]


def say(line: str) -> None:
    """Write a line at once, in order with what the checks write."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def leave(number: int, _: FrameType | None) -> Never:
    """End as a signal asks, and with us what runs."""
    raise SystemExit(128 + number)


def _passes(name: str, command: Sequence[str], environment: Mapping[str, str]) -> bool:
    say(f"== {name}")
    began = time.monotonic()
    with _begun(command, environment) as process:
        code = process.wait()
    say(f"   {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - began:.1f} s")
    return code == 0


@contextlib.contextmanager
def _begun(
    command: Sequence[str], environment: Mapping[str, str], output: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Have a program run here, and wait for its end."""
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output)
    try:
        yield process
    except SystemExit:  # Ctrl-C reaches it without us
        process.terminate()
        raise
    finally:
        process.communicate()


if __name__ == "__main__":
    sys.exit(main())
