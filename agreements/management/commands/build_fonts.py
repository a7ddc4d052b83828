"""Cut the site's fonts out of their Python packages, once."""

import hashlib
import shutil
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

import fontpkg  # type: ignore[import-untyped]  # ships no types
from django.conf import settings
from django.core.management.base import BaseCommand
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

# Google's two ranges: the first is enough for most pages, names of people need the second.
_RANGES: Final = {
    "latin": "U+0-FF,U+131,U+152-153,U+2BB-2BC,U+2C6,U+2DA,U+2DC,U+304,U+308,U+329,U+2000-206F,"
    "U+20AC,U+2122,U+2190-2193,U+2212,U+2215,U+FEFF,U+FFFD",
    "latin-ext": "U+100-130,U+132-151,U+154-2BA,U+2BD-2C5,U+2C7-2CC,U+2CE-2D7,U+2DD-2FF,"
    "U+1E00-1E9F,U+1EF2-1EFF,U+2C60-2C7F,U+A720-A7FF",
}
_WEIGHTS: Final = (400, 700)
# Beside what every text needs: figures of one width, and Inter's plainer l and rounder quotes.
_FEATURES: Final = ("tnum", "lnum", "cv05", "ss03")


@dataclass(frozen=True, slots=True)
class Face:
    """One face to cut; `size` fixes the optical size in points, which no page varies."""

    package: str
    family: str
    style: str
    size: int


_FACES: Final = (
    Face("fontpkg-inter", "Inter", "normal", 14),
    Face("fontpkg-source-serif-4", "Source Serif 4", "normal", 18),
    Face("fontpkg-source-serif-4", "Source Serif 4", "italic", 18),
)


class Command(BaseCommand):
    """Write woff2 files and `fonts.css` into the built static files; the second run is idle."""

    help = "Cut the site's fonts out of their Python packages; safe to run twice."

    def handle(self, *_args: object, **_options: object) -> None:
        """Cut every face, or say that all is there."""
        folder = Path(settings.BUILT_DIR) / "fonts"
        stamp = folder / "stamp"
        wanted = _stamp()
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
            self.stdout.write("Fonts: already cut.")
            return
        folder.mkdir(parents=True, exist_ok=True)
        rules = [_cut(face, subset, folder) for face in _FACES for subset in _RANGES]
        for face in _FACES:
            _copy_licence(face, folder)
        (folder / "fonts.css").write_text("\n".join(rules), encoding="utf-8")
        stamp.write_text(wanted, encoding="utf-8")
        self.stdout.write(f"Fonts: {len(rules)} files cut into {folder}.")


def _stamp() -> str:
    versions = [version(face.package) for face in _FACES]
    rules = [_display(face, subset) for face in _FACES for subset in _RANGES]
    recipe = repr((_FACES, _RANGES, _WEIGHTS, _FEATURES, rules, versions, version("fonttools")))
    return hashlib.sha256(recipe.encode()).hexdigest()


def _file_name(face: Face, subset: str) -> str:
    return f"{face.family.lower().replace(' ', '-')}-{face.style}-{subset}.woff2"


def _cut(face: Face, subset: str, folder: Path) -> str:
    source = fontpkg.path(face.family, style=face.style)
    options = Options(hinting=False)
    options.layout_features = [*options.layout_features, *_FEATURES]
    cutter = Subsetter(options)
    cutter.populate(unicodes=_code_points(_RANGES[subset]))
    with TTFont(source, lazy=True) as font:
        cutter.subset(font)
        instantiateVariableFont(font, {"opsz": face.size, "wght": _WEIGHTS}, inplace=True)
        font.flavor = "woff2"
        font.save(folder / _file_name(face, subset))
    return _rule(face, subset)


def _code_points(ranges: str) -> set[int]:
    points: set[int] = set()
    for part in ranges.split(","):
        first, _, last = part.removeprefix("U+").partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return points


def _rule(face: Face, subset: str) -> str:
    return (
        f'@font-face {{\n  font-family: "{face.family} Variable";\n  font-style: {face.style};\n'
        f"  font-weight: {_WEIGHTS[0]} {_WEIGHTS[1]};\n  font-display: {_display(face, subset)};\n"
        f'  src: url("{_file_name(face, subset)}") format("woff2");\n'
        f"  unicode-range: {_RANGES[subset].replace(',', ', ')};\n}}\n"
    )


def _display(face: Face, subset: str) -> str:
    """Return what a browser does until it has the font.

    Pages load the plain faces ahead (`_head.html`). Where one comes too late even so, the system's
    own serves for that page: letters of another width, put in later, would move what is read.
    """
    return "optional" if (face.style, subset) == ("normal", "latin") else "swap"


def _copy_licence(face: Face, folder: Path) -> None:
    """Put the licence beside the fonts, as the Open Font License asks."""
    licence = fontpkg.path(face.family, style=face.style).parent.parent / "LICENSE"
    shutil.copyfile(licence, folder / f"{face.package}-LICENSE.txt")
