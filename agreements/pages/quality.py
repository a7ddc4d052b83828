"""The page on how good the work is: editors' agreement, their figures, the reader's."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements import quality, summaries
from agreements.pages import queue
from agreements.pages.signed_in import editor_of


@require_safe
@login_required
def quality_page(request: HttpRequest) -> HttpResponse:
    """Show how far editors agree, what each of them does, what they change of the reader's."""
    editor = editor_of(request)
    context = {
        "report": quality.read_report(),
        "enough": quality.ENOUGH,
        "talk_below": quality.TALK_BELOW,
        "percent": settings.REDEAL_PERCENT,
        "editors": quality.read_editors(editor),
        "sees_all": editor.is_staff,
        "readers": quality.read_readers(),
        "queue": summaries.waiting_drafts(editor),
        "tabs": queue.count_by_tab(editor),
    }
    return render(request, "review/quality.html", context)
