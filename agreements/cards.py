"""Write and read cards: an agreement's facts, folded when it changes, read as they stand."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db.models import Value
from django.db.models.expressions import CombinedExpression
from django.utils.translation import override

from agreements import codebook, spelling, stored, telling
from agreements.folding import Span, holdings, status_spans
from agreements.holding import Holding
from agreements.models import (
    AgreementKind,
    Card,
    Milestone,
    MilestoneKind,
    Rank,
    Statement,
    StatusSpan,
    TermName,
)
from agreements.models.card import CardQuerySet

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Facts:
    """A card's content before it is stored: fields for its row, and its spans."""

    fields: dict[str, Any]
    search_words: dict[str, str]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A card just stored: its row, and whether it tells where the agreement stands."""

    row_json: str
    has_spans: bool


def standing_on(day: date, *, known_at: datetime | None = None) -> CardQuerySet:
    """Return the cards of agreements that existed in some way on `day`, as known at that moment."""
    return CardQuerySet(Card).held_at(known_at).standing_on(day)


def row(card: Card | stored.Row) -> str:
    """Return the agreement as the API lists it; a model must come from `standing_on`."""
    return f'{{"status":"{card.status}",{card.row_json[1:]}'


def item(card: Card | stored.Item) -> str:
    """Return the agreement as the API tells of it alone; a model must come from `standing_on`."""
    return f'{{"status":"{card.status}",{card.item_json[1:]}'


def rebuild(agreement_ids: Sequence[int], moment: datetime) -> dict[int, Written]:
    """Close the agreements' cards at `moment` and write those that hold from then on.

    Part of the transaction that changed the agreements. One of which nothing is held any more has
    no card from then on.
    """
    written: dict[int, Written] = {}
    names = codebook.party_names() if agreement_ids else {}
    for start in range(0, len(agreement_ids), _BATCH):
        batch = agreement_ids[start : start + _BATCH]
        Card.objects.filter(agreement__in=batch, known_to__isnull=True).update(known_to=moment)
        facts = {h.agreement.pk: fold(h, names) for h in holdings(batch) if not h.is_empty}
        cards = Card.objects.bulk_create(_card(pk, told, moment) for pk, told in facts.items())
        StatusSpan.objects.bulk_create(
            StatusSpan(card=card, status=s.status, first_day=s.first_day, end_day=s.end_day)
            for card in cards
            for s in facts[card.agreement_id].spans
        )
        spelling.learn(text for told in facts.values() for text in told.search_words.values())
        written |= {pk: Written(t.fields["row_json"], bool(t.spans)) for pk, t in facts.items()}
    return written


def fold(holding: Holding, names: Mapping[str, str]) -> Facts:
    """Return what the card of this holding says; asks the database for nothing."""
    signed = holding.first(MilestoneKind.SIGNED)
    spans = status_spans(holding.milestones)
    row_facts = _row_facts(holding, names)
    item_facts = row_facts | _item_facts(holding, spans)
    made = {c.type_id for c in holding.commitments if c.held == "made" and c.rank != Rank.WITHDRAWN}
    fields = {
        "title": row_facts["title"],
        "kind": row_facts["kind"] or "",
        "parties": [holding.agreement.first_party_id, holding.agreement.second_party_id],
        "commitment_types": sorted(made),
        "signed": signed.date if signed else "",
        "signed_earliest": signed.earliest if signed else None,
        "signed_latest": signed.latest if signed else None,
        "order_day": _order_day(holding, signed),
        "row_json": telling.compact(row_facts),
        "item_json": telling.compact(item_facts),
    }
    return Facts(fields, _search_words(holding, row_facts), spans)


def names_on(card: Card) -> dict[str, str]:
    """Return {party code: name} as the card has them: names change, old cards don't."""
    return {party["code"]: party["name"] for party in json.loads(card.row_json)["parties"]}


def search_vector(facts: Facts) -> CombinedExpression:
    """Return what a search looks through: the title first, then party names, then quotes."""
    words = facts.search_words
    return (
        SearchVector(Value(words["title"]), weight="A", config="english")
        + SearchVector(Value(words["names"]), weight="B", config="english")
        + SearchVector(Value(words["quotes"]), weight="C", config="english")
    )


def _card(agreement_id: int, facts: Facts, moment: datetime) -> Card:
    return Card(
        agreement_id=agreement_id,
        known_from=moment,
        search=search_vector(facts),
        **facts.fields,
    )


def _row_facts(holding: Holding, names: Mapping[str, str]) -> dict[str, Any]:
    agreement = holding.agreement
    codes = (agreement.first_party_id, agreement.second_party_id)
    signed = holding.first(MilestoneKind.SIGNED)
    in_force = holding.first(MilestoneKind.ENTERED_INTO_FORCE)
    ended = holding.first(MilestoneKind.TERMINATED, MilestoneKind.EXPIRED)
    years = holding.term(TermName.DURATION_YEARS)
    binding = holding.term(TermName.LEGALLY_BINDING)
    return {
        "key": agreement.key,
        "title": holding.term(TermName.TITLE) or _untitled(holding, names),
        "kind": holding.term(TermName.KIND),
        "parties": [{"code": code, "name": names[code]} for code in codes],
        "framework": agreement.framework_id,
        "signed": (signed and signed.date) or None,
        "in_force_from": (in_force and in_force.date) or None,
        "ended": (ended and ended.date) or None,
        "duration_years": int(years) if years else None,
        "legally_binding": None if binding is None else binding == "true",
        "commitments": [telling.owed(c) for c in holding.commitments],
        "is_doubtful": any(t.name == TermName.DOUBT for t in holding.terms),
    }


def _untitled(holding: Holding, names: Mapping[str, str]) -> str:
    """Return what to call an agreement that nobody has given a name."""
    kind = holding.term(TermName.KIND)
    # Names that are held are in no language but the record's.
    with override(None):
        noun = AgreementKind(kind).noun if kind in AgreementKind.values else "Agreement"
    first, second = holding.agreement.first_party_id, holding.agreement.second_party_id
    return f"{noun} between {names[first]} and {names[second]}"


def _item_facts(holding: Holding, spans: tuple[Span, ...]) -> dict[str, Any]:
    return {
        "status_history": [
            {"status": s.status, "from": s.first_day, "to": s.end_day} for s in spans
        ],
        "milestones": [telling.whole(m) for m in _by_day(holding.milestones)],
        "commitments": [telling.whole(c) for c in holding.commitments],
        "terms": [telling.whole(t) for t in holding.terms],
        "links": [telling.whole(link) for link in holding.links],
    }


def _by_day(milestones: Sequence[Milestone]) -> list[Milestone]:
    """Return them as they came: by day, then in the order in which agreements pass through."""
    stages = list(MilestoneKind)
    return sorted(
        milestones,
        key=lambda m: (
            m.happened_by or m.latest or date.max,
            stages.index(MilestoneKind(m.kind)),
            m.pk,
        ),
    )


def _order_day(holding: Holding, signed: Milestone | None) -> date:
    """Return the signing's first day, else the latest day that anything happened, else today's."""
    if signed and signed.earliest:
        return signed.earliest
    days = [m.happened_by or m.latest for m in holding.milestones]
    known = [*holding.milestones, *holding.commitments, *holding.terms, *holding.links]
    return max((d for d in days if d), default=min(s.known_from for s in known).date())


def _search_words(holding: Holding, row_facts: dict[str, Any]) -> dict[str, str]:
    statements: list[Statement] = [*holding.milestones, *holding.commitments, *holding.terms]
    quotes = {e.quote for s in statements for e in s.shown if e.quote}
    titles = [t.value for t in holding.terms if t.name in (TermName.TITLE, TermName.SUMMARY)]
    return {
        "title": " ".join([row_facts["title"], *titles]),
        "names": " ".join(party["name"] for party in row_facts["parties"]),
        "quotes": " ".join(sorted(quotes)),
    }
