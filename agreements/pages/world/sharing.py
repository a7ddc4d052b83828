"""What can be done with a map: download it, embed it, share it, cite it."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from agreements.pages.asking import address
from agreements.pages.world.asked import MapAsked


@dataclass(frozen=True, slots=True)
class Citation:
    """One form of citation and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Format:
    """A form in which the agreements behind the map can be had."""

    name: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Sharing:
    """The addresses and texts behind the four buttons at a map's foot."""

    url: str
    svg: str
    png: str
    formats: list[Format]
    embed: str
    citations: list[Citation]


def make_sharing(request: HttpRequest, wanted: MapAsked, title: str) -> Sharing:
    """Return what the buttons offer for the map that is shown."""
    url = request.build_absolute_uri(wanted.link(reverse("map")))
    frame = request.build_absolute_uri(wanted.link(reverse("embed_map")))
    png = wanted.link(reverse("map_png"), width="1600")
    return Sharing(
        url=url,
        svg=wanted.link(reverse("map_svg")),
        png=png,
        formats=[
            Format("CSV", _("the agreements behind it"), _rows_address(wanted, "agreements-csv")),
            Format("JSON", _("the same from the API"), _rows_address(wanted, "api-agreements")),
        ],
        embed=f'<iframe src="{escape(frame)}" width="100%" height="620" loading="lazy"'
        f' title="{escape(title)}"></iframe>',
        citations=_citations(title, url, wanted.asked.clocks.as_of, timezone.now().date()),
    )


def _rows_address(wanted: MapAsked, name: str) -> str:
    query = wanted.asked.without("country", "region", "theme", "lang", "width", "year")
    if wanted.country:
        query.appendlist("party", wanted.country.code)
    elif not any(query.getlist("status")):
        query.setlist("status", list(wanted.statuses))
    return address(reverse(name), query)


def _citations(title: str, url: str, day: date, read: date) -> list[Citation]:
    text = (
        f"Accord Atlas ({day.year}). \N{LEFT DOUBLE QUOTATION MARK}{title}, {day.isoformat()}"
        f"\N{RIGHT DOUBLE QUOTATION MARK}, read on {read.isoformat()}, {url}."
    )
    bibtex = (
        f"@misc{{accord_atlas_map_{day:%Y%m%d},\n  author = {{{{Accord Atlas}}}},\n"
        f"  title = {{{title}, {day.isoformat()}}},\n  year = {{{day.year}}},\n"
        f"  url = {{{url}}},\n  urldate = {{{read.isoformat()}}}\n}}"
    )
    return [Citation("Text", text), Citation("BibTeX", bibtex)]
