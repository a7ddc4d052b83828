"""The virtual environment: made once, filled again only when the list of packages has changed.

Runs under the machine's own Python before any package is there, so it imports none of them.
"""

import fcntl
import hashlib
import json
import subprocess
import sys
import time
import venv
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = ROOT / ".venv"
LISTS: Final = {"run": ["run.txt"], "dev": ["dev.txt", "run.txt"]}  # dev.txt has all of run.txt
_LOG: Final = ROOT / "var" / "log" / "install.log"


class SetUpError(Exception):
    """The packages cannot be installed; the message is one sentence."""


def main() -> int:
    """Install the set of packages named on the command line, `run` or `dev`."""
    try:
        _LOG.parent.mkdir(parents=True, exist_ok=True)
        with (ROOT / "var" / "install.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            install(sys.argv[1])
    except SetUpError as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"Cannot write to {error.filename or ROOT}: {error.strerror}.\n")
        return 1
    return 0


def install(name: str) -> None:
    """Make .venv hold the pinned packages, checked by their hashes; idle when it does already."""
    wanted = {path: _digest(ROOT / "requirements" / path) for path in LISTS[name]}
    stamp = FOLDER / "installed.json"
    if _installed(stamp).items() >= wanted.items() and _works():
        return
    began = time.monotonic()
    sys.stdout.write("  Python packages (a minute or two at the first time) ")
    sys.stdout.flush()
    stamp.unlink(missing_ok=True)
    if not _works():
        _make()
    _install_from(LISTS[name][0])
    stamp.write_text(json.dumps(wanted), encoding="utf-8")
    sys.stdout.write(f"{time.monotonic() - began:.1f} s\n")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _installed(stamp: Path) -> dict[str, str]:
    try:
        return dict(json.loads(stamp.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _works() -> bool:
    return _quietly(str(FOLDER / "bin" / "python"), "-c", "import pip")


def _make() -> None:
    try:
        venv.create(FOLDER, clear=True, with_pip=True, symlinks=True)
    except subprocess.CalledProcessError as error:
        raise SetUpError(
            "This Python cannot make virtual environments: install its venv module "
            "(on Debian and Ubuntu: apt-get install python3-venv)."
        ) from error


def _install_from(path: str) -> None:
    file = str(ROOT / "requirements" / path)
    pip = [str(FOLDER / "bin" / "python"), "-m", "pip", "install", "--disable-pip-version-check"]
    if not _quietly(*pip, "--require-hashes", "-r", file):
        lines = _LOG.read_text(encoding="utf-8", errors="replace").splitlines()
        said = next(
            (line for line in reversed(lines) if line.startswith("ERROR")), "no reason given"
        )
        raise SetUpError(f"\nThe packages could not be installed: {said} (all of it in {_LOG})")


def _quietly(*command: str) -> bool:
    try:
        with _LOG.open("ab") as log:
            done = subprocess.run(command, stdout=log, stderr=log, check=False)  # noqa: S603  our own words
    except FileNotFoundError:
        return False
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
