"""Where editors looked and found none: said, listed, taken back."""

from collections.abc import Mapping
from typing import Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from agreements import looking, summaries
from agreements.models.look import MOST_NOTE, MOST_WHERE
from agreements.pages.signed_in import editor_of

_MOST_NAME: Final = 100


class LookForm(forms.Form):
    """Of whom, when and where an editor looked; parties by name or code."""

    party = forms.CharField(max_length=_MOST_NAME)
    partner = forms.CharField(max_length=_MOST_NAME, required=False)
    looked_on = forms.DateField(input_formats=["%Y-%m-%d"])
    where = forms.CharField(max_length=MOST_WHERE)
    note = forms.CharField(max_length=MOST_NOTE, required=False)

    def clean_party(self) -> str:
        """Return the party's code."""
        return _code(str(self.cleaned_data["party"]))

    def clean_partner(self) -> str:
        """Return the partner's code; "" where one party is meant."""
        written = str(self.cleaned_data["partner"])
        code = _code(written) if written else ""
        if code and code == self.cleaned_data.get("party"):
            raise forms.ValidationError(_("Name another party, or none."))
        return code

    def clean_looked_on(self) -> object:
        """Return the day; none that is still to come."""
        day = self.cleaned_data["looked_on"]
        if day > timezone.now().date():
            raise forms.ValidationError(_("That day is still to come."))
        return day


def _code(written: str) -> str:
    found = summaries.called(summaries.places(), written)
    if found is None:
        raise forms.ValidationError(_("No party is called %r.") % written[:60])
    return found.code


@require_safe
@login_required
def looks_page(request: HttpRequest) -> HttpResponse:
    """Show the form and the words given so far, newest first."""
    given = {name: request.GET.get(name, "") for name in ("party", "partner")}
    return _show(request, LookForm(initial=given))


@require_POST
@login_required
def say(request: HttpRequest) -> HttpResponse:
    """Keep an editor's word that they looked and found none."""
    form = LookForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    looking.say(_said(form.cleaned_data), editor_of(request))
    messages.success(request, _("Kept. It shows on the page of coverage."), extra_tags="good")
    return redirect("review_looks")


@require_POST
@login_required
def take_back(request: HttpRequest, look: int) -> HttpResponse:
    """Take a word back; it stays in the history, with the reason."""
    reason = request.POST.get("reason", "").strip().replace("\0", "")[:MOST_NOTE]
    if not reason:
        messages.error(request, _("Say why it is taken back."), extra_tags="bad")
    elif looking.take_back(look, editor_of(request), reason=reason):
        messages.success(request, _("Taken back."), extra_tags="good")
    else:
        messages.info(request, _("It was taken back already."), extra_tags="info")
    return redirect("review_looks")


def _said(told: Mapping[str, object]) -> looking.Said:
    parties = tuple(str(told[name]) for name in ("party", "partner") if told[name])
    return looking.Said(parties, told["looked_on"], str(told["where"]), str(told["note"]))  # type: ignore[arg-type]  # a date by now


_LABELS: Final = (
    ("party", gettext_lazy("Party, by name or code"), "text"),
    ("partner", gettext_lazy("And which other? Empty: with anybody"), "text"),
    ("looked_on", gettext_lazy("When you looked"), "date"),
    ("where", gettext_lazy("Where you looked: addresses, works, registers"), "text"),
    ("note", gettext_lazy("What else one should know (may be left empty)"), "text"),
)


def _show(request: HttpRequest, form: LookForm, status: int = 200) -> HttpResponse:
    today = timezone.now().date().isoformat()
    fields = [
        (name, label, kind, form[name].value() or (today if kind == "date" else ""), form[name])
        for name, label, kind in _LABELS
    ]
    context = {"fields": fields, "form": form, "looks": looking.every(), "today": today}
    return render(request, "review/looks.html", context, status=status)
