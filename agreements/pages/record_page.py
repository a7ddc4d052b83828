"""The page of one agreement, and the files that cite it."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements import citing, summaries
from agreements.citing import Citation
from agreements.filters import Clocks
from agreements.forwarding import forwarded
from agreements.models import Agreement
from agreements.pages.asking import clock_suffix, read_query
from agreements.pages.record.shown import show, title_slug
from agreements.surroundings import versions


@dataclass(frozen=True, slots=True)
class CitationFile:
    """A citation as a file: what it is called, and where it is."""

    label: str
    media_type: str
    url: str


@require_safe
def agreement_page(request: HttpRequest, key: str, slug: str = "") -> HttpResponse:
    """Show everything held of one agreement on the day and at the moment asked for.

    Its address without the title is the one to keep: it answers whatever the title becomes. The one
    with the title is for reading; with another title than today's it leads to that.
    """
    if key.startswith("a-"):
        return _moved(request, reverse("agreement", args=[key.upper()]))
    asked = read_query(request)
    card = summaries.card(key, known_at=asked.clocks.known_at)
    if card is None:
        return _elsewhere(request, key, asked.clocks.known_at, "agreement")
    if slug and slug != title_slug(card.title):
        return _moved(request, canonical(key, card.title), may_change=True)
    shown = show(card, asked.clocks)
    at = clock_suffix(asked.query)
    citation = _citation(request, key, shown.record.title, shown.version, asked.clocks, at)
    context = {
        "notices": asked.notices,
        "at": at,
        "shown": shown,
        "record": shown.record,
        "canonical": request.build_absolute_uri(canonical(key, shown.record.title)),
        "citation": citing.text(citation),
        "forms": _files(key, at),
        "urls": {
            "json": reverse("api-agreement", args=[key]) + at,
            "history": reverse("history", args=[key]) + at,
        },
        "known_from": card.known_from,
    }
    return render(request, "pages/agreement.html", context)


def _files(key: str, at: str) -> list[CitationFile]:
    return [
        CitationFile(str(form.label), form.media_type, reverse("citation", args=[key, ending]) + at)
        for ending, form in citing.FORMS.items()
        if ending != "txt"
    ]


@require_safe
def citation_file(request: HttpRequest, key: str, ending: str) -> HttpResponse:
    """Answer with the citation of a record as a reference manager reads it.

    Raises:
        Http404: there is no such agreement, or no such form of citation.
    """
    form = citing.FORMS.get(ending)
    if form is None:
        raise Http404(f"No citation is written as {ending[:20]}")
    asked = read_query(request)
    clocks = asked.clocks
    card = summaries.card(key, known_at=clocks.known_at)
    if card is None:
        return _elsewhere(request, key, clocks.known_at, "citation", ending)
    number = versions(card.agreement_id, known_at=clocks.known_at)[-1].number
    at = clock_suffix(asked.query)
    cited = _citation(request, key, card.title, number, clocks, at)
    response = HttpResponse(form.write(cited), content_type=f"{form.media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{key}.{ending}"'
    return response


def canonical(key: str, title: str) -> str:
    """Return the address of an agreement's page with its title."""
    slug = title_slug(title)
    return (
        reverse("agreement_titled", args=[key, slug]) if slug else reverse("agreement", args=[key])
    )


def _moved(request: HttpRequest, address: str, *, may_change: bool = False) -> HttpResponse:
    query = request.META.get("QUERY_STRING", "")
    response = redirect(address + (f"?{query}" if query else ""), permanent=True)
    if may_change:
        # For good as far as we know today: asked for again each time.
        response.headers["Cache-Control"] = "no-cache"
    return response


def _elsewhere(
    request: HttpRequest, key: str, known_at: datetime | None, view: str, *more: str
) -> HttpResponse:
    """Lead on from an agreement of which nothing is held: to the other one, or to its history.

    Raises:
        Http404: nothing was ever held of it by then.
    """
    into = forwarded(key, known_at=known_at)
    if into is not None:
        return _moved(request, reverse(view, args=[into, *more]), may_change=True)
    number = Agreement.number(key)
    told = versions(number, known_at=known_at) if number else []
    if number is None or not told:
        raise Http404(f"{key[:20]} is not in this atlas")
    context = {
        "key": key,
        "title": summaries.last_title(number, known_at=known_at),
        "at": clock_suffix(request.GET),
        "known_at": known_at,
        "last": told[-1].decision,
    }
    response = render(request, "pages/withdrawn.html", context, status=410)
    # Caches may keep a 410 for long; this one stays a matter of the record.
    response.headers["Cache-Control"] = "no-cache"
    return response


def _citation(
    request: HttpRequest, key: str, title: str, version: int, clocks: Clocks, at: str
) -> Citation:
    today = timezone.now().date()
    return Citation(
        key=key,
        title=title,
        version=version,
        known_on=clocks.known_at.date() if clocks.known_at else today,
        as_of=clocks.as_of if "as_of=" in at else None,
        url=request.build_absolute_uri(reverse("agreement", args=[key])) + at,
        accessed=today,
    )
