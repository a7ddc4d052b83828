"""An archived text, whole: for everybody where its licence allows, else for editors."""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from agreements.licences import licence_of
from agreements.models import Document
from agreements.numbers import whole_number
from agreements.pages.asking import read_query
from agreements.pages.record import document_label, web_address

_OWN = frozenset({"from", "to"})


@require_safe
def archived_page(request: HttpRequest, document: int) -> HttpResponse:
    """Show an archived text; `from` and `to` are the characters of a quote to be marked."""
    asked = read_query(request, own=_OWN)
    found = get_object_or_404(Document, pk=document)
    known_at = asked.clocks.known_at
    if known_at is not None and found.archived_at > known_at:
        raise Http404
    licence = licence_of(found.url)
    is_shown = licence is not None or request.user.is_authenticated
    told = (found.publisher, found.title, found.published.isoformat() if found.published else None)
    context = {
        "label": document_label(found.pk, told),
        "document": found,
        "url": web_address(found.url),
        "licence": licence,
        "notices": asked.notices,
        "is_shown": is_shown,
        "text": _marked(found.text, *_quote(asked.query)) if is_shown else "",
    }
    return render(request, "pages/archived.html", context, status=200 if is_shown else 403)


def _quote(query: QueryDict) -> tuple[int, int]:
    """Return where the quote is that the address names; an empty place where it names none."""
    start, end = (whole_number(query.get(name)) for name in ("from", "to"))
    return (0, 0) if start is None or end is None else (start, end)


def _marked(text: str, start: int, end: int) -> SafeString:
    if not 0 <= start < end <= len(text):
        return escape(text)
    return format_html('{}<mark id="quote">{}</mark>{}', text[:start], text[start:end], text[end:])
