"""The page that shows the machine room at work, and tries again what was given up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from ingest import activity, jobs
from ingest.models import Job


@require_safe
@vary_on_headers("HX-Request")
@login_required
def activity_page(request: HttpRequest) -> HttpResponse:
    """Show what is going on; who looks on is sent the figures alone, every few seconds."""
    if request.headers.get("HX-Request"):
        context = _figures() | {"csrf_token": get_token(request)}
        return HttpResponse(render_to_string("ingest/_activity.html", context))
    return render(request, "ingest/activity.html", _figures())


@require_POST
@login_required
def retry(request: HttpRequest) -> HttpResponse:
    """Try again all that was given up for one reason."""
    number = jobs.retry_all(request.POST.get("code", "")[:40].replace("\0", ""))
    if number:
        told = ngettext(
            "%d article is tried again in a moment.",
            "%d articles are tried again in a moment.",
            number,
        )
        messages.success(request, told % (number,), extra_tags="good")
    else:
        messages.info(request, _("Nothing is given up for this reason any more."))
    return redirect("activity")


def _figures() -> dict[str, object]:
    left = activity.left()
    return {
        "waiting": sum(each.count for each in left if each.state == Job.State.PENDING),
        "running": sum(each.count for each in left if each.state == Job.State.RUNNING),
        "put_off": sum(each.count for each in left if each.state == activity.PUT_OFF),
        "given_up_all": sum(each.count for each in left if each.state == Job.State.DEAD),
        "given_up": activity.given_up(),
        "oldest": int(activity.oldest_waiting().total_seconds()),
        "batch": activity.batch(),
        "hours": activity.hours(),
        "is_silent": activity.sweeper_is_silent(),
    }
