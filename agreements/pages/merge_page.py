"""Merge an agreement into another of the same parties: choose, look at both, do it."""

import json
from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from agreements import curation, summaries
from agreements.absorbing import absorb
from agreements.folding import holdings
from agreements.merging import Plan
from agreements.models import Agreement, Card, Rank
from agreements.models.agreement import AgreementQuerySet
from agreements.models.card import CardQuerySet
from agreements.numbers import whole_number
from agreements.pages import moves
from agreements.pages.signed_in import editor_of

_SHOWN: Final = 50


@login_required
def merge_page(request: HttpRequest, key: str) -> HttpResponse:
    """Show what merging would do, or do it; what was chosen and typed is kept."""
    merged = get_object_or_404(AgreementQuerySet(Agreement).with_key(key))
    card = summaries.card(key)
    if card is None and request.method != "POST":
        if merged.merged_into is None:
            raise Http404(f"{key[:20]} is not in this atlas")
        return redirect("agreement", merged.merged_into.key)
    told = ""
    if request.method == "POST" and "look" not in request.POST:
        try:
            return _merge(request, merged)
        except curation.CurationError as error:
            told = str(error)
    sent = request.POST if request.method == "POST" else request.GET
    chosen = AgreementQuerySet(Agreement).with_key(sent.get("into", "").strip().upper()).first()
    context = {
        "merged": merged,
        "card": card,
        "others": _others(merged),
        "into": chosen,
        "typed": sent.get("into", ""),
        "reason": sent.get("reason", ""),
        "told": told,
        "records": _records(merged),
        "would": _would(merged, chosen) if card is not None and chosen is not None else None,
    }
    return render(request, "review/merge.html", context, status=409 if told else 200)


def _merge(request: HttpRequest, merged: Agreement) -> HttpResponse:
    key = request.POST.get("into", "").strip().upper()
    if not key:
        raise curation.CurationError(gettext("Choose the agreement that this one is the same as."))
    into = moves.named_agreement(key)
    curation.merge_agreements(
        merged,
        into,
        editor_of(request),
        reason=request.POST.get("reason", "")[:2000],
        records=_sent_records(request, {merged.key, into.key}),
    )
    told = gettext("%(key)s is merged into %(key2)s. Undo it under My decisions.") % {
        "key": merged.key,
        "key2": into.key,
    }
    messages.success(request, told, extra_tags="good")
    return redirect("agreement", into.key)


def _others(merged: Agreement) -> list[Card]:
    """Return the other agreements of the two parties; one query."""
    cards = CardQuerySet(Card).filter(known_to=None).exclude(agreement=merged)
    of_pair = cards.filter(
        agreement__first_party=merged.first_party_id,
        agreement__second_party=merged.second_party_id,
    )
    shown = of_pair.select_related("agreement").order_by("-order_day", "-agreement")
    return list(shown.defer("item_json", "search")[:_SHOWN])


def _records(merged: Agreement) -> list[str]:
    numbers = curation.record_numbers((merged.first_party_id, merged.second_party_id))
    return [f"{key}:{number}" for key, number in numbers.items() if key]


def _sent_records(request: HttpRequest, keys: set[str]) -> dict[str, int]:
    marks = (mark.rpartition(":") for mark in request.POST.getlist("record"))
    read = ((key, whole_number(number)) for key, _, number in marks if key in keys)
    return {key: number for key, number in read if number is not None}


def _would(merged: Agreement, into: Agreement) -> Mapping[str, Any] | None:
    """Return in numbers and words what merging would do; None where it would be refused."""
    same_pair = (merged.first_party_id, merged.second_party_id) == (
        into.first_party_id,
        into.second_party_id,
    )
    if merged == into or not same_pair:
        return None
    held = {h.agreement.pk: h for h in holdings([merged.pk, into.pk])}
    if held[into.pk].is_empty:
        return None
    plan = absorb(held[into.pk], held[merged.pk])
    return {"title": _title(into), **_told(plan)}


def _told(plan: Plan) -> dict[str, Any]:
    opened = [opening.statement for opening in plan.openings]
    return {
        "gains": [str(s) for s in opened if s.rank == Rank.PREFERRED],
        "contested": [str(s) for s in opened if s.rank == Rank.CONTESTED],
        "supported": sum(1 for s, _ in plan.copies if s.pk is not None),
    }


def _title(agreement: Agreement) -> str:
    card = summaries.card(agreement.key)
    return str(json.loads(card.row_json)["title"]) if card else ""
