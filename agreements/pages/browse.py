"""The map, the list of agreements, and one agreement."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements import summaries
from agreements.atlas import choropleth
from agreements.atlas.classes import CLASSES
from agreements.atlas.regions import WORLD
from agreements.models import Status
from agreements.pages import listing
from agreements.pages.asking import Asked, address, clock_suffix, read_query
from agreements.summaries import Place
from agreements.tally import Selection

_MOST_CONNECTED: Final = 9
_LATEST: Final = 6

_SETTLED: Final = (Status.AGREED, Status.SIGNED, Status.RATIFIED)
_TALKED_OF: Final = (Status.PROPOSED, Status.NEGOTIATING)
# What the map can count: the tab, its words in a sentence, the statuses that it asks for.
_TABS: Final = (
    ("In force", "in force", (Status.IN_FORCE,)),
    ("Agreed or signed", "agreed or signed, not yet in force,", _SETTLED),
    ("Under negotiation", "under negotiation", _TALKED_OF),
    ("All of these", "in force or on the way there", (*_TALKED_OF, *_SETTLED, Status.IN_FORCE)),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One thing that the map can count; `words` go after "agreements"."""

    label: str
    words: str
    url: str
    is_current: bool


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """Show how many agreements each party has: map, ranked list, latest changes, table."""
    asked = read_query(request)
    places = summaries.places()
    names = {place.code: place.name for place in places}
    words = listing.Words(names, summaries.commitment_names())
    selection = _counted(asked)
    counts = selection.count_by("party")
    ranked = summaries.ranked(counts, names)
    tabs = _tabs(asked, request.path)
    signed = asked.selection("status").surely_signed_by(asked.clocks.as_of)
    context = {
        "notices": asked.notices,
        "at": clock_suffix(asked.query),
        "day": asked.clocks.as_of,
        "tabs": tabs,
        "counted": next((t.words for t in tabs if t.is_current), "of the chosen status"),
        "total": selection.count(),
        "ranked": ranked,
        "most_connected": ranked[:_MOST_CONNECTED],
        "most": ranked[0].count if ranked else 0,
        "others": len(names) - len(ranked),
        "chips": listing.chips(asked.without("status"), request.path, words),
        "map": _map(asked, places, counts),
        "regions_path": address(request.path, asked.without("region")),
        "classes": CLASSES,
        "signed": [listing.read_row(card, {}) for card in summaries.newest(signed, _LATEST)],
        "changes": summaries.latest_changes(_LATEST, known_at=asked.clocks.known_at),
        "first_day": None if counts else summaries.first_day(known_at=asked.clocks.known_at),
        "places": places,
    }
    return render(request, "pages/map.html", context)


@require_safe
def about_map(request: HttpRequest) -> HttpResponse:
    """Say how the map is drawn and whose borders it shows."""
    return render(request, "pages/about_map.html")


def _counted(asked: Asked) -> Selection:
    selection = asked.selection()
    if asked.query.getlist("status"):
        return selection
    return selection.standing_as([Status.IN_FORCE])


def _tabs(asked: Asked, path: str) -> list[Tab]:
    chosen = set(asked.query.getlist("status")) or {Status.IN_FORCE}
    tabs = []
    for label, words, statuses in _TABS:
        query = asked.without("status")
        if statuses != (Status.IN_FORCE,):
            query.setlist("status", [str(status) for status in statuses])
        tabs.append(Tab(label, words, address(path, query), chosen == set(statuses)))
    return tabs


def _map(asked: Asked, places: list[Place], counts: dict[str, int]) -> choropleth.Choropleth | None:
    suffix = clock_suffix(asked.query)
    pattern = reverse("country", args=["XX"])
    return choropleth.draw_choropleth(
        [choropleth.Place(p.code, p.name, p.longitude, p.latitude) for p in places],
        counts,
        address_of=lambda code: pattern.replace("XX", code) + suffix,
        region=asked.query.get("region", WORLD),
    )
