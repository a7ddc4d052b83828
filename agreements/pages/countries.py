"""The pages of the parties: all of them, and one."""

from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements import summaries
from agreements.models import Status
from agreements.pages import listing
from agreements.pages.asking import clock_suffix, read_query
from agreements.summaries import Place

_NEWEST: Final = 25
# The four numbers at the top of a party's page: words, and the statuses that they count.
_NUMBERS: Final = (
    ("in force", (Status.IN_FORCE,)),
    ("agreed or signed", (Status.AGREED, Status.SIGNED, Status.RATIFIED)),
    ("proposed or negotiated", (Status.PROPOSED, Status.NEGOTIATING)),
    (
        "suspended or ended",
        (Status.SUSPENDED, Status.TERMINATED, Status.EXPIRED, Status.REJECTED),
    ),
)


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the world with its parties and their agreements in force."""

    name: str
    parties: list[summaries.Ranked]


@require_safe
def countries_page(request: HttpRequest) -> HttpResponse:
    """List all parties by region; `name` leads straight to the one that is called so."""
    asked = read_query(request)
    places = summaries.places()
    wanted = asked.query.get("name", "").strip()
    notices = list(asked.notices)
    if wanted:
        found = _called(places, wanted)
        if found:
            return redirect(reverse("country", args=[found.code]) + clock_suffix(asked.query))
        notices.append(f"No party is called {wanted[:60]!r}.")
    counts = asked.selection("status").standing_as([Status.IN_FORCE]).count_by("party")
    context = {
        "notices": notices,
        "at": clock_suffix(asked.query),
        "places": places,
        "regions": _regions(places, counts),
        "most": max(counts.values(), default=0),
        "with_any": len(counts),
    }
    return render(request, "pages/countries.html", context)


@require_safe
def country_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show one party: how many agreements, with whom, about what, and the newest of them."""
    if code != code.upper():
        return redirect(reverse("country", args=[code.upper()]), permanent=True)
    asked = read_query(request)
    places = {place.code: place for place in summaries.places()}
    place = places.get(code)
    if place is None:
        raise Http404(f"{code[:8]} is no party of this atlas")
    own = asked.selection().of_any_party([code])
    words = listing.Words({p.code: p.name for p in places.values()}, summaries.commitment_names())
    statuses = own.count_by_status()
    context = {
        "notices": asked.notices,
        "at": clock_suffix(asked.query),
        "place": place,
        "total": sum(statuses.values()),
        "numbers": [
            (label, sum(statuses.get(status, 0) for status in group)) for label, group in _NUMBERS
        ],
        "partners": summaries.ranked(summaries.count_by_partner(own, code), dict(words.parties)),
        "commitments": summaries.ranked(own.count_by("commitment"), dict(words.commitments)),
        "rows": [
            listing.read_row(card, words.commitments) for card in summaries.newest(own, _NEWEST)
        ],
    }
    return render(request, "pages/country.html", context)


def _called(places: list[Place], wanted: str) -> Place | None:
    names = {place.name.casefold(): place for place in places}
    codes = {place.code.casefold(): place for place in places}
    return names.get(wanted.casefold()) or codes.get(wanted.casefold())


def _regions(places: list[Place], counts: dict[str, int]) -> list[Region]:
    ordered = sorted(places, key=lambda place: place.region)
    return [
        Region(name, [summaries.Ranked(p.code, p.name, counts.get(p.code, 0)) for p in group])
        for name, group in groupby(ordered, key=lambda place: place.region)
    ]
