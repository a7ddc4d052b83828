"""The reports of errors as editors work them off."""

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from agreements import reporting, summaries
from agreements.numbers import whole_number
from agreements.pages.record import web_address
from agreements.pages.signed_in import editor_of

_OUTCOME_LENGTH: Final = 500


@require_safe
@login_required
def reports_page(request: HttpRequest) -> HttpResponse:
    """List the reports that wait, or those that are done, newest first."""
    is_done = request.GET.get("list") == "done"
    page = reporting.page_of(is_done=is_done, before=whole_number(request.GET.get("before")))
    keys = sorted({report.agreement.key for report in page.reports if report.agreement})
    waiting = reporting.count_open()
    base = "list=done&" if is_done else ""
    context = {
        "rows": [(report, web_address(report.where)) for report in page.reports],
        "titles": summaries.known_titles(keys) if keys else {},
        "waiting": waiting,
        "is_done": is_done,
        "tabs": {"reports": waiting},
        "older": f"{request.path}?{base}before={page.older}" if page.older else "",
    }
    return render(request, "review/reports.html", context)


@require_POST
@login_required
def settle(request: HttpRequest, report: int) -> HttpResponse:
    """Say that a report is done, with a word on what became of it."""
    outcome = request.POST.get("outcome", "").strip().replace("\0", "")[:_OUTCOME_LENGTH]
    if reporting.settle(report, editor_of(request), outcome=outcome):
        messages.success(request, gettext("Report %s is done.") % report, extra_tags="good")
    else:
        messages.info(request, gettext("Report %s was done already.") % report, extra_tags="info")
    return redirect("review_reports")


@require_POST
@login_required
def reopen(request: HttpRequest, report: int) -> HttpResponse:
    """Let a report wait again."""
    if reporting.reopen(report):
        messages.success(request, gettext("Report %s waits again.") % report, extra_tags="good")
    return redirect(f"{reverse('review_reports')}?list=done")
