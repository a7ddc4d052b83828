"""What the panels of a draft's page ask for: duplicates to choose from, and drafts put off back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from agreements import curation, summaries
from agreements.models import Draft
from agreements.numbers import whole_number
from agreements.pages import moves
from agreements.pages.signed_in import editor_of

_LONGEST_NUMBER = 9


@require_safe
@login_required
def duplicates(request: HttpRequest, draft: int) -> HttpResponse:
    """Answer with what a draft may be a duplicate of, for the words in `q`: a part of its page."""
    found = get_object_or_404(Draft, pk=draft)
    names = summaries.party_names()
    parties = moves.pair_of(found)
    told = " ".join(names.get(code, code) for code in parties)
    words = moves.search_words(request.GET.get("q", "")[:200].replace("\0", ""), told)
    context = {
        "targets": moves.find_targets(found, parties, words),
        "chosen": request.GET.get("of", ""),
    }
    return render(request, "review/_targets.html", context)


@login_required
def bring_back(request: HttpRequest, draft: int) -> HttpResponse:
    """Let a draft that was put off wait in the queue again, and show it."""
    if request.method == "POST":
        version = request.POST.get("version") or request.GET.get("version", "")
        try:
            curation.bring_back(draft, editor_of(request), version=_number(version))
        except curation.CurationError as error:
            messages.error(request, str(error), extra_tags="bad")
        else:
            messages.success(
                request, gettext("The draft waits in the queue again."), extra_tags="good"
            )
    return redirect("draft", draft)


def _number(written: str) -> int:
    return whole_number(written, digits=_LONGEST_NUMBER) or 0
