"""How complete the record is: what was read about each party, and what was not looked for yet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements import coverage, looking, summaries
from agreements.coverage import Checked, Coverage
from agreements.models import Look
from agreements.pages.asking import clock_suffix, read_query
from agreements.summaries import Place

# So many pairs of which nothing was found are named, the last looked for.
_PAIRS: Final = 200
_NONE: Final = "\N{EN DASH}"
# Two hundred rows through a template cost four times as much.
_ROW: Final = (
    '<tr><th scope="row"><a href="{}">{}</a></th><td class="table__number">{}</td>'
    '<td class="table__number">{}</td><td class="table__number">{}</td>'
    '<td class="table__number">{}</td><td class="table__date">{}</td>'
    '<td class="table__number">{}</td><td class="table__number">{}</td></tr>'
)


@dataclass(frozen=True, slots=True)
class Covered:
    """A party and its coverage."""

    place: Place
    coverage: Coverage


@require_safe
def coverage_page(request: HttpRequest) -> HttpResponse:
    """Say of each party what was read about it, when last, and how late we learn of things."""
    asked = read_query(request)
    known_at = asked.clocks.known_at
    began = coverage.began(known_at=known_at)
    counts = asked.selection().count_by("party")
    found = coverage.read(counts, began.date() if began else None, known_at=known_at)
    rows = [Covered(p, found.get(p.code, Coverage())) for p in summaries.places()]
    delays = [days for row in found.values() for days in row.delays]
    suffix = clock_suffix(asked.query)
    covered = [row for row in rows if row.coverage.checked == Checked.FOUND]
    context = {
        "notices": asked.notices,
        "at": suffix,
        "began": began,
        "covered": len(covered),
        "table": _table(covered, suffix),
        "none_found": [row for row in rows if row.coverage.checked == Checked.NONE_FOUND],
        "not_checked": [row for row in rows if row.coverage.checked == Checked.NOT_CHECKED],
        "pairs": _pairs(known_at),
        "parties": len(rows),
        "median_delay": Coverage(delays=delays).median_delay,
    }
    return render(request, "pages/coverage.html", context)


def _pairs(known_at: datetime | None) -> list[Look]:
    """Return of which two parties editors found none, the newest word on each two."""
    found = looking.standing(known_at).filter(partner__isnull=False)
    named: dict[tuple[str, str | None], Look] = {}
    for look in found.select_related("party", "partner").order_by("-looked_on", "-pk")[:_PAIRS]:
        named.setdefault((look.party_id, look.partner_id), look)
    return list(named.values())


def _table(covered: list[Covered], suffix: str) -> SafeString:
    pattern = reverse("country", args=["XX"]) + suffix
    return format_html_join(
        "",
        _ROW,
        (
            (
                pattern.replace("XX", place.code),
                place.name,
                told.agreements,
                told.reference,
                told.texts,
                told.publishers,
                f"{told.last:%Y-%m-%d}" if told.last else _("none yet"),
                told.waiting,
                _NONE if told.median_delay is None else f"{told.median_delay:g}",
            )
            for place, told in ((row.place, row.coverage) for row in covered)
        ),
    )
