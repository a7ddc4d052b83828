"""The pages of sources: all of them, one of them, and what is done with them."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from ingest import sources
from ingest.models import Entry, Poll, Source
from ingest.pages.paging import asked_page, page_of, turning
from ingest.pages.source_words import all_said, counted, said
from ingest.sources import surveying
from ingest.sources.surveying import Show

_LATEST: Final = 10
_ASKED: Final = ("show", "q", "page")
# Each with its heading and the template of its rows.
_PARTS: Final[dict[str, tuple[Callable[[Source], QuerySet[Any]], Promise, str]]] = {
    "polls": (surveying.polls_of, gettext_lazy("Polls"), "ingest/_polls.html"),
    "entries": (surveying.entries_of, gettext_lazy("Entries"), "ingest/_entries.html"),
    "articles": (surveying.articles_of, gettext_lazy("Articles"), "ingest/_articles.html"),
}
_ACTS: Final[dict[str, Callable[[list[int]], int]]] = {
    "poll": sources.poll_now,
    "pause": sources.pause,
    "switch-on": sources.switch_on,
}


@require_safe
@login_required
def sources_page(request: HttpRequest) -> HttpResponse:
    """List the sources with how each of them does."""
    (show, query), page = _asked(request.GET), asked_page(request)
    found = surveying.survey(show, query, page)
    context = {
        "lines": found.lines,
        "counts": found.counts,
        "show": show,
        "query": query,
        "chips": [(each, label, found.counts[each]) for each, label in _chips()],
        "kept": [(name, value) for name in _ASKED if (value := request.GET.get(name))],
        **turning(request, page, has_more=found.has_more),
    }
    return render(request, "ingest/sources.html", context)


@require_safe
@login_required
def source_page(request: HttpRequest, source: int) -> HttpResponse:
    """Show a source: how it does, what it is told, its latest polls and entries."""
    found = get_object_or_404(Source.objects.select_related("made_by"), pk=source)
    now = timezone.now()
    context = {
        "source": found,
        "taken_today": surveying.taken_today(found),
        "is_polled": found.lease_until is not None and found.lease_until > now,
        "is_due": found.is_on and found.next_at <= now,
        "polls": _told_polls(surveying.polls_of(found)[:_LATEST]),
        "entries": _told_entries(surveying.entries_of(found)[:_LATEST]),
    }
    return render(request, "ingest/source.html", context)


@require_safe
@login_required
def source_part(request: HttpRequest, source: int, part: str) -> HttpResponse:
    """Show all polls, entries or articles of a source, page by page."""
    found = get_object_or_404(Source, pk=source)
    of_source, heading, template = _PARTS[part]
    shown, beside = page_of(request, of_source(found))
    context = {
        "source": found,
        "heading": heading,
        "rows": template,
        "polls": _told_polls(shown) if part == "polls" else [],
        "entries": _told_entries(shown) if part == "entries" else [],
        "articles": shown if part == "articles" else [],
        **beside,
    }
    return render(request, "ingest/source_part.html", context)


@require_POST
@login_required
def sources_act(request: HttpRequest, act: str) -> HttpResponse:
    """Poll, pause or switch on the sources that are ticked, or the only one that is meant."""
    if act not in _ACTS:
        raise Http404
    numbers = _meant(request.POST)
    if numbers:
        messages.success(request, _outcome(act, _ACTS[act](numbers)), extra_tags="good")
    else:
        messages.info(request, _("Tick the sources first."), extra_tags="info")
    if request.POST.get("at") == "source" and numbers:
        return redirect("source", numbers[0])
    query = QueryDict(mutable=True)
    query.update({name: value for name in _ASKED if (value := request.POST.get(name))})
    return redirect(reverse("sources") + (f"?{query.urlencode()}" if query else ""))


def _meant(posted: QueryDict) -> list[int]:
    """Return the sources that are meant: the only one, all of a list, or those that are ticked."""
    only = posted.getlist("only")
    if posted.get("all") and not only:
        return list(surveying.matching(*_asked(posted)).values_list("pk", flat=True))
    return [int(each[:18]) for each in only or posted.getlist("source") if _is_whole(each)]


def _asked(given: QueryDict) -> tuple[Show, str]:
    """Return which sources a list shows."""
    show = given.get("show", "")
    return Show(show) if show in set(Show) else Show.ALL, given.get("q", "")[:200].replace("\0", "")


def _outcome(act: str, number: int) -> str:
    if act == "poll":
        return ngettext(
            "%d source is polled in a moment.", "%d sources are polled in a moment.", number
        ) % (number,)
    if act == "pause":
        return ngettext(
            "%d source is switched off: nothing comes in from it until it is switched on.",
            "%d sources are switched off: nothing comes in from them until they are switched on.",
            number,
        ) % (number,)
    return ngettext(
        "%d source is switched on, and polled in a moment.",
        "%d sources are switched on, and polled in a moment.",
        number,
    ) % (number,)


def _chips() -> list[tuple[Show, str]]:
    return [
        (Show.ALL, _("All")),
        (Show.ON, _("On")),
        (Show.OFF, _("Off")),
        (Show.FAILING, _("Failing")),
    ]


def _told_polls(polls: Any) -> list[tuple[Poll, Any, Any]]:  # noqa: ANN401  rows or a query for them
    return [(poll, counted(poll.skipped), all_said(poll.warnings)) for poll in polls]


def _told_entries(entries: Any) -> list[tuple[Entry, Any, Any]]:  # noqa: ANN401  rows or a query
    return [
        (entry, said(entry.skipped) if entry.skipped else "", all_said(entry.flags))
        for entry in entries
    ]


def _is_whole(written: str) -> bool:
    return written.isascii() and written.isdecimal()
