"""A map as a picture that stands alone: its colours, title, day and source are in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import conditional_escape

from agreements.atlas.drawing import DOT, EMPTY_DOT, SMALLEST_SHAPE, Place
from agreements.atlas.regions import Region
from agreements.atlas.world import World

# The light theme's colours: a picture may be seen on any ground, so it brings its own.
COLOURS: Final = {
    "none": "#e4dfd2",
    "q1": "#a3d0d3",
    "q2": "#67afba",
    "q3": "#33879f",
    "q4": "#145e7e",
    "q5": "#072f4e",
    "ego": "#c2501a",
    "in-force": "#145e7e",
    "signed": "#67afba",
    "negotiating": "url(#negotiating)",
    "suspended": "url(#suspended)",
    "ended": "url(#ended)",
    "contested": "url(#contested)",
}
_SEA, _PAPER, _COAST, _EDGE, _LINE = "#f3f5f4", "#ffffff", "#ffffff", "#5d6673", "#dedbd1"
_INK, _INK_2, _INK_3, _ARC = "#1a1f2b", "#474f5e", "#626a78", "#c2501a"
_SERIF: Final = "'Source Serif 4','Source Serif 4 Variable',Georgia,serif"
_SANS: Final = "Inter,'Inter Variable',system-ui,sans-serif"
_DASHES: Final = {"in-force": "", "signed": "4 3.5", "negotiating": "4 3.5"}

# Size, turn, ground and what stands on it. The legend's own end with a word.
_KEY: Final = "-key"
_PATTERNS: Final = {
    "contested": (
        5,
        "rotate(45)",
        "#e4dfd2",
        '<path d="M0 0v5" stroke="#c6c2b5" stroke-width="1.6"/>',
    ),
    "negotiating": (
        4,
        "rotate(45)",
        "#a3d0d3",
        '<path d="M0 0v4" stroke="#145e7e" stroke-width="1.5"/>',
    ),
    "suspended": (4, "rotate(0)", "#e4dfd2", '<circle cx="2" cy="2" r="1.1" fill="#6c4a99"/>'),
    "ended": (
        4,
        "rotate(-45)",
        "#e4dfd2",
        '<path d="M0 0v4" stroke="#626a78" stroke-width=".8"/>',
    ),
}

# In units of the picture, which is a thousand wide.
WIDTH: Final = 1000
_MARGIN, _HEAD, _FOOT = 14, 58, 62


@dataclass(frozen=True, slots=True)
class Line:
    """A line to a partner: its path, where it ends, and how the partner stands."""

    path: str
    end: tuple[float, float]
    standing: str


@dataclass(frozen=True, slots=True)
class Legend:
    """One entry of the legend: a colour's name and its words."""

    colour: str
    label: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture shows and says; `looks` is {party code: name of its colour}."""

    world: World
    region: Region
    places: Sequence[Place]
    looks: Mapping[str, str]
    lines: Sequence[Line]
    legend: Sequence[Legend]
    title: str
    subtitle: str
    source: Sequence[str]

    @property
    def height(self) -> float:
        """Return the picture's height where its width is WIDTH."""
        _, _, width, height = self.region.view
        return round(_HEAD + WIDTH * height / width + _FOOT, 1)

    def svg(self) -> str:
        """Return the picture as a document of its own."""
        title = conditional_escape(self.title)
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height:g}"'
                f' width="{WIDTH}" height="{self.height:g}" font-family="{_SANS}">',
                f"<title>{title}. {conditional_escape(self.subtitle)}</title>",
                f"<defs>{self._patterns()}</defs>",
                f'<rect width="{WIDTH}" height="{self.height:g}" fill="{_PAPER}"/>',
                _text(_MARGIN, 27, title, size=21, colour=_INK, family=_SERIF, weight=600),
                _text(_MARGIN, 47, conditional_escape(self.subtitle), size=12.5, colour=_INK_2),
                self._map(),
                *self._foot(),
                "</svg>",
            ]
        )

    def _map(self) -> str:
        _, _, width, height = self.region.view
        tall = WIDTH * height / width
        marks = [*self._ground(), *self._countries(), *self._lines()]
        return (
            f'<svg x="0" y="{_HEAD}" width="{WIDTH}" height="{tall:.1f}"'
            f' viewBox="{self.region.view_box}">'
            f'<rect x="-1000" width="3000" y="-500" height="1500" fill="{_SEA}"/>'
            f'<g stroke="{_COAST}" stroke-width="{self._units(0.5)}" stroke-linejoin="round">'
            + "\n".join(marks)
            + "</g></svg>"
        )

    def _ground(self) -> list[str]:
        codes = {place.code for place in self.places}
        contested = [_shape(s.path, "contested") for s in self.world.contested.values()]
        others = (shape for code, shape in self.world.shapes.items() if code not in codes)
        return [*contested, *(_shape(shape.path, "none") for shape in others)]

    def _countries(self) -> list[str]:
        drawn = {place.code: place for place in self.places}
        marks = []
        for code, shape in self.world.shapes.items():
            if code not in drawn:
                continue
            colour = self.looks.get(code, "none")
            marks.append(_shape(shape.path, colour))
            if shape.area < SMALLEST_SHAPE:
                marks.append(self._dot(drawn[code], colour))
        return marks

    def _dot(self, place: Place, colour: str) -> str:
        x, y = self.world.projection.point(place.longitude, place.latitude)
        radius = float(EMPTY_DOT if colour == "none" else DOT)
        return (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{self._units(radius)}" fill="{COLOURS[colour]}"'
            f' stroke="{_EDGE}" stroke-width="{self._units(0.8)}"/>'
        )

    def _lines(self) -> list[str]:
        marks = []
        for line in self.lines:
            dashes = _DASHES.get(line.standing, "1 4")
            scaled = " ".join(str(self._units(float(part))) for part in dashes.split())
            dashed = f' stroke-dasharray="{scaled}"' if scaled else ""
            marks.append(
                f'<path d="{line.path}" fill="none" stroke="{_ARC}" stroke-opacity=".75"'
                f' stroke-linecap="round" stroke-width="{self._units(1.15)}"{dashed}/>'
            )
        marks += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{self._units(2)}" fill="{_PAPER}"'
            f' stroke="{_ARC}" stroke-width="{self._units(1.4)}"/>'
            for x, y in (line.end for line in self.lines)
        ]
        return marks

    def _foot(self) -> list[str]:
        top = self.height - _FOOT
        marks, x = [], float(_MARGIN)
        for entry in self.legend:
            label = conditional_escape(entry.label)
            marks.append(
                f'<rect x="{x:g}" y="{top + 10:g}" width="22" height="11"'
                f' fill="{COLOURS[entry.colour].replace(")", f"{_KEY})")}"'
                f' stroke="{_LINE}" stroke-width=".5"/>'
            )
            marks.append(_text(x + 28, top + 19.5, label, size=11, colour=_INK_2))
            x += 28 + 7 * len(entry.label) + 18
        for place, line in enumerate(self.source):
            words = conditional_escape(line)
            marks.append(_text(_MARGIN, top + 39 + 14 * place, words, size=10.5, colour=_INK_3))
        return marks

    def _patterns(self) -> str:
        """Return the patterns twice: as large as the map is zoomed in, and as the legend is."""
        sizes = {"": self.region.zoom, _KEY: 1.0}
        return "".join(
            _pattern(pattern, f"{name}{ending}", zoom)
            for ending, zoom in sizes.items()
            for name, pattern in _PATTERNS.items()
        )

    def _units(self, size: float) -> float:
        """Return a size of the picture in units of the map, however far it is zoomed in."""
        return round(size * self.region.zoom, 3)


def _shape(path: str, colour: str) -> str:
    return f'<path d="{path}" fill="{COLOURS[colour]}"/>'


def _pattern(pattern: tuple[int, str, str, str], name: str, zoom: float) -> str:
    size, turned, ground, inside = pattern
    return (
        f'<pattern id="{name}" width="{size}" height="{size}" patternUnits="userSpaceOnUse"'
        f' patternTransform="{turned} scale({zoom:g})">'
        f'<rect width="{size}" height="{size}" fill="{ground}"/>{inside}</pattern>'
    )


def _text(  # noqa: PLR0913  what a text in SVG is made of
    x: float,
    y: float,
    words: str,
    *,
    size: float,
    colour: str,
    family: str = "",
    weight: int = 400,
) -> str:
    face = f' font-family="{family}"' if family else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" font-weight="{weight}"'
        f' fill="{colour}"{face}>{words}</text>'
    )
