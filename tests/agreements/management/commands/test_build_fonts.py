"""Cutting the fonts."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings
from fontTools.ttLib import TTFont

from agreements.management.commands import build_fonts
from agreements.management.commands.build_fonts import Face


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where one face has been cut: each takes seconds, and one shows what there is to see."""
    built = tmp_path_factory.mktemp("built")
    face = Face("fontpkg-source-serif-4", "Source Serif 4", "italic", 18)
    with pytest.MonkeyPatch.context() as patch, override_settings(BUILT_DIR=built):
        patch.setattr(build_fonts, "_FACES", (face,))
        assert "2 files cut" in cut()
        yield built / "fonts"


def cut() -> str:
    out = StringIO()
    call_command("build_fonts", stdout=out)
    return out.getvalue()


def letters_in(path: Path) -> set[int]:
    with TTFont(path) as font:
        return set(font.getBestCmap())


def test_a_second_run_changes_nothing(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert cut() == "Fonts: already cut.\n"
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_each_file_holds_its_letters_and_is_small(folder: Path) -> None:
    latin = folder / "source-serif-4-italic-latin.woff2"
    letters = letters_in(latin)
    assert {ord("A"), ord("é"), ord("\N{EN DASH}")} <= letters
    assert ord("ł") not in letters
    assert latin.stat().st_size < 60_000
    assert ord("ł") in letters_in(folder / "source-serif-4-italic-latin-ext.woff2")


def test_the_style_sheet_names_only_files_that_are_there(folder: Path) -> None:
    css = (folder / "fonts.css").read_text(encoding="utf-8")
    for path in folder.glob("*.woff2"):
        assert f'url("{path.name}")' in css
    assert css.count("url(") == 2


def test_the_licence_lies_beside_the_fonts(folder: Path) -> None:
    licence = (folder / "fontpkg-source-serif-4-LICENSE.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in licence.upper()


def test_another_recipe_cuts_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_fonts, "_RANGES", {"few": "U+41-43"})
    assert "1 files cut" in cut()
    assert letters_in(folder / "source-serif-4-italic-few.woff2") == {0x41, 0x42, 0x43}
