"""What can be done with a map: download it, embed it, share it, cite it."""

from dataclasses import dataclass
from datetime import UTC

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from agreements.citing import FORMS, Citation
from agreements.pages.asking import address
from agreements.pages.world.asked import MapAsked


@dataclass(frozen=True, slots=True)
class Written:
    """A citation in one form."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class MapCitation(Citation):
    """A map is cited by both clocks, and by the version of the whole record."""

    @property
    def note(self) -> str:
        """As what, by both clocks, the map was read."""
        stood = (self.as_of or self.accessed).isoformat()
        return f"as it stood on {stood}, as known on {self.known_on}, version {self.version}"


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
    citations: list[Written]


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
            Format("CSV", _("the numbers on it"), wanted.link(reverse("map-csv"), "region")),
            Format("CSV", _("the agreements behind it"), _rows_address(wanted, "agreements-csv")),
            Format("JSON", _("the same from the API"), _rows_address(wanted, "api-agreements")),
        ],
        embed=f'<iframe src="{escape(frame)}" width="100%" height="620" loading="lazy"'
        f' title="{escape(title)}"></iframe>',
        citations=_citations(title, request.build_absolute_uri(_lasting(wanted)), wanted),
    )


def _lasting(wanted: MapAsked) -> str:
    """Return the address that goes on showing the map as it is shown now."""
    clocks = wanted.asked.clocks
    known_at = clocks.known_at or timezone.now()
    return wanted.link(
        reverse("map"),
        as_of=clocks.as_of.isoformat(),
        known_at=f"{known_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
    )


def _rows_address(wanted: MapAsked, name: str) -> str:
    query = wanted.asked.without("country", "region", "theme", "lang", "width", "year")
    if wanted.country:
        query.appendlist("party", wanted.country.code)
    elif not any(query.getlist("status")):
        query.setlist("status", list(wanted.statuses))
    return address(reverse(name), query)


def _citations(title: str, url: str, wanted: MapAsked) -> list[Written]:
    clocks, today = wanted.asked.clocks, timezone.now().date()
    cited = MapCitation(
        key="map",
        title=title,
        version=wanted.asked.tally.version[0],
        known_on=clocks.known_at.date() if clocks.known_at else today,
        as_of=clocks.as_of,
        url=url,
        accessed=today,
    )
    return [Written(str(form.label), form.write(cited)) for form in FORMS.values()]
