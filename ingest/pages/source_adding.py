"""Adding a source and changing one: tried first, kept when what would come in has been seen."""

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ingest import sources
from ingest.models import Source
from ingest.pages.source_forms import SourceForm, form_of
from ingest.pages.source_words import all_said, said
from ingest.sources import NotKeptError, NotTriedError, Trial

_SHOWN: Final = 20


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_page(request: HttpRequest) -> HttpResponse:
    """Try a source out, show what would come in, and add it."""
    if request.method != "POST":
        return _shown(request, SourceForm(initial={"address": request.GET.get("address", "")}))
    return _answered(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit_page(request: HttpRequest, source: int) -> HttpResponse:
    """Change what is told of a source; another address is tried first."""
    found = get_object_or_404(Source, pk=source)
    if request.method != "POST":
        return _shown(request, form_of(found), found)
    return _answered(request, found)


def _answered(request: HttpRequest, source: Source | None) -> HttpResponse:
    form = SourceForm(_meant(request.POST))
    if not form.is_valid():
        return _shown(request, form, source)
    if request.POST.get("act") == "save" and form.is_tried():
        return _kept(request, form, source)
    return _tried(request, form, source)


def _meant(posted: QueryDict) -> QueryDict:
    """Return what was sent, with the feed that was chosen of those that a page offers."""
    given = posted.copy()
    if feed := posted.get("feed"):
        given["address"], given["kind"] = feed, ""
    elif posted.get("act") == "page":
        given["kind"] = Source.Kind.PAGE
    return given


def _tried(request: HttpRequest, form: SourceForm, source: Source | None) -> HttpResponse:
    asked = form.told().source()
    if request.POST.get("act") != "page" and not form.is_tried():
        asked.kind = Source.Kind.FEED
    try:
        if source is None or source.address != asked.address:
            sources.check_new(asked.address)
        trial = sources.try_out(asked, editor=_editor(request).pk)
    except NotTriedError as error:
        form.add_error("address", error.sentence)
        return _shown(request, form, source)
    except NotKeptError as error:
        return _refused(request, form, source, error)
    return _shown(request, form if trial.offers else form.after(trial), source, trial)


def _kept(request: HttpRequest, form: SourceForm, source: Source | None) -> HttpResponse:
    try:
        if source is None:
            kept = sources.add(form.told(), editor=_editor(request).pk)
            told = _("It is switched on, and polled in a moment.")
        else:
            sources.change(source, form.told())
            kept, told = source, _("It is kept as it stands now.")
    except NotKeptError as error:
        return _refused(request, form, source, error)
    messages.success(request, told, extra_tags="good")
    return redirect("source", kept.pk)


def _refused(
    request: HttpRequest, form: SourceForm, source: Source | None, error: NotKeptError
) -> HttpResponse:
    form.add_error(error.field, error.sentence)
    return _shown(request, form, source, there=error.there)


def _shown(
    request: HttpRequest,
    form: SourceForm,
    source: Source | None = None,
    trial: Trial | None = None,
    *,
    there: Source | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "source": source, "trial": trial, "there": there}
    form.take_focus()
    if trial:
        context |= {
            "rows": [(entry, reason and said(reason)) for entry, reason in trial.entries[:_SHOWN]],
            "left": max(0, len(trial.entries) - _SHOWN),
            "left_out": len(trial.entries) - trial.wanted,
            "warnings": all_said(trial.warnings),
        }
    return render(request, "ingest/source_form.html", context, status=422 if form.errors else 200)


def _editor(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  narrows the type: a login is required
    return request.user
