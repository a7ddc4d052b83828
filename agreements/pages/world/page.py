"""The map as a page: of the world, and of one country and its partners."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements import summaries
from agreements.atlas.classes import CLASSES
from agreements.atlas.drawing import Place
from agreements.atlas.partners import Partner
from agreements.atlas.standing import IN_FORCE, NEGOTIATING, SIGNED, STANDINGS
from agreements.atlas.years import FIRST_YEAR, Years
from agreements.numbers import whole_number
from agreements.pages import listing
from agreements.pages.asking import address
from agreements.pages.world.asked import MapAsked, read_map
from agreements.pages.world.figure import ego_figure, found_partners, world_figure
from agreements.pages.world.filtering import make_filtering
from agreements.pages.world.sharing import make_sharing
from agreements.summaries import Ranked

_MOST_CONNECTED: Final = 9
_PARTNERS: Final = 12
_LATEST: Final = 6
# So many rows a table has, of parties and of partners; more are named in a line below it, unless
# they are only so many more.
_ROWS: Final = (100, 25)
_PARTNER_ROWS: Final = (25, 40)


@dataclass(frozen=True, slots=True)
class ViewTab:
    """Another way to look at the same agreements."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner with the addresses of the pair, of the agreement named, and of those counted."""

    partner: Partner
    between: str
    agreement: str
    pair: str


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """Show how many agreements each party has, or one party's partners."""
    wanted = read_map(request)
    if year := _year(request):
        return redirect(_address_of_year(wanted, year))
    if named := summaries.called(wanted.places, wanted.asked.query.get("party_name", "")):
        return redirect(_address_of_party(wanted, named.code))
    if wanted.country is not None:
        place = wanted.country
        centre = Place(place.code, place.name, place.longitude, place.latitude)
        return render(request, "pages/map_ego.html", _ego(request, wanted, centre))
    return render(request, "pages/map.html", _world(request, wanted))


def _world(request: HttpRequest, wanted: MapAsked) -> dict[str, object]:
    asked, counts = wanted.asked, wanted.selection.count_by("party")
    ranked = summaries.ranked(counts, wanted.names)
    signed = wanted.of_any_status.surely_signed_by(asked.clocks.as_of)
    figure = world_figure(wanted, counts, reverse("map"))
    rows, rest = _tabled(ranked, wanted.at)
    return _common(wanted) | {
        "figure": figure,
        "classes": CLASSES,
        "sharing": make_sharing(request, wanted, figure.title),
        "counted": wanted.counting.words,
        "total": wanted.selection.count(),
        "parties": len(ranked),
        "most_connected": ranked[:_MOST_CONNECTED],
        "most": ranked[0].count if ranked else 0,
        "others": len(wanted.places) - len(ranked),
        "rows": rows,
        "rest": rest,
        "signed": [listing.read_row(card, {}) for card in summaries.newest(signed, _LATEST)],
        "changes": summaries.latest_changes(_LATEST, known_at=asked.clocks.known_at),
        "first_day": None if counts else summaries.first_day(known_at=asked.clocks.known_at),
    }


def _ego(request: HttpRequest, wanted: MapAsked, centre: Place) -> dict[str, object]:
    found = found_partners(wanted, centre.code)
    figure = ego_figure(wanted, centre, found, reverse("map"))
    rows = _partner_rows(found, wanted, centre)
    full = _full(len(rows), _PARTNER_ROWS)
    own = wanted.asked_for.of_any_party([centre.code])
    return _common(wanted) | {
        "figure": figure,
        "standings": STANDINGS,
        "sharing": make_sharing(request, wanted, figure.title),
        "country": centre,
        "numbers": _numbers(own.count_by_status()),
        "world": wanted.link(wanted.path, "country", "region"),
        "total": own.count(),
        "partners": found,
        "first_partners": rows[:_PARTNERS],
        "partner_rows": rows[:full],
        "other_partners": [
            (standing, [row for row in rows[full:] if row.partner.standing is standing])
            for standing in STANDINGS
        ],
    }


def _numbers(statuses: dict[str, int]) -> list[tuple[int, str]]:
    """Return how many agreements stand in which way, as a sentence puts it; none is left out."""
    said = (
        (IN_FORCE, _("in force")),
        (SIGNED, _("signed and not yet in force")),
        (NEGOTIATING, _("under negotiation")),
    )
    counted = (
        (sum(statuses.get(status, 0) for status in standing.statuses), words)
        for standing, words in said
    )
    return [(count, words) for count, words in counted if count]


def _common(wanted: MapAsked) -> dict[str, object]:
    words = listing.Words(wanted.names, summaries.commitment_names())
    left = wanted.asked.without("status") if not wanted.country else wanted.asked.query
    return {
        "notices": [*wanted.notices, *_unknown_party(wanted)],
        "at": wanted.at,
        "day": wanted.asked.clocks.as_of,
        "canonical": wanted.link(wanted.path),
        "tabs": _tabs(wanted),
        "chips": listing.chips(left, wanted.path, words),
        "filtering": make_filtering(wanted, words.commitments),
    }


def _tabs(wanted: MapAsked) -> list[ViewTab]:
    return [
        ViewTab(_("Map"), wanted.link(wanted.path), is_current=True),
        ViewTab(_("Table"), "#table", is_current=False),
        ViewTab(_("Commitments"), _elsewhere(wanted, reverse("commitments")), is_current=False),
        ViewTab(_("Timeline"), _elsewhere(wanted, reverse("timeline")), is_current=False),
    ]


def _elsewhere(wanted: MapAsked, path: str) -> str:
    """Return the address of another page about the same agreements: there a country is a party."""
    query = wanted.asked.without("country", "region", "year", "width", "party_name")
    if wanted.country:
        query.appendlist("party", wanted.country.code)
    return address(path, query)


def _full(all_of_them: int, rows: tuple[int, int]) -> int:
    usual, more = rows
    return all_of_them if all_of_them <= usual + more else usual


def _tabled(ranked: list[Ranked], at: str) -> tuple[SafeString, SafeString]:
    """Return rows of the table that says what the map shows, and the rest as links in a line.

    Two hundred parties in a template take their time, and as rows more elements than a page has.
    """
    before, after = (conditional_escape(p) for p in reverse("country", args=["~"]).split("~"))
    suffix = conditional_escape(at)
    links = [
        f'<a href="{before}{entry.code}{after}{suffix}">{conditional_escape(entry.name)}</a>'
        for entry in ranked
    ]
    full = _full(len(ranked), _ROWS)
    counted = list(zip(links, ranked, strict=True))
    rows = [
        f'<tr><th scope="row">{link}</th><td class="table__number">{entry.count}</td></tr>'
        for link, entry in counted[:full]
    ]
    rest = [f"{link} {entry.count}" for link, entry in counted[full:]]
    return mark_safe("\n".join(rows)), mark_safe(",\n".join(rest))  # noqa: S308  escaped above


def _partner_rows(found: list[Partner], wanted: MapAsked, centre: Place) -> list[PartnerRow]:
    pair = wanted.link(reverse("agreements"), "country", "region", all_of="~")
    agreement = reverse("agreement", args=["~"]) + wanted.at
    return [
        PartnerRow(
            partner,
            reverse("pair", args=sorted((centre.code, partner.code))) + wanted.at,
            agreement.replace("~", partner.key, 1),
            pair.replace("~", f"{centre.code},{partner.code}", 1),
        )
        for partner in found
    ]


def _year(request: HttpRequest) -> int | None:
    """Return the year that the time strip's form sends, or None."""
    year = whole_number(request.GET.get("year"), digits=4)
    return year if year and FIRST_YEAR <= year <= timezone.now().year else None


def _address_of_party(wanted: MapAsked, code: str) -> str:
    query = wanted.asked.without("party_name")
    query.setlist("party", list(dict.fromkeys([*query.getlist("party"), code])))
    return address(wanted.path, query)


def _unknown_party(wanted: MapAsked) -> list[str]:
    """Return what to say where a party was named that there is none of."""
    written = wanted.asked.query.get("party_name", "").strip()
    return [_("No party is called %r.") % written[:60]] if written else []


def _address_of_year(wanted: MapAsked, year: int) -> str:
    years = Years(timezone.now().date())
    if year == years.last:
        return wanted.link(wanted.path, "as_of")
    return wanted.link(wanted.path, as_of=f"{year}-12-31")
