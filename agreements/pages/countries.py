"""The list of all parties."""

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements import summaries
from agreements.models import Status
from agreements.pages.asking import clock_suffix, read_query
from agreements.summaries import Place


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the world with its parties and their agreements in force."""

    name: str
    parties: list[summaries.Ranked]

    @property
    def with_any(self) -> int:
        """How many of the parties have one."""
        return sum(entry.count > 0 for entry in self.parties)


@require_safe
def countries_page(request: HttpRequest) -> HttpResponse:
    """List all parties by region; `name` leads straight to the one that is called so."""
    asked = read_query(request)
    places = summaries.places()
    wanted = asked.query.get("name", "").strip()
    notices = list(asked.notices)
    if wanted:
        found = summaries.called(places, wanted)
        if found:
            return redirect(reverse("country", args=[found.code]) + clock_suffix(asked.query))
        notices.append(_("No party is called %r.") % wanted[:60])
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


def _regions(places: list[Place], counts: dict[str, int]) -> list[Region]:
    ordered = sorted(places, key=lambda place: place.region)
    return [
        Region(name, [summaries.Ranked(p.code, p.name, counts.get(p.code, 0)) for p in group])
        for name, group in groupby(ordered, key=lambda place: place.region)
    ]
