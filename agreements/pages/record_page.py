"""The page of one agreement."""

import json
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements import summaries
from agreements.forwarding import forwarded
from agreements.pages.asking import clock_suffix, read_query
from agreements.pages.record import Record, TypeWords, read_record


@require_safe
def agreement_page(request: HttpRequest, key: str) -> HttpResponse:
    """Show everything held of one agreement on the day and at the moment asked for."""
    if key.startswith("a-"):
        return redirect("agreement", key.upper(), permanent=True)
    asked = read_query(request)
    card = summaries.card(key, known_at=asked.clocks.known_at)
    if card is None:
        return _forward(request, key, asked.clocks.known_at)
    types = {code: TypeWords(*words) for code, words in summaries.commitment_words().items()}
    record = read_record(json.loads(card.item_json), types)
    targets = [relation.target for relation in record.relations]
    context = {
        "notices": asked.notices,
        "at": clock_suffix(asked.query),
        "record": record,
        "status": summaries.status_on(card, asked.clocks.as_of),
        "day": asked.clocks.as_of,
        "framework": summaries.framework(record.framework) if record.framework else None,
        "titles": summaries.known_titles(targets, known_at=asked.clocks.known_at)
        if targets
        else {},
        "citation": _citation(request, record),
        "known_from": card.known_from,
    }
    return render(request, "pages/agreement.html", context)


def _forward(request: HttpRequest, key: str, known_at: datetime | None) -> HttpResponse:
    """Lead on from an agreement that had been merged by then.

    Raises:
        Http404: it had not, and nothing is held of it.
    """
    into = forwarded(key, known_at=known_at)
    if into is None:
        raise Http404(f"{key[:20]} is not in this atlas")
    query = request.META.get("QUERY_STRING", "")
    address = reverse("agreement", args=[into]) + (f"?{query}" if query else "")
    response = redirect(address, permanent=True)
    # For good, but a merge can be undone: asked for again each time.
    response.headers["Cache-Control"] = "no-cache"
    return response


def _citation(request: HttpRequest, record: Record) -> str:
    today = timezone.now().date()
    return (
        f"Accord Atlas ({today.year}). \N{LEFT DOUBLE QUOTATION MARK}{record.title}"
        f"\N{RIGHT DOUBLE QUOTATION MARK}, record {record.key}, as known on {today.isoformat()}, "
        f"{request.build_absolute_uri(request.path)}."
    )
