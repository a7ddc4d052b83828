"""The map as a picture to download: SVG, and PNG painted from it."""

from collections.abc import Sequence
from typing import Final

import fontpkg  # type: ignore[import-untyped]  # ships no types
import resvg_py
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements import summaries
from agreements.atlas.arcs import arc
from agreements.atlas.classes import CLASSES, class_of
from agreements.atlas.partners import Partner
from agreements.atlas.picture import Legend, Line, Picture
from agreements.atlas.regions import regions
from agreements.atlas.standing import STANDINGS
from agreements.atlas.world import World, load_world
from agreements.numbers import whole_number
from agreements.pages import listing
from agreements.pages.downloads import refusal
from agreements.pages.unchanged import unless_unchanged
from agreements.pages.world.answers import Answers
from agreements.pages.world.asked import MapAsked, read_map
from agreements.pages.world.figure import Figure, any_figure

_WIDTH, _NARROWEST, _WIDEST = 1600, 320, 4000
_FAMILIES: Final = ("Inter", "Source Serif 4")
# A picture takes a few hundred kilobytes.
_painted: Final = Answers(most=32)


@require_safe
@unless_unchanged
def map_svg(request: HttpRequest) -> HttpResponse:
    """Send the map as SVG, with its title, day and source in it."""
    wanted = read_map(request)
    if answer := refusal(wanted.asked):
        return answer
    picture = _picture(request, wanted)
    return _sent(picture.svg().encode(), "image/svg+xml", "accord-atlas-map.svg")


@require_safe
@unless_unchanged
def map_png(request: HttpRequest) -> HttpResponse:
    """Send the map as PNG; `width` is in pixels."""
    wanted = read_map(request)
    if answer := refusal(wanted.asked):
        return answer
    asked = whole_number(wanted.asked.query.get("width"), digits=len(str(_WIDEST)))
    width = _WIDTH if asked is None else min(max(asked, _NARROWEST), _WIDEST)
    key = (
        request.build_absolute_uri(wanted.link("/")),
        wanted.asked.clocks.as_of.isoformat(),
        str(width),
    )
    painted = _painted.get(
        wanted.asked.tally.version, key, lambda: _paint(_picture(request, wanted).svg(), width)
    )
    return _sent(painted, "image/png", "accord-atlas-map.png")


def _paint(svg: str, width: int) -> bytes:
    """Paint a picture; it takes half a second."""
    painted = resvg_py.svg_to_bytes(
        svg_string=svg,
        width=width,
        skip_system_fonts=True,
        font_files=[str(fontpkg.path(family, style="normal")) for family in _FAMILIES],
        font_family=_FAMILIES[0],
    )
    return bytes(painted)


def _picture(request: HttpRequest, wanted: MapAsked) -> Picture:
    world = load_world()
    if world is None:
        raise Http404("The map's geometry is missing: there is nothing to paint.")
    figure = any_figure(wanted, "")
    drawn = figure.drawn
    region = drawn.region if drawn else regions(world)[0]
    return Picture(
        world=world,
        region=region,
        places=wanted.drawn_places,
        looks=_looks(wanted, figure.partners),
        lines=_lines(world, wanted, figure.partners),
        legend=_legend(wanted),
        title=figure.title,
        subtitle=_subtitle(wanted, figure),
        source=_source(request, wanted),
    )


def _looks(wanted: MapAsked, found: Sequence[Partner]) -> dict[str, str]:
    if wanted.country is None:
        counts = wanted.selection.count_by("party")
        return {code: class_of(count).name for code, count in counts.items()}
    return {p.code: p.standing.name for p in found} | {wanted.country.code: "ego"}


def _lines(world: World, wanted: MapAsked, found: Sequence[Partner]) -> list[Line]:
    if wanted.country is None:
        return []
    at = {p.code: world.projection.point(p.longitude, p.latitude) for p in wanted.drawn_places}
    start, width = at[wanted.country.code], world.view[2]
    return [Line(arc(start, at[p.code], width), at[p.code], p.standing.name) for p in found]


def _legend(wanted: MapAsked) -> list[Legend]:
    if wanted.country is None:
        return [Legend(step.name, str(step.label)) for step in CLASSES]
    return [
        Legend("ego", wanted.country.name),
        *(Legend(standing.name, str(standing.label)) for standing in STANDINGS),
    ]


def _subtitle(wanted: MapAsked, figure: Figure) -> str:
    day = date_format(wanted.asked.clocks.as_of)
    parts = [f"{figure.note}, {day}"]
    if known_at := wanted.asked.clocks.known_at:
        parts.append(_("as known on %s UTC") % date_format(known_at, "DATETIME_FORMAT"))
    words = listing.Words(wanted.names, summaries.commitment_names())
    query = wanted.asked.without(*(() if wanted.country else ("status",)))
    parts += [f"{chip.label}: {chip.value}" for chip in listing.chips(query, "", words)]
    return " \N{MIDDLE DOT} ".join(parts)


def _source(request: HttpRequest, wanted: MapAsked) -> list[str]:
    address = request.build_absolute_uri(wanted.link("/"))
    return [
        _("Source: Accord Atlas, %s") % address,
        _("Map: Natural Earth via Visionscarto, Equal Earth. Boundaries imply no position."),
    ]


def _sent(body: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        body,
        content_type=kind,
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        },
    )
