"""The timeline: how often in each year, and what happened, newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from agreements import summaries, timeline
from agreements.numbers import whole_number
from agreements.pages import listing
from agreements.pages.asking import Asked, address, clock_suffix, read_query
from agreements.pages.year_bars import draw_bars
from agreements.paging import BadCursorError
from agreements.tally import Selection
from agreements.timeline import Event, Happening

_PAGE_SIZE: Final = 50
OWN: Final = frozenset({"show", "year"})
_YEAR_DIGITS: Final = 4
# What is shown: the switch's words, and those that go after a number.
_SHOWN: Final = {
    Happening.SIGNED: (_("Signed"), _("signed"), _("Agreements by the date they were signed.")),
    Happening.IN_FORCE: (
        _("Entered into force"),
        _("entered into force"),
        _("Agreements by the day from which they were in force."),
    ),
    Happening.CHANGED: (
        _("Changed"),
        _("amended, extended, suspended or resumed"),
        _("Agreements by the days on which they were amended, extended, suspended or resumed."),
    ),
    Happening.ENDED: (_("Ended"), _("ended"), _("Agreements by the day on which they ended.")),
}


@dataclass(frozen=True, slots=True)
class Switch:
    """One thing that can be shown."""

    label: str | Promise
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One event in the list; `day` is the day of the year as far as it is known."""

    day: str
    words: str | Promise
    row: listing.Row


@dataclass(frozen=True, slots=True)
class Year:
    """The events of one year, or those of them that a page has; `count` is that of all."""

    year: int
    count: int | None
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the timeline was asked for."""

    what: Happening
    year: int | None
    notices: list[str]


@require_safe
def timeline_page(request: HttpRequest) -> HttpResponse:
    """Show how often it happened in each year, and what happened, newest first."""
    asked = read_query(request, own=OWN)
    chosen = read_choice(asked.query)
    selection = asked.selection()
    years = timeline.years(selection, chosen.what)
    page, notices = _page(asked, selection, chosen)
    shown = _years(page.events, chosen.what, years.counts)
    label, words, lede = _SHOWN[chosen.what]
    bare = asked.without("year")
    named = listing.Words(summaries.party_names(), summaries.commitment_names())
    counts = years.counts
    most = max(counts, key=lambda year: (counts[year], year), default=0)
    context = {
        "notices": [*asked.notices, *chosen.notices, *notices],
        "at": clock_suffix(asked.query),
        "asked": asked.query,
        "chosen": chosen,
        "label": label,
        "counted": words,
        "lede": lede,
        "years": years,
        "first": min(counts),
        "last": max(counts),
        "most": most if counts.get(most) else None,
        "most_count": counts.get(most, 0),
        "bars": draw_bars(
            counts,
            words=str(words),
            address_of=lambda year: _with(bare, request.path, "year", str(year)),
            marked={year.year for year in shown},
        ),
        "switches": _switches(asked, request.path, chosen.what),
        "shown": shown,
        "older": _with(asked.without(), request.path, "after", page.older) if page.older else "",
        "newer": address(request.path, asked.without()) if asked.query.get("after") else "",
        "earlier": _with(bare, request.path, "after", timeline.start_of(min(counts))),
        "all_years": address(request.path, bare),
        "beside": _beside(chosen.year, counts, bare, request.path),
        "counts_from_signing": chosen.what == Happening.IN_FORCE,
        "chips": listing.chips(asked.query, request.path, named),
        "kept": [(name, value) for name, values in bare.lists() for value in values if value],
        "csv": address(reverse("timeline-csv"), asked.without("region")),
    }
    return render(request, "pages/timeline.html", context)


def read_choice(query: QueryDict) -> Choice:
    """Return what is to be shown and of which year; what makes no sense is said and left out."""
    notices = []
    what, year = query.get("show", ""), query.get("year", "").strip()
    if what and what not in set(Happening):
        notices.append(gettext("%r can't be shown: this is what was signed.") % what[:40])
        what = ""
    if year and not _is_year(year):
        notices.append(gettext("%r is no year: write it like 2024.") % year[:40])
        year = ""
    return Choice(Happening(what or Happening.SIGNED), int(year) if year else None, notices)


def _is_year(written: str) -> bool:
    return bool(whole_number(written, digits=_YEAR_DIGITS))


def _page(asked: Asked, selection: Selection, chosen: Choice) -> tuple[timeline.Page, list[str]]:
    after = asked.query.get("after", "")
    try:
        return timeline.read_page(
            selection, chosen.what, year=chosen.year, limit=_PAGE_SIZE, after=after
        ), []
    except BadCursorError as error:
        page = timeline.read_page(selection, chosen.what, year=chosen.year, limit=_PAGE_SIZE)
        return page, [str(error)]


def _years(events: list[Event], what: Happening, counts: Mapping[int, int]) -> list[Year]:
    return [
        Year(year, counts.get(year), [_row(event, what) for event in group])
        for year, group in groupby(events, key=lambda event: event.day.year)
    ]


def _row(event: Event, what: Happening) -> Row:
    row = listing.read_row(event.card, {})
    if what == Happening.CHANGED:
        return Row(event.date[5:], event.words, row)
    if what == Happening.IN_FORCE and not event.date and row.signed:
        return Row(row.signed[5:], _("day not told"), row)
    return Row(event.date[5:], "", row)


def _switches(asked: Asked, path: str, current: Happening) -> list[Switch]:
    bare = asked.without("show")
    return [
        Switch(
            words[0],
            address(path, bare)
            if what == Happening.SIGNED
            else _with(bare, path, "show", what.value),
            what == current,
        )
        for what, words in _SHOWN.items()
    ]


def _beside(
    year: int | None, counts: Mapping[int, int], query: QueryDict, path: str
) -> list[tuple[int, str]]:
    """Return the years before and after with their addresses, where something happened in them."""
    if year is None:
        return []
    earlier = [other for other, count in counts.items() if count and other < year][-1:]
    later = [other for other, count in counts.items() if count and other > year][:1]
    return [(other, _with(query, path, "year", str(other))) for other in (*earlier, *later)]


def _with(query: QueryDict, path: str, name: str, value: str) -> str:
    more = query.copy()
    more[name] = value
    return address(path, more)
