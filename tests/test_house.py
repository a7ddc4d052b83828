"""What no linter knows: the house's own rules."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from config.run.places import ROOT

_LONGEST: Final = 300
_ROOMS: Final = ("agreements", "bench", "chaos", "config", "ingest", "tests")
_MODULES: Final = sorted(
    path
    for room in _ROOMS
    for path in (ROOT / room).rglob("*.py")
    if "migrations" not in path.parts
)


def test_no_module_outgrows_three_hundred_lines() -> None:
    lengths = {str(p.relative_to(ROOT)): p.read_text("utf-8").count("\n") for p in _MODULES}
    longer = {name: lines for name, lines in lengths.items() if lines > _LONGEST}
    assert {name for name in longer if not name.startswith("tests/")} == set()


def test_migrations_have_names() -> None:
    named = [p.stem for p in ROOT.glob("*/migrations/0*.py")]
    assert named
    assert [name for name in named if "_auto_" in name] == []


@pytest.mark.parametrize("page", sorted((ROOT / "templates").glob("*/[a-z]*.html")))
def test_every_page_says_what_it_extends(page: Path) -> None:
    assert page.read_text("utf-8").startswith('{% extends "base.html" %}')


def test_the_reader_knows_neither_django_nor_the_record() -> None:
    asked = "import sys, ingest.reader; print(*{name.split('.')[0] for name in sys.modules})"
    told = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert {"django", "agreements", "psycopg"} & set(told.stdout.split()) == set()
    assert "ingest" in told.stdout.split()


def test_no_file_names_a_package_registry_or_a_path_of_one_machine() -> None:
    git = shutil.which("git")
    assert git is not None
    listed = subprocess.run([git, "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    named = re.compile(
        r"--(extra-)?index-url \S|registry\s*=|files\.pythonhosted|/home/\w+/|/root/"
    )
    texts = {
        name: (ROOT / name).read_bytes().decode("utf-8", "replace")
        for name in listed.stdout.splitlines()
        if (ROOT / name).is_file() and name != "tests/test_house.py"
    }
    assert [name for name, text in texts.items() if named.search(text)] == []
