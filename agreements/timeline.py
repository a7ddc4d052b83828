"""What happened when: how often in each year, and to which agreements, newest first."""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext

from agreements import paging
from agreements.models import Card, MilestoneKind
from agreements.models.card import CardQuerySet
from agreements.tally import Selection

_FIRST_YEAR: Final = 1950
_FEWEST_YEARS: Final = 20
_CHUNK: Final = 1_000
_CHANGES: Final = {
    MilestoneKind.AMENDED,
    MilestoneKind.EXTENDED,
    MilestoneKind.SUSPENDED,
    MilestoneKind.RESUMED,
}


class Happening(StrEnum):
    """What can be looked at along the years."""

    SIGNED = "signed"
    IN_FORCE = "in_force"
    CHANGED = "changed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Years:
    """How often it happened in each year; `before` those, and how often in no certain year."""

    counts: Mapping[int, int]
    before: int
    uncertain: int

    @property
    def total(self) -> int:
        """Return how often it happened in a year that is certain."""
        return self.before + sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Event:
    """One agreement to which it happened on a day; `date` is EDTF, empty where not stated."""

    day: date
    date: str
    words: str
    card: Card


@dataclass(frozen=True, slots=True)
class Page:
    """Some events, newest first, and the cursor of the older page; None at the end."""

    events: list[Event]
    older: str | None


def years(selection: Selection, what: Happening) -> Years:
    """Return how often it happened, from 1950 to the year that the selection is of.

    A year to come counts only where something is known of it: a day may lie thousands of them off.
    """
    last = min(selection.day.year, max(timezone.now().year, _latest(selection, what)))
    first = max(1, min(_FIRST_YEAR, last - _FEWEST_YEARS))
    counts = {year: in_year(selection, what, year) for year in range(first, last + 1)}
    before = selection.happened(what, date.min, _day_before(date(first, 1, 1))).count()
    uncertain = selection.signed_in_no_certain_year().count() if what == Happening.SIGNED else 0
    return Years(counts, before, uncertain)


def in_year(selection: Selection, what: Happening, year: int) -> int:
    """Return how often it happened in one year, whichever."""
    return selection.happened(what, date(year, 1, 1), date(year, 12, 31)).count()


def read_page(
    selection: Selection, what: Happening, *, year: int | None, limit: int, after: str = ""
) -> Page:
    """Return the newest events of all years or of one, after a cursor; one query.

    Raises:
        BadCursorError: the cursor is none of ours.
    """
    first, last = _days_of(selection, year)
    found: list[tuple[date, int, int]] = []
    if after:
        day, number = paging.read_cursor(after, paging.NEWEST)
        on_day = selection.moments(what, (day, day), 1) if first <= day <= last else []
        found = [moment for moment in on_day if moment[1] < number]
        last = min(last, _day_before(day))
    if len(found) <= limit and first <= last:
        found += selection.moments(what, (first, last), limit + 1 - len(found))
    shown = found[:limit]
    older = paging.write_cursor(shown[-1][0], shown[-1][1]) if len(found) > limit else None
    return Page(list(_events(selection.day, what, shown)), older)


def every(selection: Selection, what: Happening, *, year: int | None) -> Iterator[Event]:
    """Yield all events of all years or of one, newest first; one query for each thousand."""
    days = _days_of(selection, year)
    found = selection.moments(what, days, sys.maxsize)
    for start in range(0, len(found), _CHUNK):
        yield from _events(selection.day, what, found[start : start + _CHUNK])


def start_of(year: int) -> str:
    """Return the cursor after which come the events before a year."""
    return paging.write_cursor(date(year, 1, 1), 1)


def _latest(selection: Selection, what: Happening) -> int:
    """Return the year of the newest event; 1 where there is none."""
    newest = selection.moments(what, (date.min, selection.day), 1)
    return newest[0][0].year if newest else 1


def _days_of(selection: Selection, year: int | None) -> tuple[date, date]:
    return (date(year, 1, 1), date(year, 12, 31)) if year else (date.min, selection.day)


def _day_before(day: date) -> date:
    return date.fromordinal(max(1, day.toordinal() - 1))


def _events(as_of: date, what: Happening, moments: list[tuple[date, int, int]]) -> Iterator[Event]:
    numbers = {card for _, _, card in moments}
    standing = CardQuerySet(Card).standing_on(as_of).filter(pk__in=numbers)
    columns = ["agreement_id", "title", "signed", "kind", "parties", "row_json"]
    columns += ["item_json"] if what == Happening.CHANGED else []
    cards = {card.pk: card for card in standing.only(*columns)}
    for day, _, number in moments:
        if number in cards:
            card = cards[number]
            written, words = _told(card, what, day)
            yield Event(day, written, words, card)


def _told(card: Card, what: Happening, day: date) -> tuple[str, str]:
    """Return the date as the record has it (EDTF), and words for what happened."""
    if what == Happening.SIGNED:
        return card.signed, gettext("Signed")
    row: dict[str, Any] = json.loads(card.row_json)
    if what == Happening.IN_FORCE:
        return row["in_force_from"] or "", gettext("Entered into force")
    if what == Happening.ENDED:
        return row["ended"] or "", gettext("Ended")
    return _change(json.loads(card.item_json)["milestones"], day)


def _change(milestones: list[dict[str, Any]], day: date) -> tuple[str, str]:
    written = day.isoformat()
    changes = [m for m in milestones if m["kind"] in _CHANGES and not m["is_expected"]]
    then = [m for m in changes if (m["earliest"] or "") <= written <= (m["latest"] or written)]
    words = dict.fromkeys(str(MilestoneKind(m["kind"]).label) for m in then)
    return (then[0]["date"] or "" if then else ""), ", ".join(words) or "Changed"
