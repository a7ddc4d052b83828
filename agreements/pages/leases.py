"""Keep, leave and take over drafts: what the desk's page and its script send."""

import re
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from agreements import curation
from agreements.pages import desk, queue
from agreements.pages.review import sent_form, show_typed
from agreements.pages.signed_in import editor_of

_NUMBER: Final = re.compile(r"[0-9]{1,18}")


@require_POST
def renew(request: HttpRequest, draft: int) -> HttpResponse:
    """Go on with a draft; answers until when, or who has it now and since when.

    Beside that, how many texts have come since the page was made, or where to go on from a draft
    that waits no longer.
    """
    if not isinstance(request.user, User):
        told = gettext(
            "You are signed out. Sign in again in another tab: what you typed stays here."
        )
        return JsonResponse({"told": told}, status=401)
    try:
        lease = curation.renew_lease(draft, request.user)
    except curation.LeaseLostError as error:
        told = error.taken_over if request.POST.get("lease") else str(error)
        return JsonResponse({"told": told, "holder": error.holder.pk}, status=409)
    except curation.CurationError as error:
        onward = {"is_over": True, "onward": reverse("draft", args=[_onward(error) or draft])}
        return JsonResponse({"told": str(error), **onward}, status=409)
    seen = _number(request.POST.get("seen"))
    arrived = 0 if seen is None else desk.arrived(draft, seen)
    return JsonResponse({"until": lease.until.isoformat(), "arrived": arrived})


@require_POST
@login_required
def release(request: HttpRequest, draft: int) -> HttpResponse:
    """Leave a draft to others; `lease` is until when the page that is left had it."""
    until = _moment(request.POST.get("lease", ""))
    if until is not None:
        curation.release(draft, editor_of(request), until=until)
    return HttpResponse(status=204)


@login_required
def take_over(request: HttpRequest, draft: int) -> HttpResponse:
    """Take a draft from whoever has it, and go on with what was typed."""
    if request.method != "POST":
        return redirect("draft", draft)
    found = get_object_or_404(queue.all_drafts(), pk=draft)
    form = sent_form(request, found)
    form.is_valid()
    try:
        curation.take_over(draft, editor_of(request), held_by=_number(request.POST.get("held_by")))
    except curation.CurationError as error:
        return show_typed(request, found, form, str(error))
    if request.POST.get("held_by"):
        messages.success(request, gettext("You have this draft now. Who had it is told."))
    if "version" not in request.POST:
        return redirect("draft", draft)
    if form.cleaned_data.get("version") not in (None, found.version):
        told = gettext("The draft has changed since you opened it: look at it again.")
        return show_typed(request, found, form, told, is_stale=True)
    return show_typed(request, found, form)


def _onward(error: curation.CurationError) -> int | None:
    if isinstance(error, curation.SupersededError) and error.successor is not None:
        return error.successor.pk
    return None


def _moment(written: str) -> datetime | None:
    try:
        return parse_datetime(written)
    except ValueError:
        return None


def _number(written: str | None) -> int | None:
    return int(written) if written and _NUMBER.fullmatch(written) else None
