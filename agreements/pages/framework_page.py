"""The pages of the frameworks: all of them, and one with who joined, signed, and did not."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agreements import hanging, summaries
from agreements.edtf import bounds
from agreements.hanging import NOTHING, ON_THE_WAY, SIGNED, Hanging, Share
from agreements.models import Card
from agreements.pages.asking import Asked, clock_suffix, read_query
from agreements.pages.lives import draw_lives
from agreements.pages.narrowing import pair_address


@dataclass(frozen=True, slots=True)
class Line:
    """One agreement of a party under the framework."""

    key: str
    title: str
    signed: str
    status: str


@dataclass(frozen=True, slots=True)
class Row:
    """One party: whether it joined, what it has with the hub, and the address of the two."""

    name: str
    address: str
    has_joined: bool
    agreements: list[Line]


@dataclass(frozen=True, slots=True)
class Part:
    """The parties that have come as far as each other."""

    head: str
    anchor: str
    note: str
    rows: list[Row]


@require_safe
def frameworks_page(request: HttpRequest) -> HttpResponse:
    """List all frameworks with how many joined and signed."""
    asked = read_query(request)
    names = summaries.party_names()
    listed = []
    for framework in hanging.frameworks():
        told = hanging.hanging(framework, asked.clocks.as_of, asked.clocks.known_at)
        listed.append(
            {
                "framework": framework,
                "joined": sum(share.has_joined for share in told.shares),
                "signed": len(told.at_stage(SIGNED)),
                "hub": names.get(told.hub, ""),
            }
        )
    context = {"notices": asked.notices, "at": clock_suffix(asked.query), "listed": listed}
    return render(request, "pages/frameworks.html", context)


@require_safe
def framework_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one framework on the day: who joined, who has signed, who has not."""
    asked = read_query(request)
    framework = summaries.framework(slug)
    if framework is None:
        raise Http404(f"{slug[:60]} is no framework of this atlas")
    told = hanging.hanging(framework, asked.clocks.as_of, asked.clocks.known_at)
    names = summaries.party_names()
    suffix = clock_suffix(asked.query)
    day = asked.clocks.as_of
    context = {
        "notices": asked.notices,
        "at": suffix,
        "day": day,
        "framework": framework,
        "is_adopted": _is_adopted(framework.adopted, asked),
        "hub": {"code": told.hub, "name": names.get(told.hub, "")},
        "joined": sum(share.has_joined for share in told.shares),
        "in_force": sum(card.status == "in_force" for card in told.agreements),
        "parts": _parts(told, names, suffix),
        "total": len(told.agreements),
        "lives": draw_lives(
            told.agreements, day, name_of=lambda card: _other(card, told.hub, names), suffix=suffix
        )
        if told.agreements
        else None,
    }
    return render(request, "pages/framework.html", context)


def _parts(told: Hanging, names: Mapping[str, str], suffix: str) -> list[Part]:
    hub = names.get(told.hub, "")
    words = {
        SIGNED: (_("Have signed"), _signed(hub)),
        ON_THE_WAY: (_("Under negotiation"), _on_the_way(hub)),
        NOTHING: (_("Joined, not signed"), _nothing(hub)),
    }
    return [
        Part(
            head,
            stage.replace("_", "-"),
            note,
            sorted(
                (_row(share, told.hub, names, suffix) for share in told.at_stage(stage)),
                key=lambda row: row.name,
            ),
        )
        for stage, (head, note) in words.items()
    ]


def _signed(hub: str) -> str:
    if hub:
        return _("an agreement with %s under this framework") % hub
    return _("an agreement under this framework")


def _on_the_way(hub: str) -> str:
    if hub:
        return _("an agreement with %s is negotiated or agreed, not signed") % hub
    return _("an agreement is negotiated or agreed, not signed")


def _nothing(hub: str) -> str:
    if hub:
        return _("no agreement with %s on record under this framework") % hub
    return _("no agreement on record under this framework")


def _row(share: Share, hub: str, names: Mapping[str, str], suffix: str) -> Row:
    address = pair_address(share.party, hub) if hub else reverse("country", args=[share.party])
    lines = [
        Line(f"A-{h.card.agreement_id}", h.card.title, h.card.signed, h.card.status)
        for h in share.agreements
    ]
    return Row(names.get(share.party, share.party), address + suffix, share.has_joined, lines)


def _other(card: Card, hub: str, names: Mapping[str, str]) -> str:
    return next((names.get(code, code) for code in card.parties if code != hub), hub)


def _is_adopted(written: str, asked: Asked) -> bool:
    earliest = bounds(written).earliest if written else None
    return earliest is None or earliest <= asked.clocks.as_of
