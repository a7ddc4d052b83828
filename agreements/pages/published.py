"""What editors published, by day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements import news, summaries
from agreements.models import AgreementKind
from agreements.news import About, Happened, News
from agreements.numbers import whole_number
from agreements.pages import listing
from agreements.pages.asking import Asked, address, clock_suffix, read_query

_PAGE_SIZE: Final = 50
_SHOWN: Final = 6
_BY_PARTY: Final = ("party", "partner", "all_of")
_OTHER_FILTERS: Final = tuple(name for name in listing.LABELS if name not in _BY_PARTY)


@dataclass(frozen=True, slots=True)
class Entry:
    """One change in words."""

    news: News
    what: str
    parties: str
    words: list[str]
    more: int


@dataclass(frozen=True, slots=True)
class Day:
    """The changes of one day."""

    day: date
    entries: list[Entry]


@require_safe
def changes_page(request: HttpRequest) -> HttpResponse:
    """List what editors published, newest first, by day."""
    asked = read_query(request)
    before, notices = _before(asked)
    words = listing.Words(summaries.party_names(), summaries.commitment_names())
    found = news.read(
        asked_about(asked), limit=_PAGE_SIZE + 1, before=before, known_at=asked.clocks.known_at
    )
    shown = found[:_PAGE_SIZE]
    entries = [in_words(told, words) for told in shown]
    days = groupby(entries, key=lambda entry: entry.news.at.date())
    older = asked.without()
    if len(found) > _PAGE_SIZE:
        older["before"] = str(shown[-1].number)
    context = {
        "notices": [*asked.notices, *notices],
        "at": clock_suffix(asked.query),
        "days": [Day(day, list(group)) for day, group in days],
        "chips": listing.chips(asked.query, request.path, words),
        "older": address(request.path, older) if "before" in older else "",
        "newer": address(request.path, asked.without()) if before else "",
        "feeds": feed_addresses(asked.without("known_at", "as_of")),
    }
    return render(request, "pages/changes.html", context)


def feed_addresses(query: QueryDict) -> dict[str, str]:
    """Return where the feeds of a query are: Atom and JSON Feed."""
    return {
        "atom": address(reverse("changes-feed"), query),
        "json": address(reverse("changes-json"), query),
    }


def asked_about(asked: Asked) -> About:
    """Return of which agreements news are asked for."""
    query = asked.query
    codes = {name: _codes(query.getlist(name)) for name in ("party", "partner")}
    others = [name for name in _OTHER_FILTERS if any(query.getlist(name))]
    return About(
        any_party=codes["party"],
        partner=codes["partner"],
        both=_codes(query.get("all_of", "").split(",")),
        numbers=frozenset(asked.selection(*_BY_PARTY).agreements()) if others else None,
    )


def _codes(written: list[str]) -> frozenset[str] | None:
    return frozenset(code.strip().upper() for code in written if code.strip()) or None


def _before(asked: Asked) -> tuple[int | None, list[str]]:
    written = asked.query.get("before", "")
    if not written:
        return None, []
    number = whole_number(written)
    if number is not None:
        return number, []
    return None, [_("There is no such place in this list: these are the newest changes.")]


def in_words(told: News, words: listing.Words) -> Entry:
    """Return a change in words."""
    lines = list(_lines(told, words))
    parties = " \N{EN DASH} ".join(words.parties.get(code, code) for code in told.parties)
    return Entry(told, _what(told), parties, lines[:_SHOWN], max(0, len(lines) - _SHOWN))


def _what(told: News) -> str:
    if told.is_undo:
        return _("Taken back")
    return {
        Happened.NEW: _("New"),
        Happened.CHANGED: _("Changed"),
        Happened.SOURCES: _("More sources"),
        Happened.WITHDRAWN: _("No longer held"),
        Happened.MERGED: _("Merged"),
        Happened.LOADED: _("Loaded"),
    }[told.what]


def _labels() -> Mapping[str, str]:
    return {
        "title": _("Title"),
        "kind": _("Form"),
        "signed": _("Signed"),
        "in_force_from": _("In force from"),
        "ended": _("Ended"),
        "duration_years": _("Duration in years"),
        "legally_binding": _("Legally binding"),
    }


def _lines(told: News, words: listing.Words) -> Iterator[str]:
    if told.rows:
        yield _("%(rows)s rows") % {"rows": told.rows}
    if told.into:
        yield _("The same agreement as %(key)s") % {"key": told.into}
    if told.what == Happened.WITHDRAWN:
        yield _("Nothing is held of it any more")
        return
    labels = _labels()
    for value in told.values:
        before, after = _said(value.before), _said(value.after)
        yield f"{labels[value.name]}: {before} \N{RIGHTWARDS ARROW} {after}"
    commitments = (
        (_("with"), told.added),
        (_("expressly without"), told.excluded),
        (_("no longer with"), told.removed),
    )
    for label, types in commitments:
        named = ", ".join(words.commitments.get(code, code) for code in types)
        if named:
            yield f"{label} {named}"


def _said(value: object) -> str:
    if value is None:
        return _("not stated")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    kinds = AgreementKind.values
    return str(AgreementKind(value).label) if value in kinds else str(value)
