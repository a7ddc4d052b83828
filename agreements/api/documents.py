"""Documents: the archived texts that the record rests on."""

from dataclasses import asdict
from typing import Final

from django.http.response import HttpResponseBase
from rest_framework.request import Request

from agreements import documents, filters, telling
from agreements.api import schema
from agreements.api.framing import framed, read_clocks
from agreements.api.freshness import fresh_answer, read_version
from agreements.api.list_shapes import DocumentItemSerializer, DocumentPageSerializer
from agreements.api.lists import PLACE, Listing, listed, read_listing
from agreements.api.public import PublicView
from agreements.api.refusals import NotThenError, UnknownRecordError, filters_refused
from agreements.api.schema import described, in_path
from agreements.clocks import Clocks
from agreements.models import Document
from agreements.numbers import whole_number

_OWN: Final = frozenset({"publisher", "language", "published_from", "published_to"})
_REPEATED: Final = frozenset({"publisher", "language"})
_NUMBER: Final = in_path("number", "Its number, the id in evidence", ("A document", "1"))


class DocumentList(PublicView):
    """The documents that anything held of the agreements asked for quotes."""

    takes = filters.PARAMETERS | PLACE | _OWN
    repeats = filters.REPEATABLE | _REPEATED

    @described(
        DocumentPageSerializer,
        "Archived texts that the record quotes, without the texts; the last archived first",
        operation="listDocuments",
        parameters=[*schema.DOCUMENTS, *schema.FILTERS, *schema.CLOCKS, *schema.PLACE],
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Answer with one page of documents."""
        version = read_version()
        asked = read_listing(request, version.changed_at)
        return fresh_answer(request, lambda: _list_body(asked), as_of=asked.at.as_of, of=version)


class DocumentItem(PublicView):
    """One archived text with what is quoted of it."""

    takes = frozenset({"known_at"})

    @described(
        DocumentItemSerializer,
        "One archived text; the text itself where its licence lets everybody read it",
        operation="getDocument",
        parameters=[_NUMBER, schema.KNOWN_AT],
        may_be_absent=True,
    )
    def get(self, request: Request, number: str) -> HttpResponseBase:
        """Answer with the document and its quotes."""
        at = read_clocks(request.query_params)
        return fresh_answer(request, lambda: _item_body(number, at))


def _list_body(asked: Listing) -> bytes:
    moment = asked.held.known_at
    with filters_refused():
        question = asked.question()
        narrowed = documents.narrowed(asked.request.query_params)
        found = documents.of_record(narrowed, question, moment)
    page = asked.page(found, documents.LATEST)
    count = found.count() if asked.is_counted else None
    quoted = documents.count_quotes([row.pk for row in page.rows], moment)
    rows = [documents.told(row) | {"quote_count": quoted.get(row.pk, 0)} for row in page.rows]
    head = asked.head(page.following, page.preceding, count=count)
    return listed(head, map(telling.compact, rows))


def _item_body(written: str, at: Clocks) -> bytes:
    found = _document(written)
    if at.known_at is not None and found.archived_at > at.known_at:
        raise NotThenError(f"It was archived later, on {found.archived_at:%Y-%m-%d}.")
    quotes = documents.quotes(found.pk, at.known_at)
    facts = documents.told(found) | {
        "quote_count": len(quotes),
        "characters": len(found.text),
        "text": documents.open_text(found),
        "quotes": [asdict(quote) for quote in quotes],
    }
    moment = at.known_at.isoformat().replace("+00:00", "Z") if at.known_at else None
    return framed({"known_at": moment}, telling.compact(facts)[1:])


def _document(written: str) -> Document:
    number = None if written.startswith("0") else whole_number(written)
    found = Document.objects.filter(pk=number).first() if number else None
    if found is None:
        raise UnknownRecordError(f"There is no document {written[:20]!r}.")
    return found
