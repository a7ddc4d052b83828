"""The page of one party: with whom, since when, about what, and what that rests on."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements import looking, partners, summaries
from agreements.atlas.bearing import apart
from agreements.atlas.network import MOST
from agreements.models import Card, Status
from agreements.pages import listing
from agreements.pages.asking import Asked, clock_suffix, read_query
from agreements.pages.balance_table import tabulate
from agreements.pages.circle import draw_circle
from agreements.pages.lives import draw_lives
from agreements.pages.narrowing import FILTERS, list_address, not_narrowed, pair_address
from agreements.standing import GROUPS
from agreements.summaries import Place
from agreements.tally import Selection

_LISTED: Final = 20
_DRAWN: Final = 40
# What of a card it reads besides what a list shows.
_READ: Final = ("parties", "signed_latest", "item_json")
_NEAR: Final = 6
_SOURCES: Final = 8
_MOST_HELD: Final = 10
_MUTUAL_DEFENCE: Final = "mutual_defence"


@dataclass(frozen=True, slots=True)
class Number:
    """One of the numbers at the top, with the address of the agreements that it counts."""

    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """One partner in the list beside the picture."""

    code: str
    name: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One agreement in the table."""

    key: str
    title: str
    partner: str
    pair: str
    signed: str
    commitments: int
    status: str
    is_doubtful: bool


@require_safe
def country_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show one party: its partners, their time, what is owed, the newest of its agreements."""
    if code.isascii() and code != code.upper():
        return redirect(reverse("country", args=[code.upper()]), permanent=True)
    asked = read_query(request)
    places = {place.code: place for place in summaries.places()}
    place = places.get(code)
    if place is None:
        raise Http404(f"{code[:8]} is no party of this atlas")
    everything = asked.selection(*FILTERS)
    own = everything.of_any_party([code])
    words = listing.Words({p.code: p.name for p in places.values()}, summaries.commitment_names())
    context = {
        "notices": [*asked.notices, *not_narrowed(asked)],
        "at": clock_suffix(asked.query),
        "day": asked.clocks.as_of,
        "place": place,
        "total": own.count(),
        **(_with_some(asked, everything, place, places, words) if own.count() else {}),
    }
    if not context["total"]:
        context["near"] = _near(everything, place, places)
        context["look"] = looking.of(code, known_at=asked.clocks.known_at)
    return render(request, "pages/country.html", context)


def _with_some(
    asked: Asked,
    everything: Selection,
    place: Place,
    places: Mapping[str, Place],
    words: listing.Words,
) -> dict[str, object]:
    own = everything.of_any_party([place.code])
    suffix = clock_suffix(asked.query)
    found = partners.partners(own, place.code)
    in_force = own.standing_as([Status.IN_FORCE])
    cards = summaries.newest(own, max(_LISTED, _DRAWN), more=_READ)
    listed = [
        PartnerRow(p.code, places[p.code].name, p.count, pair_address(place.code, p.code) + suffix)
        for p in found
    ]
    listed.sort(key=lambda row: (-row.count, row.name))
    return {
        "numbers": _numbers(asked, own, place.code),
        "partners": len(listed),
        "partner_links": _links(listed) if len(listed) <= MOST else "",
        "circle": draw_circle(everything, place, found, places, suffix=suffix),
        "lives": draw_lives(
            cards[:_DRAWN],
            asked.clocks.as_of,
            name_of=lambda card: words.parties.get(_partner(card, place.code), ""),
            suffix=suffix,
        ),
        "drawn": min(len(cards), _DRAWN),
        "in_force": in_force.count(),
        "in_force_partners": sum(partner.standing == "in-force" for partner in found),
        **_newest_signed(cards, place.code, words.parties, asked.clocks.as_of),
        "frameworks": summaries.frameworks_of(place.code, _frameworks(cards)),
        **_held(asked, in_force, place, words.commitments),
        "regions": _regions(listed, places) if len(listed) > MOST else [],
        "rows": [_row(card, place.code, words.parties) for card in cards[:_LISTED]],
        "sources": _sources(cards[:_LISTED]),
    }


def _newest_signed(
    cards: Iterable[Card], code: str, names: Mapping[str, str], day: date
) -> dict[str, object]:
    signed = (card for card in cards if card.signed_latest and card.signed_latest <= day)
    newest = next(signed, None)
    return {"newest": newest, "newest_partner": newest and names.get(_partner(newest, code), "")}


def _frameworks(cards: Iterable[Card]) -> set[str]:
    told = (json.loads(card.row_json)["framework"] for card in cards)
    return {slug for slug in told if slug}


def _held(
    asked: Asked, in_force: Selection, place: Place, types: Mapping[str, str]
) -> dict[str, object]:
    """Return what the agreements in force hold, all of it and the most frequent first."""
    balances = partners.balances(in_force, place.code, types)
    table = tabulate(
        balances,
        names=types,
        received=f"{place.name} receives",
        given=f"{place.name} gives",
        address=list_address(asked.query, party=[place.code], status=[Status.IN_FORCE])
        + "&commitment=",
    )
    made = [row for row in table.rows if row.count] if table else []
    return {"balances": table, "most": sorted(made, key=lambda row: -row.count)[:_MOST_HELD]}


def _regions(
    listed: Iterable[PartnerRow], places: Mapping[str, Place]
) -> list[tuple[str, SafeString]]:
    regions: dict[str, list[PartnerRow]] = {}
    for row in listed:
        regions.setdefault(places[row.code].region, []).append(row)
    return [(name, _links(rows)) for name, rows in sorted(regions.items())]


def _links(rows: Iterable[PartnerRow]) -> SafeString:
    """Return the partners as links; written here, for there may be two hundred."""
    links = (f'<a href="{escape(row.url)}">{escape(row.name)} {row.count}</a>' for row in rows)
    return mark_safe(" ".join(links))  # noqa: S308  all from outside is escaped


def _numbers(asked: Asked, own: Selection, code: str) -> list[Number]:
    """Return the four numbers; the first three add up to all agreements."""
    by_status = own.count_by_status()
    on_the_way = [*GROUPS["signed"], *GROUPS["negotiating"]]
    over = [*GROUPS["suspended"], *GROUPS["ended"]]
    defence = own.standing_as([Status.IN_FORCE]).with_any_commitment([_MUTUAL_DEFENCE])

    def number(label: str, statuses: Iterable[Status]) -> Number:
        listed = list(statuses)
        count = sum(by_status.get(status, 0) for status in listed)
        return Number(label, count, list_address(asked.query, party=[code], status=listed))

    return [
        number(_("in force"), [Status.IN_FORCE]),
        number(_("signed or negotiated, not in force"), on_the_way),
        number(_("suspended or ended"), over),
        Number(
            _("in force with a mutual-defence clause"),
            defence.count(),
            list_address(
                asked.query, party=[code], status=[Status.IN_FORCE], commitment=[_MUTUAL_DEFENCE]
            ),
        ),
    ]


def _partner(card: Card, code: str) -> str:
    return next((party for party in card.parties if party != code), code)


def _row(card: Card, code: str, names: Mapping[str, str]) -> Row:
    told = json.loads(card.row_json)
    partner = _partner(card, code)
    return Row(
        key=told["key"],
        title=card.title,
        partner=names.get(partner, partner),
        pair=pair_address(code, partner),
        signed=card.signed,
        commitments=len(card.commitment_types),
        status=card.status,
        is_doubtful=told["is_doubtful"],
    )


def _sources(cards: Iterable[Card]) -> list[tuple[str, int]]:
    """Return who is quoted or cited for these agreements, and for how many of them."""
    named: Counter[str] = Counter()
    for card in cards:
        told = json.loads(card.item_json)
        groups = (told["milestones"], told["commitments"], told["terms"], told["links"])
        evidence = (e for group in groups for entry in group for e in entry["evidence"])
        named.update({_source(each) for each in evidence})
    return sorted(named.items(), key=lambda entry: (-entry[1], entry[0]))[:_SOURCES]


def _source(evidence: Mapping[str, object]) -> str:
    if "quote" in evidence:
        document = evidence["document"]
        told = document if isinstance(document, dict) else {}
        return str(told.get("publisher") or told.get("title") or _("A document"))
    return str(evidence["citation"]) if "citation" in evidence else _("An editor’s judgement")  # noqa: RUF001  as it is printed


def _near(everything: Selection, place: Place, places: Mapping[str, Place]) -> list[PartnerRow]:
    """Return the nearest parties that have agreements, by the way between the capitals."""
    counts = everything.count_by("party")
    here = (place.longitude, place.latitude)
    others = [places[code] for code in counts if code in places and code != place.code]
    others.sort(key=lambda other: apart(here, (other.longitude, other.latitude)))
    return [
        PartnerRow(p.code, p.name, counts[p.code], reverse("country", args=[p.code]))
        for p in others[:_NEAR]
    ]
