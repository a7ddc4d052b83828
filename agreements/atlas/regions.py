"""The map's presets: parts of the world as view boxes in the world's own aspect ratio."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from agreements.atlas.world import World

_STEP: Final = 1  # degree between the points of a box's edge; the edges are curves on the map


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the globe in degrees."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Region:
    """One preset; `zoom` is the part of the world's width that it shows, 1 for all of it.

    `view` is what it shows: left, top, width, height. `bounds` is what it is about, before that
    was widened to the frame: left, top, right, bottom.
    """

    name: str
    label: str | Promise
    view: tuple[float, float, float, float]
    bounds: tuple[float, float, float, float]
    zoom: float

    @property
    def view_box(self) -> str:
        """Return the attribute's text: left, top, width and height."""
        return " ".join(f"{number:.1f}".removesuffix(".0") for number in self.view)

    def has(self, point: tuple[float, float]) -> bool:
        """Return whether a point of the drawn map is shown."""
        (left, top, width, height), (x, y) = self.view, point
        return left <= x <= left + width and top <= y <= top + height

    def is_about(self, point: tuple[float, float]) -> bool:
        """Return whether a point of the drawn map is what the preset was made to show."""
        (left, top, right, bottom), (x, y) = self.bounds, point
        return left <= x <= right and top <= y <= bottom


WORLD: Final = "world"
_BOXES: Final = {
    "europe": (gettext_lazy("Europe"), Box(-12, 35, 44, 66)),
    "middle-east": (gettext_lazy("Middle East"), Box(26, 12, 63, 42)),
    "africa": (gettext_lazy("Africa"), Box(-18, -35, 51, 37)),
    "asia-pacific": (gettext_lazy("Asia\N{EN DASH}Pacific"), Box(66, -46, 184, 50)),
    "americas": (gettext_lazy("Americas"), Box(-140, -54, -34, 60)),
}


@cache
def regions(world: World) -> tuple[Region, ...]:
    """Return the presets in the order of their buttons, the whole world first."""
    left, top, width, height = world.view
    around = (left, top, left + width, top + height)
    whole = Region(WORLD, gettext_lazy("World"), world.view, around, 1)
    return (whole, *(_region(world, name, *entry) for name, entry in _BOXES.items()))


def _region(world: World, name: str, label: str | Promise, box: Box) -> Region:
    left, top, right, bottom = _bounds(world, box)
    _, _, full_width, full_height = world.view
    width = max(right - left, (bottom - top) * full_width / full_height)
    height = width * full_height / full_width
    x = _clamped((left + right - width) / 2, world.view[0], full_width - width)
    y = _clamped((top + bottom - height) / 2, world.view[1], full_height - height)
    bounds = (left, top, right, bottom)
    return Region(name, label, (x, y, width, height), bounds, round(width / full_width, 3))


def _clamped(value: float, lowest: float, room: float) -> float:
    return min(max(value, lowest), lowest + room)


def _bounds(world: World, box: Box) -> tuple[float, float, float, float]:
    points = [world.projection.point(*corner) for corner in _edge(box)]
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def _edge(box: Box) -> list[tuple[float, float]]:
    meridians = [
        (longitude, box.south + step * _STEP)
        for longitude in (box.west, box.east)
        for step in range(round((box.north - box.south) / _STEP) + 1)
    ]
    parallels = [
        (box.west + step * _STEP, latitude)
        for latitude in (box.south, box.north)
        for step in range(round((box.east - box.west) / _STEP) + 1)
    ]
    return meridians + parallels
