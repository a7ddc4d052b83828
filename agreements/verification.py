"""Prove that the record holds together: quotes, evidence, folding, cards, decisions."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, TextField
from django.db.models.functions import Cast

from agreements import accounting, cards, codebook
from agreements.folding import histories
from agreements.holding import Holding
from agreements.ledger import STATEMENT_MODELS
from agreements.models import Agreement, Card, Decision, Document, Evidence

_BATCH: Final = 200


@dataclass(slots=True)
class Report:
    """How many of each thing were checked, and every difference found, in words."""

    checked: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)


def verify() -> Report:
    """Check the whole record; reads only."""
    report = Report()
    for check in (
        _documents,
        _quotes,
        _evidence,
        _decided,
        _cards,
        accounting.drafts,
        accounting.merged,
        accounting.changes,
    ):
        report.differences += check(report.checked)
    return report


def _documents(checked: Counter[str]) -> Iterator[str]:
    for document in Document.objects.order_by("pk").iterator(_BATCH):
        checked["documents"] += 1
        if Document.fingerprint(document.text) != document.sha256:
            yield f"document {document.pk}: the text is not the one that its hash names"


def _quotes(checked: Counter[str]) -> Iterator[str]:
    quoting = Evidence.objects.filter(document__isnull=False).select_related("document")
    for evidence in quoting.order_by("pk").iterator(_BATCH):
        checked["quotes"] += 1
        document = evidence.document
        if document is None or document.text[evidence.start : evidence.end] != evidence.quote:
            yield (
                f"evidence {evidence.pk}: {evidence.quote[:60]!r} is not what document "
                f"{evidence.document_id} says at {evidence.start} to {evidence.end}"
            )


def _evidence(checked: Counter[str]) -> Iterator[str]:
    for model in STATEMENT_MODELS:
        name = model.__name__.lower()
        checked["statements"] += model.objects.count()
        supports = Evidence.objects.filter(known_to=None, **{name: OuterRef("pk")})
        # Not `exclude(pk__in=...)`: beyond some 100,000 statements PostgreSQL would take hours.
        bare = model.objects.filter(~Exists(supports), known_to=None)
        for statement in bare.order_by("pk"):
            yield f"{name} {statement.pk}: is held without evidence"
        orphans = Evidence.objects.filter(known_to=None, **{f"{name}__known_to__isnull": False})
        for evidence in orphans.order_by("pk"):
            yield f"evidence {evidence.pk}: is held for a {name} that no longer is"


def _decided(checked: Counter[str]) -> Iterator[str]:
    """Compare since when and until when each row is held with the decisions that did it."""
    checked["decisions"] += Decision.objects.count()
    for model in (*STATEMENT_MODELS, Evidence):
        name = model.__name__.lower()
        opened_elsewhen = ~Q(known_from=F("decision__at"))
        closed_elsewhen = Q(known_to__isnull=False) & ~Q(known_to=F("closed_by__at"))
        for row in model.objects.filter(opened_elsewhen | closed_elsewhen).order_by("pk"):
            yield f"{name} {row.pk}: is not held from and to the moments of its decisions"


def _cards(checked: Counter[str]) -> Iterator[str]:
    loads = set(Decision.objects.filter(verb=Decision.Verb.LOAD).values_list("at", flat=True))
    numbers = list(Agreement.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(numbers), _BATCH):
        batch = numbers[start : start + _BATCH]
        cards_of: dict[int, list[Card]] = {}
        for card in Card.objects.filter(agreement__in=batch).prefetch_related("spans"):
            cards_of.setdefault(card.agreement_id, []).append(card)
        for history in histories(batch):
            checked["agreements"] += 1
            stored = {card.known_from: card for card in cards_of.get(history.agreement.pk, [])}
            yield from _agreement_differences(history, stored, loads, checked)


def _agreement_differences(
    history: Holding, stored: dict[datetime, Card], loads: set[datetime], checked: Counter[str]
) -> Iterator[str]:
    key = history.agreement.key
    # A party's new name, which comes with a load, rebuilds cards by itself.
    moments = sorted(_moments(history) | (loads & set(stored)))
    for moment in sorted(set(stored) - set(moments)):
        yield f"{key}: has a card from {moment} though nothing changed then"
    for moment, until in zip_longest(moments, moments[1:]):
        checked["cards"] += 1
        for difference in _card_differences(history.at(moment), stored.get(moment), until):
            yield f"{key}, card from {moment:%Y-%m-%dT%H:%M:%S.%fZ}: {difference}"


def _moments(history: Holding) -> set[datetime]:
    """Return every moment at which what we hold of the agreement changed, and its cards with it."""
    statements = (*history.milestones, *history.commitments, *history.terms, *history.links)
    held = [row for statement in statements for row in (statement, *statement.shown)]
    return {row.known_from for row in held} | {row.known_to for row in held if row.known_to}


def _card_differences(held: Holding, card: Card | None, until: datetime | None) -> Iterator[str]:
    if held.is_empty and card is not None:
        yield "stands though nothing was held"
    elif not held.is_empty and card is None:
        yield "is missing"
    elif card is not None:
        yield from _fact_differences(card, held, until)


def _fact_differences(card: Card, held: Holding, until: datetime | None) -> Iterator[str]:
    names = codebook.party_names() if card.known_to is None else cards.names_on(card)
    facts = cards.fold(held, names)
    if card.known_to != until:
        yield f"ends at {card.known_to}, not at {until}"
    for name, value in facts.fields.items():
        if getattr(card, name) != value:
            yield f"{name} is not what the statements say"
    spans = [(s.status, s.first_day, s.end_day) for s in card.spans.all()]
    if spans != [(s.status, s.first_day, s.end_day) for s in facts.spans]:
        yield "the days of its statuses are not what the milestones say"
    words = Card.objects.filter(pk=card.pk).annotate(
        kept=Cast("search", TextField()), told=Cast(cards.search_vector(facts), TextField())
    )
    if not words.filter(kept=F("told")).exists():
        yield "the search words are not what the statements say"
