"""Clients for the API, generated from its description as its users would do."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from config.run.places import ROOT

_BIN: Final = Path(sys.executable).parent
_SCHEMA: Final = ROOT / "docs" / "openapi.yaml"
_SECONDS: Final = 600
_DENO: Final = {
    "compilerOptions": {
        "lib": ["deno.window", "dom"],
        "strict": False,
        "noImplicitOverride": False,
    }
}


class Python:
    """A Python client: its programs import `atlas_client`."""

    def __init__(self, folder: Path) -> None:
        """Generate the client into an empty folder."""
        self.folder = folder
        _generate("python", folder, "--package-name", "atlas_client")

    def run(self, program: Path, *words: str) -> dict[str, object]:
        """Run a program with these words and return the JSON object that it says."""
        return _run([sys.executable, str(program), *words], PYTHONPATH=str(self.folder))


class TypeScript:
    """A TypeScript client: its programs import `./index.ts`, and are checked with its types."""

    def __init__(self, folder: Path) -> None:
        """Generate the client into an empty folder."""
        self.folder = folder
        _generate("typescript-fetch", folder, "--additional-properties=importFileExtension=.ts")
        (folder / "deno.json").write_text(json.dumps(_DENO), encoding="ascii")

    def run(self, program: Path, *words: str) -> dict[str, object]:
        """Check a program's types, run it with these words, return the JSON object that it says."""
        copied = self.folder / program.name
        copied.write_bytes(program.read_bytes())
        deno = [str(_BIN / "deno"), "run", "--check", "--quiet", "--no-remote", "--no-npm"]
        allowed = ["--allow-net=localhost,127.0.0.1", f"--config={self.folder / 'deno.json'}"]
        home = self.folder / ".deno"
        return _run([*deno, *allowed, str(copied), *words], DENO_DIR=str(home), NO_COLOR="1")


def _generate(language: str, folder: Path, *more: str) -> None:
    generator = str(_BIN / "openapi-generator-cli")
    command = [generator, "generate", "-i", str(_SCHEMA), "-g", language, "-o", str(folder), *more]
    subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)


def _run(command: list[str], **settings: str) -> dict[str, object]:
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")} | settings
    ran = subprocess.run(
        command, capture_output=True, text=True, timeout=_SECONDS, env=environment, check=False
    )
    assert ran.returncode == 0, ran.stderr
    told: dict[str, object] = json.loads(ran.stdout)
    return told
