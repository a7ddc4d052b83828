"""One party and its partners on the map: fills by strongest status, a line to each capital."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from agreements.atlas.arcs import Point, arc
from agreements.atlas.choropleth import Drawn, counted
from agreements.atlas.drawing import SMALLEST_SHAPE, Look, Place, draw
from agreements.atlas.partners import Partner
from agreements.atlas.regions import WORLD, Region, regions
from agreements.atlas.world import World, load_world

# The map opens at the smallest part of the world that has so many of the partners.
_MOST: Final = 0.6
# Where the map's lower edge begins, as a part of its height.
_LOWER_EDGE: Final = 0.92


@dataclass(frozen=True, slots=True)
class Ego(Drawn):
    """A drawn map of one party; `outside` are the partners that the part shown does not have."""

    outside: Sequence[Partner]


def draw_ego(
    places: tuple[Place, ...],
    centre: Place,
    partners: Sequence[Partner],
    *,
    address: tuple[str, str],
    page: str = "",
    region: str = "",
) -> Ego | None:
    """Draw a party's partners, or return None where the geometry is missing.

    Without a known `region` the map opens where the partners are. `page` is the party's own page.
    """
    world = load_world()
    if world is None:
        return None
    at = {place.code: world.projection.point(place.longitude, place.latitude) for place in places}
    presets = regions(world)
    points = [at[partner.code] for partner in partners]
    chosen = next((preset for preset in presets if preset.name == region), None)
    shown = chosen or opening(presets, at[centre.code], points)
    marks = draw(places, _looks(centre, partners, page), Look("none", _("no agreement")), address)
    lines = lines_to(world, at, centre, partners)
    return Ego(
        marks=mark_safe(f"{marks}\n{lines}{_name_of(centre, at, shown)}"),  # noqa: S308  escaped there
        regions=presets,
        region=shown,
        outside=[p for p in partners if not shown.has(at[p.code])],
    )


def opening(presets: Sequence[Region], centre: Point, partners: Sequence[Point]) -> Region:
    """Return the smallest region that shows the party and most of its partners."""
    for region in sorted(presets, key=lambda preset: preset.zoom):
        inside = sum(region.is_about(point) for point in partners)
        if partners and region.is_about(centre) and inside >= _MOST * len(partners):
            return region
    return next(preset for preset in presets if preset.name == WORLD)


def lines_to(
    world: World, at: Mapping[str, Point], centre: Place, partners: Iterable[Partner]
) -> str:
    """Return a line to each partner with a ring at its end; one that has a dot needs no ring."""
    start, width = at[centre.code], world.view[2]
    lines, rings = [], []
    for partner in partners:
        end = at[partner.code]
        name, path = partner.standing.name, arc(start, end, width)
        code = conditional_escape(partner.code)
        lines.append(f'<path class="arc arc--{name}" data-arc="{code}" d="{path}"/>')
        shape = world.shapes.get(partner.code)
        if shape is None or shape.area >= SMALLEST_SHAPE:
            rings.append(f'<circle class="arc__end" cx="{end[0]:.1f}" cy="{end[1]:.1f}" r="2"/>')
    return "\n".join(['<g data-arcs="">', *lines, *rings, "</g>"])


def _looks(centre: Place, partners: Iterable[Partner], page: str) -> dict[str, Look]:
    looks = {
        partner.code: Look(
            partner.standing.name,
            f"{partner.standing.label}, {counted(partner.count)}",
            f"{partner.signed} {partner.title}".strip(),
        )
        for partner in partners
    }
    return looks | {centre.code: Look("ego", _("selected"), address=page)}


def _name_of(centre: Place, at: Mapping[str, Point], shown: Region) -> SafeString:
    """Return the party's name below its capital, or above it at the map's lower edge."""
    x, y = at[centre.code]
    _, top, _, height = shown.view
    lower = "-0.8em" if y > top + _LOWER_EDGE * height else "1.5em"
    name = conditional_escape(centre.name)
    return mark_safe(  # noqa: S308  escaped above
        f'<text class="map__name" x="{x:.1f}" y="{y:.1f}" dy="{lower}" aria-hidden="true">'
        f"{name}</text>"
    )
