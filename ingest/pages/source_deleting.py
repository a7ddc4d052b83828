"""Deleting a source: asked once more, or told why it stays."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ingest import sources
from ingest.models import Source


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete_page(request: HttpRequest, source: int) -> HttpResponse:
    """Ask whether a source is to be deleted, and delete it; or say why it can't be."""
    found = get_object_or_404(Source, pk=source)
    if request.method != "POST":
        return _shown(request, found, sources.why_it_stays(found))
    assert isinstance(request.user, User)  # noqa: S101  narrows the type: a login is required
    try:
        sources.delete(found, editor=request.user)
    except sources.NotDeletedError as error:
        return _shown(request, found, str(error), status=409)
    messages.success(request, _("%s is deleted.") % (found.name,), extra_tags="good")
    return redirect("sources")


def _shown(request: HttpRequest, source: Source, why: str, *, status: int = 200) -> HttpResponse:
    context: dict[str, object] = {"source": source, "why": why}
    if why:
        context |= {"has_articles": source.articles.exists()}
    else:
        context |= {"polls": source.polls.count(), "entries": source.entries.count()}
    return render(request, "ingest/source_delete.html", context, status=status)
