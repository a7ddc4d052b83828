"""Every country as a link around its shape; what does not change from map to map is kept ready."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from agreements.atlas.world import World, load_world

# A state drawn on fewer square units can be neither seen nor hit; it gets a dot at its capital.
SMALLEST_SHAPE: Final = 14
# The radius of a dot, in the world's units: with an agreement, and without.
DOT: Final = "3.4"
EMPTY_DOT: Final = "2.4"


@dataclass(frozen=True, slots=True)
class Place:
    """A party that can be drawn: its code and name, and where its capital lies, in degrees."""

    code: str
    name: str
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class Look:
    """How a country is drawn: the name of its colour, and the words after its own name.

    `note` are more words, `address` is where its link leads if not where all others do.
    """

    colour: str
    words: str
    note: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class _Outline:
    """What is always the same of one country's link, in the order in which it is written."""

    code: str
    name: str
    place: str
    path: str
    dot: str


def draw(
    places: tuple[Place, ...], looks: Mapping[str, Look], other: Look, address: tuple[str, str]
) -> SafeString:
    """Return the marks inside an `<svg>`: areas that are no party's, then a link for each place.

    Small ones come last, so nothing covers them. A link leads to the country's code between the
    two parts of `address`. Places without a shape are left out; the geometry must be there.
    """
    before, after = (conditional_escape(part) for part in address)
    marks = [_ground(places)]
    for outline in _outlines(places):
        look = looks.get(outline.code, other)
        note = f' data-note="{conditional_escape(look.note)}"' if look.note else ""
        dot = ""
        if outline.dot:
            radius = EMPTY_DOT if look.colour == "none" else DOT
            dot = f'{outline.dot}{look.colour}" r="{radius}"/>'
        leads = f"{before}{outline.code}{after}"
        if look.address:
            leads = conditional_escape(look.address)
        marks.append(
            f'<a href="{leads}{outline.place}{note}'
            f' aria-label="{outline.name}: {look.words}">'
            f'<path class="map__shape {look.colour}{outline.path}{dot}</a>'
        )
    return mark_safe("\n".join(marks))  # noqa: S308  what comes from outside is escaped


@lru_cache(maxsize=4)
def _outlines(places: tuple[Place, ...]) -> list[_Outline]:
    world = _world()
    drawn = {place.code: place for place in places}
    # The file is in the order of size.
    return [_outline(world, drawn[code]) for code in world.shapes if code in drawn]


def _outline(world: World, place: Place) -> _Outline:
    x, y = world.projection.point(place.longitude, place.latitude)
    shape = world.shapes[place.code]
    code, name = str(conditional_escape(place.code)), str(conditional_escape(place.name))
    at = f'cx="{x:.1f}" cy="{y:.1f}"'
    dot = f'<circle class="map__hit" {at} r="9"/><circle {at} class="map__shape map__dot '
    return _Outline(
        code=code,
        name=name,
        place=f'" data-code="{code}" data-name="{name}" data-x="{x:.1f}" data-y="{y:.1f}"'
        ' tabindex="-1"',
        path=f'" d="{shape.path}"/>',
        dot=dot if shape.area < SMALLEST_SHAPE else "",
    )


@lru_cache(maxsize=4)
def _ground(places: tuple[Place, ...]) -> str:
    """Return the areas that are contested, and those that belong to no party of ours."""
    world = _world()
    codes = {place.code for place in places}
    contested = [
        f'<path class="map__shape map__shape--contested" d="{shape.path}">'
        f"<title>{conditional_escape(name)}</title></path>"
        for name, shape in world.contested.items()
    ]
    others = "".join(shape.path for code, shape in world.shapes.items() if code not in codes)
    return "\n".join([*contested, f'<path class="map__shape" d="{others}"/>'])


def _world() -> World:
    world = load_world()
    if world is None:
        raise LookupError("The geometry is missing: there is nothing to draw.")
    return world
