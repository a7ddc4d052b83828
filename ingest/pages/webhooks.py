"""An editor's webhooks: what is sent where, how it fares, and sending it again."""

from datetime import UTC
from typing import Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements import outlet
from ingest import subscribing, unsent
from ingest.models import Subscription

_LOGGED: Final = 50
_KINDS: Final = {
    outlet.PUBLISHED: gettext_lazy("An agreement is published"),
    outlet.CHANGED: gettext_lazy("What is held of one changes"),
    outlet.MERGED: gettext_lazy("One is merged into another"),
    outlet.WITHDRAWN: gettext_lazy("One is withdrawn"),
    outlet.RESTORED: gettext_lazy("One is held again"),
}


class SubscriptionForm(forms.Form):
    """Where to send what."""

    url = forms.CharField(
        max_length=2000, error_messages={"required": gettext_lazy("Say where to send it.")}
    )
    kinds = forms.MultipleChoiceField(choices=list(_KINDS.items()), required=False)
    query = forms.CharField(max_length=2000, required=False)


class ReplayForm(forms.Form):
    """Since when to send everything again; a moment without a zone is in UTC."""

    since = forms.DateTimeField()


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def webhooks_page(request: HttpRequest) -> HttpResponse:
    """List the editor's webhooks; make one, whose secret this answer alone has."""
    if request.method != "POST":
        return _list(request, SubscriptionForm())
    form = SubscriptionForm(request.POST)
    if not form.is_valid():
        return _list(request, form)
    told = form.cleaned_data
    try:
        made = subscribing.subscribe(
            _editor(request), told["url"], kinds=told["kinds"], query=told["query"]
        )
    except subscribing.NotTakenError as error:
        form.add_error(error.field, error.sentence)
        return _list(request, form)
    return _show(request, made, secret=subscribing.secret_of(made))


@require_safe
@login_required
def webhook_page(request: HttpRequest, webhook: int) -> HttpResponse:
    """Show one of the editor's webhooks with its log."""
    return _show(request, _own(request, webhook))


@require_POST
@login_required
def rotate(request: HttpRequest, webhook: int) -> HttpResponse:
    """Make a new secret, which this answer alone has."""
    subscription = _own(request, webhook)
    return _show(request, subscription, secret=subscribing.rotate(subscription))


@require_POST
@login_required
def switch(request: HttpRequest, webhook: int) -> HttpResponse:
    """Switch a webhook off, or on again."""
    subscription = _own(request, webhook)
    if subscription.off_at is None:
        subscribing.switch_off(subscription)
        told = _("It is switched off: what changes meanwhile waits.")
    else:
        subscribing.switch_on(subscription)
        told = _("It is switched on, and goes on where it stopped.")
    messages.success(request, told, extra_tags="good")
    return redirect("webhook", webhook)


@require_POST
@login_required
def test(request: HttpRequest, webhook: int) -> HttpResponse:
    """Send a message that tells of nothing."""
    subscribing.ask_for_test(_own(request, webhook))
    told = _("A test is on its way. Load this page again: the log below says what came of it.")
    messages.success(request, told, extra_tags="good")
    return redirect("webhook", webhook)


@require_POST
@login_required
def replay(request: HttpRequest, webhook: int) -> HttpResponse:
    """Send one change again, or everything since a moment."""
    subscription = _own(request, webhook)
    number, form = request.POST.get("change", ""), ReplayForm(request.POST)
    if number.isdecimal() and subscribing.replay_one(subscription, int(number[:18])):
        messages.success(request, _("It will be sent again."), extra_tags="good")
    elif form.is_valid():
        subscribing.replay_since(subscription, form.cleaned_data["since"].astimezone(UTC))
        messages.success(request, _("All since then will be sent again."), extra_tags="good")
    else:
        messages.info(request, _("Write since when, like 2026-11-01 12:00."), extra_tags="info")
    return redirect("webhook", webhook)


@require_POST
@login_required
def end(request: HttpRequest, webhook: int) -> HttpResponse:
    """End a webhook, and forget its log."""
    _own(request, webhook).delete()
    messages.success(request, _("The webhook is gone."), extra_tags="good")
    return redirect("webhooks")


def _editor(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  narrows the type: a login is required
    return request.user


def _own(request: HttpRequest, webhook: int) -> Subscription:
    return get_object_or_404(Subscription, pk=webhook, owner=_editor(request))


def _list(request: HttpRequest, form: SubscriptionForm) -> HttpResponse:
    context = {
        "rows": Subscription.objects.filter(owner=_editor(request)),
        "form": form,
        "chosen": form["kinds"].value() or [],
        "kinds": list(_KINDS.items()),
    }
    return render(request, "ingest/webhooks.html", context, status=422 if form.errors else 200)


@sensitive_variables("secret")
def _show(request: HttpRequest, webhook: Subscription, *, secret: str = "") -> HttpResponse:
    context = {
        "webhook": webhook,
        "secret": secret,
        "kinds": [str(_KINDS[kind]) for kind in webhook.kinds if kind in _KINDS],
        "log": [
            (delivery, [(call, unsent.sentence(call.error)) for call in delivery.attempts.all()])
            for delivery in webhook.deliveries.prefetch_related("attempts")[:_LOGGED]
        ],
    }
    response = render(request, "ingest/webhook.html", context)
    # Nobody is to find the secret in what a browser has kept.
    response.headers["Cache-Control"] = "no-store"
    return response
