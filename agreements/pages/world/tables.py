"""The map's table as CSV: what the map counts, and one country's partners."""

from collections.abc import Sequence
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from agreements import summaries
from agreements.atlas.partners import Partner
from agreements.exports import Column, Table
from agreements.exports.csvs import Cell
from agreements.pages.downloads import Download, csv_answer, metadata_answer, refusal
from agreements.pages.unchanged import unless_unchanged
from agreements.pages.world.asked import MapAsked, read_map
from agreements.pages.world.figure import found_partners
from agreements.summaries import Ranked

_NAME: Final = "map"
_ABSENT: Final = "A party that is not here has none on record, which is not the same as none."


@require_safe
@unless_unchanged
def map_csv(request: HttpRequest) -> HttpResponseBase:
    """Send the numbers that the map with the same query shows."""
    wanted = read_map(request)
    if answer := refusal(wanted.asked):
        return answer
    clocks = wanted.asked.clocks
    if wanted.country is None:
        return csv_answer(request, COUNTED, _counted(wanted), clocks)
    found = found_partners(wanted, wanted.country.code)
    return csv_answer(request, partner_table(wanted.country.name), found, clocks)


@require_safe
@unless_unchanged
def map_metadata(request: HttpRequest) -> HttpResponseBase:
    """Explain the CSV with the same query."""
    wanted = read_map(request)
    if answer := refusal(wanted.asked):
        return answer
    query = wanted.asked.without("region", "theme", "lang", "width", "year")
    if wanted.country is None:
        asked = Download(query, wanted.asked.clocks, wanted.selection)
        return metadata_answer(request, COUNTED, asked, len(_counted(wanted)), page=_NAME)
    asked = Download(query, wanted.asked.clocks, wanted.asked_for)
    found = found_partners(wanted, wanted.country.code)
    table = partner_table(wanted.country.name)
    return metadata_answer(request, table, asked, len(found), page=_NAME)


def _counted(wanted: MapAsked) -> list[Ranked]:
    return summaries.ranked(wanted.selection.count_by("party"), wanted.names)


def _read_counted(entry: Ranked, site: str) -> Sequence[Cell]:
    return (entry.code, entry.name, entry.count, f"{site}/countries/{entry.code}")


COUNTED: Final = Table(
    name=_NAME,
    title="Bilateral security agreements by party",
    description=f"One row for each party, those with most first. {_ABSENT}",
    columns=(
        Column("party", "string", "The party's code (ISO 3166-1 alpha-2, or XK, EU)."),
        Column("name", "string", "The party's name."),
        Column(
            "agreements",
            "integer",
            "How many stand as asked on the day of as_of: in force, unless status says otherwise.",
        ),
        Column("url", "string", "The party's page."),
    ),
    read=_read_counted,
)


def _read_partner(partner: Partner, site: str) -> Sequence[Cell]:
    return (
        partner.code,
        partner.name,
        partner.status,
        partner.signed,
        partner.key,
        partner.title,
        partner.count,
        f"{site}/agreements/{partner.key}",
    )


def partner_table(of: str) -> Table[Partner]:
    """Return the table of the partners of a party that is called so."""
    return Table(
        name=_NAME,
        title=f"{of} and its partners",
        description=f"One row for each partner, the newest agreement first. {_ABSENT}",
        columns=_PARTNER_COLUMNS,
        read=_read_partner,
    )


_PARTNER_COLUMNS: Final = (
    Column("partner", "string", "The partner's code (ISO 3166-1 alpha-2, or XK, EU)."),
    Column("name", "string", "The partner's name."),
    Column("status", "string", "The strongest status of their agreements on the day of as_of."),
    Column("signed", "string", "When the newest such one was signed, EDTF; empty: not known."),
    Column("key", "string", "Which agreement that is."),
    Column("title", "string", "What it is called."),
    Column("agreements", "integer", "How many agreements the two have, of those asked for."),
    Column("url", "string", "The page with each value's evidence."),
)
