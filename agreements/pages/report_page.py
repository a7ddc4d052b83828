"""Report an error: a small form for anybody."""

from dataclasses import replace
from typing import Final

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from agreements import reporting, summaries
from agreements.models import Agreement, Card
from agreements.models.agreement import AgreementQuerySet
from agreements.models.report import MOST_CONTACT, MOST_PLACE, MOST_WORDS
from agreements.numbers import whole_number
from agreements.pages.asking import Asked, clock_suffix, read_query

_OWN: Final = frozenset({"sent"})
# The most that fits the form: a letter of four bytes is sent as twelve.
_MOST_BYTES: Final = 12 * (MOST_WORDS + MOST_PLACE + 2 * MOST_CONTACT)
_TOO_MANY: Final = gettext_lazy(
    "Too many reports came from your network within an hour. This one was not sent; "
    "what you wrote stands below. Please send it later."
)


class ReportForm(forms.Form):
    """What is wrong, where one can see it, and how to answer.

    `website` is shown to nobody: a program that fills in all fields fills in this one too.
    """

    what = forms.CharField(
        max_length=MOST_WORDS,
        error_messages={"required": gettext_lazy("Say in a few words what is wrong.")},
    )
    where = forms.CharField(max_length=MOST_PLACE, required=False)
    contact = forms.CharField(max_length=MOST_CONTACT, required=False)
    website = forms.CharField(max_length=MOST_CONTACT, required=False)

    @property
    def said(self) -> reporting.Said:
        """What the reader says."""
        told = self.cleaned_data
        return reporting.Said(told["what"], told["where"], told["contact"])


# Anybody may send it, signed in or not, and nothing is done in anybody's name: there is nothing
# that a token could protect, and without one no cookie is set for it.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request: HttpRequest, key: str = "") -> HttpResponse:
    """Show the form, or take what was sent with it.

    Raises:
        Http404: there is no such agreement.
    """
    if _length(request) > _MOST_BYTES:
        return render(request, "413.html", status=413)
    agreement = _agreement(key) if key else None
    asked = read_query(request, own=_OWN)
    if request.method != "POST":
        return _show(request, asked, agreement, ReportForm(), is_sent="sent" in asked.query)
    return _answer(request, asked, agreement)


def _answer(request: HttpRequest, asked: Asked, agreement: Agreement | None) -> HttpResponse:
    if _is_from_elsewhere(request):
        return render(request, "403.html", status=403)
    form = ReportForm(request.POST)
    try:
        if form.is_valid():
            return _take(request, form, agreement, clock_suffix(asked.query))
    except reporting.TooManyReportsError:
        return _show(request, asked, agreement, form, told=str(_TOO_MANY), status=429)
    return _show(request, asked, agreement, form, status=422)


def _show(  # noqa: PLR0913  what a form's page can be
    request: HttpRequest,
    asked: Asked,
    agreement: Agreement | None,
    form: ReportForm,
    *,
    told: str = "",
    is_sent: bool = False,
    status: int = 200,
) -> HttpResponse:
    known_at = asked.clocks.known_at
    context = {
        "notices": asked.notices,
        "at": clock_suffix(asked.query),
        "agreement": agreement,
        "title": summaries.last_title(agreement.pk, known_at=known_at) if agreement else "",
        "form": form,
        "told": told,
        "is_sent": is_sent,
        "most": {"what": MOST_WORDS, "where": MOST_PLACE, "contact": MOST_CONTACT},
    }
    return render(request, "pages/report.html", context, status=status)


def _take(
    request: HttpRequest, form: ReportForm, agreement: Agreement | None, at: str
) -> HttpResponse:
    """Keep the report, unless a program wrote it: that one is thanked all the same."""
    page = reverse("agreement", args=[agreement.key]) + at if agreement else ""
    if not form.cleaned_data["website"]:
        reporting.take(replace(form.said, page=page), agreement, _address(request))
    own = reverse("agreement_report", args=[agreement.key]) if agreement else reverse("report")
    return redirect(f"{own}{at}{'&' if at else '?'}sent=1")


def _agreement(key: str) -> Agreement:
    found = AgreementQuerySet(Agreement).with_key(key).first()
    if found is None or not Card.objects.filter(agreement=found).exists():
        raise Http404(f"{key[:20]} is not in this atlas")
    return found


def _length(request: HttpRequest) -> int:
    return whole_number(request.META.get("CONTENT_LENGTH")) or 0


def _is_from_elsewhere(request: HttpRequest) -> bool:
    """Tell whether the form stood on another site's page."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")


def _address(request: HttpRequest) -> str:
    """Return where a request comes from; behind a proxy of ours, as `config.proxies` read it."""
    return str(request.META.get("REMOTE_ADDR", ""))
