"""The map and the years for other sites' pages: a figure, its source, and a way to the whole."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from agreements.atlas.classes import CLASSES
from agreements.atlas.standing import STANDINGS
from agreements.atlas.years import FIRST_YEAR, Years, bars, signed_by_year
from agreements.pages.frame import THEMES
from agreements.pages.world.asked import MapAsked, read_map
from agreements.pages.world.figure import any_figure

_HEIGHT, _STEP = 200, 10
_DECADE = 10


@require_safe
@xframe_options_exempt
def embed_map(request: HttpRequest) -> HttpResponse:
    """Show the map alone; its countries open in place, without leaving the page it stands in."""
    wanted = read_map(request)
    figure = any_figure(wanted, reverse("embed_map"))
    context = _common(wanted) | {
        "figure": figure,
        "title": figure.title,
        "whole": wanted.link(reverse("map")),
        "classes": CLASSES,
        "standings": STANDINGS,
        "country": wanted.country,
    }
    return render(request, "embed_map.html", context)


@require_safe
@xframe_options_exempt
def embed_timeline(request: HttpRequest) -> HttpResponse:
    """Show how many agreements were signed in each year."""
    wanted = read_map(request)
    last = min(wanted.asked.clocks.as_of, timezone.now().date())
    years = Years(max(last, date(FIRST_YEAR, 12, 31)))
    ever = wanted.asked.ever()
    title = _("Bilateral security agreements by year of signature")
    if wanted.country is not None:
        ever = ever.of_any_party([wanted.country.code])
        title = f"{wanted.country.name}: {title[0].lower()}{title[1:]}"
    signed = signed_by_year(ever, years)
    context = _common(wanted) | {
        "title": title,
        "whole": wanted.link(reverse("map")),
        "bars": bars(signed, _HEIGHT, _STEP, power=1),
        "width": _STEP * len(years),
        "height": _HEIGHT,
        "most": max(signed),
        "total": sum(signed),
        "years": list(zip(years, signed, strict=True)),
        "decades": [
            (year, min(_DECADE, years.last + 1 - year)) for year in years if not year % _DECADE
        ],
    }
    return render(request, "embed_timeline.html", context)


def _common(wanted: MapAsked) -> dict[str, object]:
    theme = wanted.asked.query.get("theme", "")
    return {
        "theme": theme if theme in THEMES else "",
        "notices": wanted.notices,
        "day": wanted.asked.clocks.as_of,
        "known_at": wanted.asked.clocks.known_at,
    }
