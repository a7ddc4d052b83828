"""An editor's browser without script: open a draft, send its form."""

import re
from collections.abc import Mapping

from django.http import HttpResponse
from django.test import Client

from agreements.models import Draft

Sent = dict[str, object]


def told(response: object) -> str:
    """Return what an answer says, each run of white space as one blank."""
    assert isinstance(response, HttpResponse)
    return re.sub(r"\s+", " ", response.content.decode())


def hidden(page: str, name: str) -> list[str]:
    """Return the values that a page carries in its form under this name."""
    return re.findall(rf'name="{name}" value="([^"]*)"', page)


def form_of(page: str) -> Sent:
    """Return what the form of a draft's page would send to approve it."""
    chosen = re.search(r'name="agreement" value="([^"]*)" checked', page)
    assert chosen, "the page has no form"
    return {
        "verdict": "approve",
        "version": hidden(page, "version")[0],
        "record": hidden(page, "record"),
        "layer": hidden(page, "layer")[0],
        "key": hidden(page, "key")[0],
        "lease": hidden(page, "lease")[0],
        "agreement": chosen.group(1),
        "keep": re.findall(r'name="keep" value="(\d+)"', page),
    }


def opened(client: Client, draft: Draft, **said: object) -> Sent:
    """Open a draft and return what its form would send, with this said otherwise."""
    return form_of(told(client.get(f"/review/{draft.pk}"))) | said


def send(
    client: Client, draft: Draft, sent: Mapping[str, object], to: str = "decide"
) -> HttpResponse:
    """Send a form to one of the addresses of a draft."""
    response = client.post(f"/review/{draft.pk}/{to}", sent)
    assert isinstance(response, HttpResponse)
    return response
