"""Archived texts that the record rests on: which of them, and what of each is quoted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict

from agreements import paging
from agreements.filters import Question, days
from agreements.licences import licence_of
from agreements.models import Document, Evidence
from agreements.models.statements import held_at

# The last archived first.
LATEST: Final = paging.latest_by("pk")
# Up to so many agreements are asked for their documents.
_FEW: Final = 1_000
_STATEMENTS: Final = ("milestone", "commitment", "term", "link")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A place in a text that a statement rests on; `statement` is the kind of it."""

    start: int
    end: int
    quote: str
    agreement: str
    statement: str


def narrowed(query: QueryDict) -> QuerySet[Document]:
    """Return the documents that a query's own parameters leave, without their texts.

    Raises:
        FilterError: a value makes no sense.
    """
    found = Document.objects.defer("text")
    for name in ("publisher", "language"):
        if values := [value.strip() for value in query.getlist(name) if value.strip()]:
            found = found.filter(**{f"{name}__in": values})
    if written := query.get("published_from", ""):
        found = found.filter(published__gte=days("published_from", written)[0])
    if written := query.get("published_to", ""):
        found = found.filter(published__lte=days("published_to", written)[1])
    return found


def of_record(
    found: QuerySet[Document], question: Question, moment: datetime | None
) -> QuerySet[Document]:
    """Keep those that anything held at `moment` of the agreements asked about quotes.

    Of few agreements their documents are looked up; of many, each document is asked for the first
    quote of any, which nearly all have: so a page costs the same in a record of any size.

    Raises:
        FilterError: a value makes no sense.
    """
    selection = question.selected()
    held = Evidence.objects.filter(held_at(moment))
    if selection.count() <= _FEW:
        numbers = selection.agreements()
        of_any = (held.filter(**{f"{name}__agreement__in": numbers}) for name in _STATEMENTS)
        return found.filter(reduce(or_, (Q(pk__in=rows.values("document")) for rows in of_any)))
    first = (
        held.filter(document=OuterRef("pk"))
        .annotate(of=Coalesce(*(F(f"{name}__agreement") for name in _STATEMENTS)))
        .filter(Exists(question.cards().filter(agreement=OuterRef("of"))))
    )
    # Not `Exists`: the database would read all evidence there is before the first document.
    return found.alias(first=Subquery(first.values("pk")[:1])).filter(first__isnull=False)


def count_quotes(documents: Collection[int], moment: datetime | None) -> Mapping[int, int]:
    """Return {document's number: how often it was quoted}; one query."""
    held = Evidence.objects.filter(held_at(moment), document__in=list(documents)).order_by()
    return dict(held.values_list("document").annotate(count=Count("pk")))


def quotes(document: int, moment: datetime | None) -> list[Quoted]:
    """Return what of it was quoted, in the order of the text; one query."""
    held = Evidence.objects.filter(held_at(moment), document=document).order_by("start", "pk")
    columns = [*("start", "end", "quote"), *(f"{name}__agreement" for name in _STATEMENTS)]
    return [_quoted(row) for row in held.values_list(*columns)]


def told(document: Document) -> dict[str, Any]:
    """Return what the API tells of a document, but for its text and what is quoted."""
    licence = licence_of(document.url)
    return {
        "id": document.pk,
        "title": document.title or None,
        "publisher": document.publisher or None,
        "published": document.published,
        "language": document.language or None,
        "url": document.url or None,
        "archived_at": document.archived_at,
        "sha256": document.sha256,
        "licence": licence and {"name": licence.name, "url": licence.url},
    }


def open_text(document: Document) -> str | None:
    """Return the text where its licence lets everybody read it, else None."""
    return document.text if licence_of(document.url) else None


def _quoted(row: Sequence[Any]) -> Quoted:
    start, end, quote, *agreements = row
    kind, number = next((k, n) for k, n in zip(_STATEMENTS, agreements, strict=True) if n)
    return Quoted(start, end, quote, f"A-{number}", kind)
