"""The world map: how many agreements each party has, as SVG that works without style or script."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from agreements.atlas.classes import class_of
from agreements.atlas.regions import WORLD, Region, regions
from agreements.atlas.world import World, load_world

# A state drawn on fewer square units can be neither seen nor hit; it gets a dot at its capital.
_SMALLEST_SHAPE: Final = 14


@dataclass(frozen=True, slots=True)
class Place:
    """A party that can be drawn: its code and name, and where its capital lies, in degrees."""

    code: str
    name: str
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class Choropleth:
    """A drawn map: the marks inside the `<svg>`, the presets, and the one that it opens with."""

    marks: SafeString
    regions: Sequence[Region]
    region: Region


def draw_choropleth(
    places: Iterable[Place],
    counts: Mapping[str, int],
    *,
    address_of: Callable[[str], str],
    region: str = WORLD,
) -> Choropleth | None:
    """Draw the map, or return None where the geometry is missing.

    `counts` is {party code: number of agreements}, missing codes count as none. Each place
    becomes a link to `address_of(code)`. An unknown `region` opens the whole world. Places
    without geometry are left out.
    """
    world = load_world()
    if world is None:
        return None
    presets = regions(world)
    drawn = {place.code: place for place in places if place.code in world.shapes}
    marks = [*_contested(world), *_territories(world, drawn)]
    marks += [_link(world, place, counts, address_of) for place in _small_last(world, drawn)]
    chosen = next((preset for preset in presets if preset.name == region), presets[0])
    return Choropleth(mark_safe("\n".join(marks)), presets, chosen)  # noqa: S308  all escaped in _link


def label(name: str, count: int) -> str:
    """Return what a country is called on the map, such as "Ukraine: 27 agreements"."""
    number = (
        "no agreement" if count == 0 else "1 agreement" if count == 1 else f"{count} agreements"
    )
    return f"{name}: {number}"


def _contested(world: World) -> list[str]:
    return [
        format_html(
            '<path class="map__shape map__shape--contested" d="{}"><title>{}</title></path>',
            shape.path,
            name,
        )
        for name, shape in world.contested.items()
    ]


def _territories(world: World, drawn: Mapping[str, Place]) -> list[str]:
    others = (shape for code, shape in world.shapes.items() if code not in drawn)
    return [f'<path class="map__shape none" d="{shape.path}"/>' for shape in others]


def _small_last(world: World, drawn: Mapping[str, Place]) -> list[Place]:
    # The file is in the order of size, so the dots come after every shape and nothing covers them.
    return [drawn[code] for code in world.shapes if code in drawn]


def _link(
    world: World, place: Place, counts: Mapping[str, int], address_of: Callable[[str], str]
) -> str:
    count = counts.get(place.code, 0)
    x, y = world.projection.point(place.longitude, place.latitude)
    shape = world.shapes[place.code]
    colour = class_of(count).name
    dot = _dot(x, y, colour) if shape.area < _SMALLEST_SHAPE else ""
    # f-strings: format_html is too slow for two hundred of these; all from outside is escaped.
    code, name = conditional_escape(place.code), conditional_escape(place.name)
    return (
        f'<a href="{conditional_escape(address_of(place.code))}" data-code="{code}"'
        f' data-name="{name}" data-x="{x:.1f}" data-y="{y:.1f}" tabindex="-1"'
        f' aria-label="{label(name, count)}">'
        f'<path class="map__shape {colour}" d="{shape.path}"/>{dot}</a>'
    )


def _dot(x: float, y: float, colour: str) -> str:
    # The radius stands here too, for a browser that takes none from a style sheet.
    radius = 2.4 if colour == "none" else 3.4
    return (
        f'<circle class="map__hit" cx="{x:.1f}" cy="{y:.1f}" r="9"/>'
        f'<circle class="map__shape map__dot {colour}" cx="{x:.1f}" cy="{y:.1f}" r="{radius}"/>'
    )
