"""An editor's keys for programs: made here, shown once, revoked here."""

from datetime import datetime, timedelta
from typing import Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from agreements import keys
from agreements.models import Scope
from agreements.pages.signed_in import editor_of

_NEVER: Final = "0"


class KeyForm(forms.Form):
    """What a key is for, what it may do, and until when."""

    name = forms.CharField(
        max_length=80, error_messages={"required": gettext_lazy("Say what the key is for.")}
    )
    scopes = forms.MultipleChoiceField(
        choices=Scope.choices,
        error_messages={"required": gettext_lazy("Choose at least one thing that it may do.")},
    )
    days = forms.ChoiceField(
        choices=[
            ("30", gettext_lazy("In 30 days")),
            ("90", gettext_lazy("In 90 days")),
            ("365", gettext_lazy("In a year")),
            (_NEVER, gettext_lazy("Never")),
        ]
    )

    @property
    def expires_at(self) -> datetime | None:
        """When the key ends; None for never."""
        days = int(self.cleaned_data["days"])
        return timezone.now() + timedelta(days=days) if days else None

    @property
    def chosen(self) -> list[str]:
        """The scopes that are ticked."""
        return self["scopes"].value() or []

    @property
    def days_chosen(self) -> str:
        """The end that is chosen."""
        return self["days"].value() or "90"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def keys_page(request: HttpRequest) -> HttpResponse:
    """List the editor's keys; make one, whose text this answer alone has."""
    if request.method != "POST":
        return _show(request, KeyForm())
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    return _made(request, form)


@require_POST
@login_required
def revoke_key(request: HttpRequest, handle: str) -> HttpResponse:
    """End one of the editor's keys for good."""
    if keys.revoke(handle, editor_of(request)):
        told = gettext("The key is revoked: whatever uses it gets no answer from now on.")
        messages.success(request, told, extra_tags="good")
    else:
        messages.info(request, gettext("That key was revoked already."), extra_tags="info")
    return redirect("keys")


@sensitive_variables("written")
def _made(request: HttpRequest, form: KeyForm) -> HttpResponse:
    key, written = keys.make_key(
        editor_of(request),
        form.cleaned_data["name"],
        form.cleaned_data["scopes"],
        expires_at=form.expires_at,
    )
    return _show(request, KeyForm(), made={"key": key, "written": written})


def _show(
    request: HttpRequest, form: KeyForm, *, made: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    context = {
        "rows": [(key, key.is_usable(now)) for key in keys.keys_of(editor_of(request))],
        "form": form,
        "scopes": Scope.choices,
        "made": made,
    }
    response = render(request, "review/keys.html", context, status=status)
    # Nobody is to find the key's text in what a browser has kept.
    response.headers["Cache-Control"] = "no-store"
    return response
