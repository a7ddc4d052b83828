"""The numbers that the map and the timeline show."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import QueryDict
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from agreements import filters, partners, summaries, telling, timeline
from agreements.api import schema
from agreements.api.framing import read_clocks, told_clocks
from agreements.api.freshness import fresh_answer
from agreements.api.public import PublicView
from agreements.api.refusals import QueryError, filters_refused
from agreements.api.schema import described
from agreements.api.summary_shapes import MapSerializer, TimelineSerializer
from agreements.clocks import Clocks
from agreements.filters import Question
from agreements.models import Status
from agreements.numbers import whole_number
from agreements.tally import Selection
from agreements.timeline import Happening

_YEAR_DIGITS: Final = 4


class Map(PublicView):
    """How many agreements each party has, or one party with each partner."""

    takes = filters.PARAMETERS | {"country"}

    @described(
        MapSerializer,
        "The map's numbers: agreements by party, or one party's by partner",
        operation="getMap",
        parameters=[schema.COUNTRY, *schema.FILTERS, *schema.CLOCKS],
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Answer with what the map with the same query shows."""
        at = read_clocks(request.query_params)
        return fresh_answer(request, lambda: _map_body(request.query_params, at), as_of=at.as_of)


class Timeline(PublicView):
    """How often it happened in each year."""

    takes = filters.PARAMETERS | {"show", "year"}

    @described(
        TimelineSerializer,
        "The timeline's numbers: how often it happened in each year",
        operation="getTimeline",
        parameters=[schema.SHOW, schema.YEAR, *schema.FILTERS, *schema.CLOCKS],
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Answer with what the timeline with the same query shows."""
        at = read_clocks(request.query_params)
        what, year = _what(request.query_params), _year(request.query_params)
        return fresh_answer(
            request,
            lambda: _timeline_body(request.query_params, at, what, year),
            as_of=at.as_of,
        )


def _map_body(query: QueryDict, at: Clocks) -> bytes:
    names = summaries.party_names()
    country = _country(query, names)
    with filters_refused():
        question = Question(query)
        found = question.selected() if country else _usually_in_force(question, query)
    if country:
        found = found.of_any_party([country])
        parties = _partners(found, country, names)
    else:
        parties = _ranked(found, names)
    told = told_clocks(at) | {
        "country": country,
        "total": found.count(),
        "by_status": found.count_by_status(),
        "parties": parties,
    }
    return telling.compact(told).encode()


def _usually_in_force(question: Question, query: QueryDict) -> Selection:
    """Return what a map of the world counts: what is in force, unless a status is asked for."""
    if any(query.getlist("status")):
        return question.selected()
    return question.selected().standing_as([Status.IN_FORCE])


def _ranked(found: Selection, names: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"code": party.code, "name": party.name, "agreements": party.count, "standing": None}
        for party in summaries.ranked(found.count_by("party"), dict(names))
    ]


def _partners(own: Selection, country: str, names: Mapping[str, str]) -> list[dict[str, Any]]:
    found = sorted(partners.partners(own, country), key=lambda p: (-p.count, names[p.code]))
    return [
        {"code": p.code, "name": names[p.code], "agreements": p.count, "standing": p.standing}
        for p in found
    ]


def _country(query: QueryDict, names: Mapping[str, str]) -> str | None:
    code = query.get("country", "").strip().upper()
    with filters_refused():
        filters.party_codes("country", [code] if code else [], names)
    return code or None


def _timeline_body(query: QueryDict, at: Clocks, what: Happening, year: int | None) -> bytes:
    with filters_refused():
        found = Question(query).selected()
    years = timeline.years(found, what)
    counts = years.counts if year is None else {year: timeline.in_year(found, what, year)}
    told = told_clocks(at) | {
        "show": what,
        "total": years.total,
        "before": years.before,
        "uncertain": years.uncertain,
        "years": [{"year": each, "count": count} for each, count in counts.items()],
    }
    return telling.compact(told).encode()


def _what(query: QueryDict) -> Happening:
    written = query.get("show", "") or Happening.SIGNED
    with filters_refused():
        return Happening(*filters.one_of("show", [written], list(Happening)))


def _year(query: QueryDict) -> int | None:
    written = query.get("year", "").strip()
    year = whole_number(written, digits=_YEAR_DIGITS)
    if written and not year:
        raise QueryError("year", "Write year like 2024.")
    return year
