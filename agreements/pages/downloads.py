"""Downloads: exactly what a page's query finds, whole, with a file that explains it.

A page notices and ignores what it can't use; a download refuses it, as the API does: nobody is to
take away more than they asked for.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from agreements import cards, exports, filters, tally, timeline
from agreements.exports import AGREEMENTS, EVENTS, About, Table
from agreements.exports.csvs import Cell
from agreements.filters import Clocks, FilterError
from agreements.models import Card
from agreements.models.card import CardQuerySet
from agreements.pages.asking import PAGE_ONLY, Asked, address
from agreements.pages.timeline import OWN, read_choice
from agreements.pages.unchanged import unless_unchanged
from agreements.tally import Selection

_CHUNK: Final = 1_000
_PLACES: Final = ("after", "before", "limit", "sort", "region", "theme", "lang", "name", "country")

Thing = TypeVar("Thing")


class RefusedError(ValueError):
    """A query that makes no sense; the message says what would."""


@dataclass(frozen=True, slots=True)
class Download:
    """What was asked for: a query that makes sense throughout, its clocks and what it selects."""

    query: QueryDict
    clocks: Clocks
    selection: Selection


def read_download(request: HttpRequest, *, own: frozenset[str] = frozenset()) -> Download:
    """Read what was asked for; `own` are parameters that this download alone has.

    Raises:
        RefusedError: a parameter has no meaning, or a value makes no sense.
    """
    query = request.GET.copy()
    allowed = PAGE_ONLY | own
    if unknown := filters.unknown(query, allowed=allowed):
        raise RefusedError(f"Nothing is called {unknown[0][:40]!r}.")
    for place in _PLACES:
        query.pop(place, None)
    try:
        selection = filters.selected(query, among=tally.current())
        return Download(query, filters.clocks(query), selection)
    except FilterError as error:
        raise RefusedError(f"{error.name}: {error}") from error


@require_safe
@unless_unchanged
def agreements_csv(request: HttpRequest) -> HttpResponseBase:
    """Send the agreements asked for as CSV, newest first."""
    try:
        asked = read_download(request)
    except RefusedError as error:
        return refused(error)
    cards_found = _cards(asked.selection, "csv_parts")
    body = exports.listed_csv(cards_found, site_of(request))
    return _csv_attached(request, AGREEMENTS.name, body, asked.clocks)


@require_safe
@unless_unchanged
def agreements_json(request: HttpRequest) -> HttpResponseBase:
    """Send the agreements asked for as the API lists them, all at once."""
    try:
        asked = read_download(request)
    except RefusedError as error:
        return refused(error)
    body = _json(asked)
    return _attached(
        StreamingHttpResponse(body, content_type="application/json"),
        "agreements",
        "json",
        asked.clocks,
    )


@require_safe
@unless_unchanged
def agreements_metadata(request: HttpRequest) -> HttpResponseBase:
    """Explain the CSV with the same query."""
    try:
        asked = read_download(request)
    except RefusedError as error:
        return refused(error)
    return metadata_answer(request, AGREEMENTS, asked, asked.selection.count(), page="agreements")


@require_safe
@unless_unchanged
def timeline_csv(request: HttpRequest) -> HttpResponseBase:
    """Send what happened, as the timeline with the same query shows it, as CSV."""
    try:
        asked = read_download(request, own=OWN)
        events = _events(asked)
    except RefusedError as error:
        return refused(error)
    return csv_answer(request, EVENTS, events, asked.clocks)


@require_safe
@unless_unchanged
def timeline_metadata(request: HttpRequest) -> HttpResponseBase:
    """Explain the CSV with the same query."""
    try:
        asked = read_download(request, own=OWN)
        _events(asked)
    except RefusedError as error:
        return refused(error)
    return metadata_answer(request, EVENTS, asked, None, page="timeline")


def csv_answer(
    request: HttpRequest,
    table: Table[Thing],
    things: Iterable[Thing],
    clocks: Clocks,
    *,
    of: Sequence[str] = (),
) -> HttpResponseBase:
    """Send a table, piece by piece, with the address of the file that explains it.

    `of` are the parts of its address that are not the same for every table of this name.
    """
    rows = _plain(table.rows(things, site_of(request)))
    return _csv_attached(request, table.name, exports.csv_lines(table.header, rows), clocks, of=of)


def _csv_attached(
    request: HttpRequest,
    name: str,
    body: Iterator[bytes],
    clocks: Clocks,
    *,
    of: Sequence[str] = (),
) -> HttpResponseBase:
    response = StreamingHttpResponse(body, content_type=exports.CSV)
    explained = address(reverse(f"{name}-metadata", args=of), request.GET)
    response.headers["Link"] = f'<{site_of(request)}{explained}>; rel="describedby"'
    return _attached(response, name, "csv", clocks)


def _plain(rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    """Yield rows in no language: they are made while the answer is sent, when none is set."""
    with override(None):
        yield from rows


def metadata_answer(
    request: HttpRequest,
    table: Table[Any],
    asked: Download,
    count: int | None,
    *,
    page: str,
    of: Sequence[str] = (),
) -> HttpResponse:
    """Send the file that explains a table; `of` as in `csv_answer`."""
    site = site_of(request)
    number, changed_at = asked.selection.tally.version
    fixed = asked.query.copy()
    fixed["as_of"] = asked.clocks.as_of.isoformat()
    known_at = asked.clocks.known_at or changed_at
    if known_at:
        fixed["known_at"] = known_at.isoformat().replace("+00:00", "Z")
    about = About(
        title=table.title,
        description=table.description,
        data=site + address(reverse(f"{table.name}-csv", args=of), asked.query),
        page=site + address(reverse(page, args=of), asked.query),
        permanent=site + address(reverse(f"{table.name}-csv", args=of), fixed),
        filters={n: v for n, v in asked.query.lists() if any(v) and n not in ("as_of", "known_at")},
        as_of=asked.clocks.as_of,
        known_at=asked.clocks.known_at,
        version=number,
        changed_at=changed_at,
        count=count,
        today=timezone.now().date(),
    )
    return JsonResponse(exports.describe(about, table.columns), json_dumps_params={"indent": 1})


def refused(error: RefusedError) -> HttpResponse:
    """Say why nothing is sent."""
    return HttpResponse(f"{error}\n", status=400, content_type="text/plain; charset=utf-8")


def refusal(asked: Asked) -> HttpResponse | None:
    """Return the answer that says what makes no sense; None where everything does."""
    return refused(RefusedError(asked.refusals[0])) if asked.refusals else None


def site_of(request: HttpRequest) -> str:
    """Return the address of this site, without a slash at its end."""
    return f"{request.scheme}://{request.get_host()}"


def _attached(
    response: StreamingHttpResponse, name: str, ending: str, clocks: Clocks
) -> StreamingHttpResponse:
    file = f"accord-atlas-{name}-{clocks.as_of.isoformat()}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


def _cards(selection: Selection, *columns: str) -> Iterator[Card]:
    """Yield the cards of a selection, newest first: cards don't change, so nothing is missed."""
    numbers = selection.newest(selection.count())
    for start in range(0, len(numbers), _CHUNK):
        piece = numbers[start : start + _CHUNK]
        standing = CardQuerySet(Card).standing_on(selection.day).filter(pk__in=piece)
        found = {card.pk: card for card in standing.only("agreement_id", *columns)}
        yield from (found[number] for number in piece if number in found)


def _json(asked: Download) -> Iterator[bytes]:
    known_at = asked.clocks.known_at
    told = known_at.isoformat().replace("+00:00", "Z") if known_at else None
    head = (
        f'{{"as_of":"{asked.clocks.as_of.isoformat()}","known_at":'
        + (f'"{told}"' if told else "null")
        + f',"count":{asked.selection.count()},"results":['
    )
    yield head.encode()
    between = ""
    for card in _cards(asked.selection, "row_json"):
        yield f"{between}{cards.row(card)}".encode()
        between = ",\n"
    yield b"]}\n"


def _events(asked: Download) -> Iterator[timeline.Event]:
    chosen = read_choice(asked.query)
    if chosen.notices:
        raise RefusedError(chosen.notices[0])
    return timeline.every(asked.selection, chosen.what, year=chosen.year)
