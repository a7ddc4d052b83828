"""The pages about the record: what it is, how it is made, how to use it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from agreements import exports, meanings, measured, releases
from agreements.exports import LICENCE
from agreements.models import AgreementKind, CommitmentType, MilestoneKind, Status, Strength
from agreements.pages.asking import Asked, clock_suffix, read_query
from agreements.pages.downloads import site_of
from agreements.tally import Selection

_SETS: Final = {
    "reported": _("Corpus, the half kept apart while the rules were written"),
    "corpus": _("Corpus, both halves"),
    "tuned on": _("Corpus, the half that the rules were tuned on"),
    "own samples": _("Our own samples: a guard against falling back, no measure"),
}
_RELEASES_SHOWN: Final = 10
_HIDDEN_IN_SCRIPT: Final = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@dataclass(frozen=True, slots=True)
class Meaning:
    """A word of the record and what it means."""

    code: str
    label: str
    meaning: str
    rule: str


@require_safe
def about_page(request: HttpRequest) -> HttpResponse:
    """Say what this is, for whom, and how far to trust it."""
    asked = read_query(request)
    selection = asked.selection()
    context = {"notices": asked.notices, "at": clock_suffix(asked.query)} | _numbers(selection)
    return render(request, "pages/about.html", context)


@require_safe
def methods_page(request: HttpRequest) -> HttpResponse:
    """Say what is in, how it comes in, what the words mean, and how good the reader is."""
    asked = read_query(request)
    types = list(CommitmentType.objects.all())
    words = meanings.commitments((kind.code, kind.definition) for kind in types)
    groups: dict[str, list[Meaning]] = {}
    for kind in types:
        entry = words[kind.code]
        told = Meaning(kind.code, kind.name, _sentence(entry.meaning), entry.rule)
        groups.setdefault(kind.group.replace("_", " ").capitalize(), []).append(told)
    context = {
        "notices": asked.notices,
        "at": clock_suffix(asked.query),
        "commitments": groups.items(),
        "count": len(types),
        "four_eyes": bool(settings.FOUR_EYES_RULES),
        "sections": [
            (_("How an agreement stands"), "statuses", _meanings("statuses", Status)),
            (_("What can happen to it"), "milestones", _meanings("milestones", MilestoneKind)),
            (_("How firm a commitment is"), "strengths", _meanings("strengths", Strength)),
            (_("Forms of instruments"), "kinds", _meanings("kinds", AgreementKind)),
        ],
        "figures": [(_SETS[each.texts], each) for each in measured.read_figures()],
    }
    return render(request, "pages/methods.html", context)


@require_safe
def data_page(request: HttpRequest) -> HttpResponse:
    """Offer the downloads, the API, the codebook, the licence and the citation."""
    asked = read_query(request)
    selection = asked.selection()
    number, changed_at = selection.tally.version
    today = timezone.now().date()
    site = site_of(request)
    suffix = clock_suffix(asked.query)
    citation = _citation(asked, site, today)
    context = {
        "notices": asked.notices,
        "at": suffix,
        "version": number,
        "changed_at": changed_at,
        "columns": exports.AGREEMENTS.columns,
        "releases": releases.releases()[:_RELEASES_SHOWN],
        "licence": LICENCE,
        "citation": citation,
        "site": site,
        "query": asked.query,
        "example": reverse("api-agreements") + "?party=UA&commitment=military_training",
        "dataset": _script(_dataset(site, citation, selection)),
    } | _numbers(selection)
    return render(request, "pages/data.html", context)


def _numbers(selection: Selection) -> dict[str, object]:
    parties = selection.count_by("party")
    return {"total": selection.count(), "parties": len(parties), "day": selection.day}


def _meanings(section: str, labels: type[TextChoices]) -> list[Meaning]:
    entries = meanings.codebook()[section]
    return [
        Meaning(code, str(labels(code).label), _sentence(entry.meaning), entry.rule)
        for code, entry in entries.items()
        if code in labels.values
    ]


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "”")) else ".")


def _citation(asked: Asked, site: str, today: date) -> str:
    changed_at = asked.tally.version[1]
    known_at = asked.clocks.known_at or changed_at
    told = f", as known at {known_at:%Y-%m-%dT%H:%M:%SZ}" if known_at else ""
    return (
        f"Accord Atlas ({today.year}). Bilateral security agreements, as of "
        f"{asked.clocks.as_of.isoformat()}{told}. {site}{reverse('data')} "
        f"(retrieved {today.isoformat()})."
    )


def _dataset(site: str, citation: str, selection: Selection) -> Mapping[str, object]:
    changed_at = selection.tally.version[1]
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": "Accord Atlas: bilateral security agreements between states",
        "description": (
            "Who has promised whom security: treaties, pacts, memoranda and declarations between "
            "two parties, with what each holds, when it was signed and in force, and the words or "
            "the work that each value rests on."
        ),
        "url": site + reverse("data"),
        "isAccessibleForFree": True,
        "license": LICENCE.url,
        "citation": citation,
        "version": str(selection.tally.version[0]),
        "dateModified": changed_at.isoformat() if changed_at else None,
        "keywords": ["security agreements", "defence cooperation", "treaties", "alliances"],
        "variableMeasured": [
            {"@type": "PropertyValue", "name": c.name, "description": c.definition}
            for c in exports.AGREEMENTS.columns
        ],
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": form,
                "contentUrl": site + reverse(name),
            }
            for form, name in (
                ("text/csv", "agreements-csv"),
                ("application/json", "agreements-json"),
                ("text/csv", "timeline-csv"),
            )
        ],
    }


def _script(data: Mapping[str, object]) -> SafeString:
    """Return the data as JSON that can stand in a page: nothing in it ends the script."""
    kept = {name: value for name, value in data.items() if value is not None}
    written = json.dumps(kept, ensure_ascii=False, indent=1).translate(_HIDDEN_IN_SCRIPT)
    return mark_safe(written)  # noqa: S308  every sign that means something in HTML is written as \u
