"""The figure with the map in it: the same on the page and in other sites' pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.atlas.choropleth import Drawn, draw_choropleth
from agreements.atlas.drawing import Place
from agreements.atlas.ego import Ego, draw_ego
from agreements.atlas.partners import Partner, named_partners
from agreements.pages.world.asked import MapAsked
from agreements.pages.world.strip import Strip, make_strip


@dataclass(frozen=True, slots=True)
class Button:
    """A part of the world that the map can show, and the address that shows it."""

    name: str
    label: str
    url: str
    view_box: str
    zoom: float
    is_current: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A map with all around it; `drawn` is None where the geometry is missing.

    `title` says what is shown, `note` what the colours mean, `years` is the address of what the
    time strip steps through. `outside` are partners that the part shown does not have. A party's
    code between the two parts of `address` leads to the party.
    """

    title: str
    note: str
    drawn: Drawn | None
    buttons: Sequence[Button]
    strip: Strip
    years: str
    outside: Sequence[Partner]
    partners: Sequence[Partner]
    address: tuple[str, str]


def world_figure(wanted: MapAsked, counts: Mapping[str, int], path: str) -> Figure:
    """Return the map of the world; countries lead to themselves at `path`."""
    drawn = draw_choropleth(
        wanted.drawn_places,
        counts,
        address=wanted.around_code(path),
        region=wanted.asked.query.get("region", ""),
    )
    words = wanted.counting.words
    title = _("Bilateral security agreements %s") % str(words).removesuffix(",")
    note = _("Agreements %s by party") % words
    return _figure(wanted, (title, note), drawn, (), path)


def ego_figure(wanted: MapAsked, country: Place, found: Sequence[Partner], path: str) -> Figure:
    """Return the map of one party and its partners."""
    drawn = draw_ego(
        wanted.drawn_places,
        country,
        found,
        address=wanted.around_code(path),
        page=reverse("country", args=[country.code]) + wanted.at if path == "/" else "",
        region=wanted.asked.query.get("region", ""),
    )
    title = _("%s and its partners") % country.name
    note = _("Colour and line show the strongest status")
    return _figure(wanted, (title, note), drawn, found, path)


def any_figure(wanted: MapAsked, path: str) -> Figure:
    """Return the figure that a question asks for."""
    if wanted.country is None:
        return world_figure(wanted, wanted.selection.count_by("party"), path)
    country = next(p for p in wanted.drawn_places if p.code == wanted.country.code)
    return ego_figure(wanted, country, found_partners(wanted, country.code), path)


def found_partners(wanted: MapAsked, code: str) -> list[Partner]:
    """Return the partners of a party among the agreements asked for; one query."""
    return named_partners(wanted.asked_for, code, wanted.names)


def _figure(
    wanted: MapAsked,
    words: tuple[str, str],
    drawn: Drawn | None,
    found: Sequence[Partner],
    path: str,
) -> Figure:
    return Figure(
        title=words[0],
        note=words[1],
        drawn=drawn,
        buttons=_buttons(wanted, drawn) if drawn else (),
        strip=make_strip(wanted),
        years=wanted.link(reverse("map_years"), "region", "as_of"),
        outside=drawn.outside if isinstance(drawn, Ego) else (),
        partners=found,
        address=wanted.around_code(path),
    )


def _buttons(wanted: MapAsked, drawn: Drawn) -> list[Button]:
    return [
        Button(
            region.name,
            str(region.label),
            wanted.link(wanted.path, region=region.name),
            region.view_box,
            region.zoom,
            region == drawn.region,
        )
        for region in drawn.regions
    ]
