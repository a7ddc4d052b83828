"""Lists of sources: taken in, given out, and the one that comes along."""

from collections import Counter
from typing import Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ingest import starters
from ingest.feeds import Unusable
from ingest.pages.source_words import said
from ingest.sources import exchanging
from ingest.sources.exchanging import Line

# Of a line in a list the address is all that matters.
_OF_A_LINE: Final = {
    "link.address": _("It leads to an address that is not called, or to none at all."),
    "link.scheme": _("It gives no web address."),
}
_OPML: Final = "text/x-opml; charset=utf-8"


class ListForm(forms.Form):
    """A file with a list of sources."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("OPML, as feed readers export their subscriptions."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty: choose another one."),
        },
        widget=forms.FileInput(attrs={"class": "input", "accept": ".opml,.xml,text/x-opml"}),
    )
    is_on = forms.BooleanField(label=_("Switch the new ones on at once"), required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def import_page(request: HttpRequest) -> HttpResponse:
    """Take a list in, and tell what became of each of its lines."""
    if request.method != "POST":
        return _shown(request, ListForm())
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, form)
    assert isinstance(request.user, User)  # noqa: S101  narrows the type: a login is required
    given = form.cleaned_data
    try:
        body = given["file"].read()
        lines = exchanging.take_in(body, editor=request.user.pk, is_on=given["is_on"])
    except Unusable as error:
        form.add_error("file", error.sentence)
        return _shown(request, form)
    return _shown(request, ListForm(), lines)


@require_safe
@login_required
def export(_request: HttpRequest) -> HttpResponse:
    """Give all sources on the web out as a list."""
    response = HttpResponse(exchanging.give_out(), content_type=_OPML)
    response.headers["Content-Disposition"] = 'attachment; filename="sources.opml"'
    return response


@require_POST
@login_required
def add_starters(request: HttpRequest) -> HttpResponse:
    """Add the official sources that come along, switched off."""
    added = starters.load().added
    told = ngettext(
        "%d official source is added, switched off.",
        "%d official sources are added, switched off.",
        added,
    ) % (added,)
    messages.success(request, told, extra_tags="good")
    return redirect(f"{reverse('sources')}?show=off")


def _shown(request: HttpRequest, form: ListForm, lines: list[Line] | None = None) -> HttpResponse:
    told = [(line, _OF_A_LINE.get(line.code) or said(line.code)) for line in lines or []]
    context = {
        "form": form,
        "lines": told if lines is not None else None,
        "counts": Counter(line.outcome.value for line in lines or []),
    }
    return render(request, "ingest/source_import.html", context, status=422 if form.errors else 200)
