"""The list of agreements: searched, narrowed by facets, in four orders."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from agreements import summaries
from agreements.models import Strength
from agreements.pages import listing
from agreements.pages.asking import CLOCKS, Asked, address, clock_suffix, read_query
from agreements.pages.paged import SORTS, read_page

_WORDS_OF: Final = {
    "-signed": _("Newest first"),
    "signed": _("Oldest first"),
    "name": _("By name"),
    "-breadth": _("Most commitments"),
}


@dataclass(frozen=True, slots=True)
class Sort:
    """One order that the list can have."""

    value: str
    label: str
    is_chosen: bool


@require_safe
def agreements_page(request: HttpRequest) -> HttpResponse:
    """Show the agreements asked for, with facets to narrow them."""
    asked = read_query(request)
    words = listing.Words(summaries.party_names(), summaries.commitment_names())
    page = read_page(asked, request.path)
    chips = listing.chips(asked.query, request.path, words)
    context = {
        "notices": [*asked.notices, *page.notices],
        "at": clock_suffix(asked.query),
        "asked": asked.query,
        "day": asked.clocks.as_of,
        "total": page.total,
        "rows": [listing.read_row(card, words.commitments) for card in page.cards],
        "older": page.following,
        "newer": page.preceding,
        "sorts": _sorts(asked),
        "is_newest_first": page.is_newest_first,
        "strengths": Strength.choices,
        "facets": listing.facets(asked, words),
        "chips": chips,
        "cleared": request.path + clock_suffix(asked.query),
        "offers": [] if page.total else listing.loosened(asked, request.path),
        "data_address": address(reverse("api-agreements"), asked.without("sort", "region")),
        "taken": _taken(asked),
    }
    return render(request, "pages/agreements.html", context)


def _sorts(asked: Asked) -> list[Sort]:
    chosen = asked.query.get("sort", "")
    return [
        Sort(value, str(_WORDS_OF[value]), value == (chosen or "-signed"))
        for value in SORTS
        if value
    ]


def _taken(asked: Asked) -> dict[str, str]:
    """Return where all of these agreements can be taken away, and what changes of them followed."""
    rows, about = asked.without("sort", "region"), asked.without("sort", "region", *CLOCKS)
    return {
        "csv": address(reverse("agreements-csv"), rows),
        "json": address(reverse("agreements-json"), rows),
        "explained": address(reverse("agreements-metadata"), rows),
        "changes": address(reverse("changes"), about),
        "feed": address(reverse("changes-feed"), about),
        "feed_json": address(reverse("changes-json"), about),
    }
