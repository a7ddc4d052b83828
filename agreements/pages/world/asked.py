"""What a map is asked for: what it counts, for whom, on which day."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agreements import summaries
from agreements.atlas.drawing import Place
from agreements.models import Status
from agreements.pages.asking import Asked, address, clock_suffix, read_query
from agreements.tally import Selection

# Beside what every page takes: a year of the time strip, the width of a picture, a party's name.
OWN: Final = frozenset({"year", "width", "party_name"})
# What never changes what is drawn, only where and how it is looked at.
_LOOKS: Final = ("country", "region", "theme", "lang", "width", "year", "party_name")

_SETTLED: Final = (Status.AGREED, Status.SIGNED, Status.RATIFIED)
_TALKED_OF: Final = (Status.PROPOSED, Status.NEGOTIATING)


@dataclass(frozen=True, slots=True)
class Counting:
    """What the map can count: its name, its words in a sentence, the statuses that it asks for."""

    label: str | Promise
    words: str | Promise
    statuses: tuple[Status, ...]


COUNTINGS: Final = (
    Counting(_("In force"), _("in force"), (Status.IN_FORCE,)),
    Counting(_("Agreed or signed"), _("agreed or signed, not yet in force,"), _SETTLED),
    Counting(_("Under negotiation"), _("under negotiation"), _TALKED_OF),
    Counting(
        _("All of these"),
        _("in force or on the way there"),
        (*_TALKED_OF, *_SETTLED, Status.IN_FORCE),
    ),
)
_CHOSEN: Final = Counting(_("Of the chosen status"), _("of the chosen status"), ())


@dataclass(frozen=True)
class MapAsked:
    """A map's question; what is expensive to know is found out once."""

    asked: Asked
    path: str
    places: tuple[summaries.Place, ...]
    country: summaries.Place | None
    notices: list[str]

    @cached_property
    def names(self) -> dict[str, str]:
        """Return {party code: name}."""
        return {place.code: place.name for place in self.places}

    @cached_property
    def drawn_places(self) -> tuple[Place, ...]:
        """Return the places as the atlas draws them."""
        return tuple(Place(p.code, p.name, p.longitude, p.latitude) for p in self.places)

    @cached_property
    def statuses(self) -> tuple[str, ...]:
        """Return the statuses that are counted."""
        chosen = tuple(filter(None, self.asked.query.getlist("status")))
        return chosen or (str(Status.IN_FORCE),)

    @cached_property
    def counting(self) -> Counting:
        """Return what is counted."""
        chosen = set(self.statuses)
        return next((entry for entry in COUNTINGS if set(entry.statuses) == chosen), _CHOSEN)

    @cached_property
    def selection(self) -> Selection:
        """Return the agreements that a map of the world counts."""
        return self.of_any_status.standing_as(self.statuses)

    @cached_property
    def of_any_status(self) -> Selection:
        """Return the same agreements however they stand."""
        return self.asked.selection("status")

    @cached_property
    def asked_for(self) -> Selection:
        """Return what one country's map shows: all statuses, unless some were asked for."""
        return self.asked.selection()

    @property
    def at(self) -> str:
        """Return the clocks as the end of an address."""
        return clock_suffix(self.asked.query)

    def link(self, path: str, *left_out: str, **more: str) -> str:
        """Return an address with the same question, but for some parameters."""
        query = self.asked.without("year", "width", "party_name", *left_out, *more)
        for name, value in more.items():
            query[name] = value
        return address(path, query)

    def around_code(self, path: str) -> tuple[str, str]:
        """Return the two parts of the address that shows a country with this question."""
        before, _code, after = self.link(path, "region", country="~").partition("country=~")
        return f"{before}country=", after

    def rows_query(self) -> str:
        """Return the filters alone, as an address of the data would have them."""
        return address("", self.asked.without(*_LOOKS))


def read_map(request: HttpRequest) -> MapAsked:
    """Take a map's question apart; a country that there is none of is ignored with a notice."""
    asked = read_query(request, own=OWN)
    places = tuple(summaries.places())
    notices = list(asked.notices)
    wanted = asked.query.get("country", "").strip().upper()
    country = next((place for place in places if place.code == wanted), None)
    if wanted and country is None:
        notices.append(
            gettext("%r is no party's code. This page has ignored country.") % wanted[:40]
        )
        asked.refusals.append(f"country: {wanted[:40]!r} is no party's code.")
    asked.query["country"] = country.code if country else ""
    return MapAsked(asked, request.path, places, country, notices)
