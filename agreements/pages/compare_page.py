"""Two to four agreements side by side, commitment by commitment."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements import summaries
from agreements.forwarding import forwarded
from agreements.models import AgreementKind, Card
from agreements.pages import listing
from agreements.pages.asking import Asked, address, clock_suffix, read_query
from agreements.pages.listing import Row
from agreements.pages.matrix.clause import Passage, passage
from agreements.pages.record import Record, TypeWords, read_record

MOST: Final = 4
_OFFERED: Final = 8
_KEY: Final = re.compile(r"A-[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the agreements; `facts` are its plain facts, EDTF dates as they are."""

    record: Record
    status: str | None
    facts: Mapping[str, Any]
    without: str


@dataclass(frozen=True, slots=True)
class Line:
    """One commitment type with what each of the agreements says of it."""

    type: str
    about: TypeWords
    passages: list[tuple[Side, Passage]]
    held_by: int


@dataclass(frozen=True, slots=True)
class Offer:
    """An agreement that could be added, and the address that adds it."""

    row: Row
    url: str


@require_safe
def compare_page(request: HttpRequest) -> HttpResponse:
    """Show what each agreement holds, in the words of its text, beside the others."""
    asked = read_query(request, own=frozenset({"a"}))
    notices = list(asked.notices)
    cards = _chosen(asked, notices)
    asked.query.setlist("a", list(cards))
    types = {code: TypeWords(*words) for code, words in summaries.commitment_words().items()}
    sides = [_side(key, card, asked, request.path, types) for key, card in cards.items()]
    lines = _lines(sides, types)
    context = {
        "notices": notices,
        "at": clock_suffix(asked.query),
        "day": asked.clocks.as_of,
        "sides": sides,
        "facts": [
            (label, list(zip(sides, values, strict=True)), are_dates)
            for label, values, are_dates in _facts(sides)
        ],
        "shared": [line for line in lines if line.held_by == len(sides)],
        "differing": [line for line in lines if line.held_by < len(sides)],
        "is_full": len(sides) == MOST,
        "most": MOST,
        "offers": _offers(asked, cards, request.path) if len(sides) < MOST else [],
        "words": asked.query.get("q", ""),
        "kept": [
            (name, value)
            for name, values in asked.query.lists()
            for value in values
            if name != "q" and value
        ],
    }
    return render(request, "pages/compare.html", context)


def _chosen(asked: Asked, notices: list[str]) -> dict[str, Card]:
    """Return the cards of the agreements named, in that order; says which of them there are not."""
    given = [key.strip().upper() for key in asked.query.getlist("a") if key.strip()]
    keys = list(dict.fromkeys(given))
    if len(keys) > MOST:
        notices.append(
            _("%(most)d agreements fit side by side: these are the first ones.") % {"most": MOST}
        )
    known_at = asked.clocks.known_at
    wanted = []
    for key in keys[:MOST]:
        wanted.append(key if _KEY.fullmatch(key) else "")
        if not wanted[-1]:
            notices.append(
                _("%(key)r is no key of an agreement: write it like A-1001.") % {"key": key[:40]}
            )
    found = summaries.known_cards([key for key in wanted if key], known_at=known_at)
    cards: dict[str, Card] = {}
    for key in filter(None, wanted):
        if key in found:
            cards[key] = found[key]
        elif into := forwarded(key, known_at=known_at):
            notices.append(_("%(key)s was merged into %(into)s.") % {"key": key, "into": into})
            cards |= summaries.known_cards([into], known_at=known_at)
        else:
            notices.append(_("%(key)s is not in this atlas.") % {"key": key})
    return cards


def _side(key: str, card: Card, asked: Asked, path: str, types: Mapping[str, TypeWords]) -> Side:
    left = asked.query.copy()
    left.setlist("a", [other for other in left.getlist("a") if other != key])
    told = json.loads(card.item_json)
    return Side(
        read_record(told, types),
        summaries.status_on(told, asked.clocks.as_of),
        json.loads(card.row_json),
        address(path, left),
    )


def _facts(sides: list[Side]) -> list[tuple[str, list[str], bool]]:
    """Return (label, a value for each side, whether they are dates) of what any of them has."""
    rows = [
        (_("Form"), [_kind(side.facts["kind"]) for side in sides], False),
        (_("Signed"), [side.facts["signed"] or "" for side in sides], True),
        (_("In force from"), [side.facts["in_force_from"] or "" for side in sides], True),
        (_("Ended"), [side.facts["ended"] or "" for side in sides], True),
        (_("Duration"), [_years(side.facts["duration_years"]) for side in sides], False),
        (_("Legally binding"), [_yes(side.facts["legally_binding"]) for side in sides], False),
    ]
    return [row for row in rows if any(row[1])]


def _kind(kind: str | None) -> str:
    return str(AgreementKind(kind).label) if kind in AgreementKind.values else ""


def _years(years: int | None) -> str:
    return "" if years is None else _("1 year") if years == 1 else _("%d years") % years


def _yes(is_so: bool | None) -> str:  # noqa: FBT001  three values, one of them not known
    return "" if is_so is None else _("yes") if is_so else _("no")


def _lines(sides: list[Side], types: Mapping[str, TypeWords]) -> list[Line]:
    lines = []
    for type_, about in types.items():
        passages = [(side, passage(side.record, type_, about.name)) for side in sides]
        if not all(found.is_silent for _side, found in passages):
            held_by = sum(bool(found.made) for _side, found in passages)
            lines.append(Line(type_, about, passages, held_by))
    return lines


def _offers(asked: Asked, cards: Mapping[str, Card], path: str) -> list[Offer]:
    """Return agreements that fit the words; without any, the newest of the same parties."""
    selection = asked.selection()
    parties = sorted({party for card in cards.values() for party in card.parties})
    if parties and not asked.query.get("q"):
        selection = selection.of_any_party(parties)
    newest = summaries.newest(selection, _OFFERED + len(cards))
    rows = [listing.read_row(card, {}) for card in newest]
    return [
        Offer(row, address(path, _with(asked.query, row.key)))
        for row in rows
        if row.key not in cards
    ][:_OFFERED]


def _with(query: QueryDict, key: str) -> QueryDict:
    more = query.copy()
    more.pop("q", None)
    more.setlist("a", [*more.getlist("a"), key])
    return more
