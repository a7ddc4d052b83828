"""The API's words for what is held: statements, and the evidence for them."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from agreements.models import (
    Commitment,
    Decision,
    Document,
    Evidence,
    Framework,
    Link,
    Milestone,
    Statement,
    Term,
)


def whole(statement: Statement) -> dict[str, Any]:
    """Return a statement with its evidence; it must come from a `Holding`."""
    return what(statement) | proof(statement)


def what(statement: Statement) -> dict[str, Any]:
    """Return what a statement says, without the reasons for it."""
    return _TOLD[type(statement)](statement)


def owed(commitment: Commitment) -> dict[str, Any]:
    """Return who owes what, as a list tells it."""
    return {
        "type": commitment.type_id,
        "held": commitment.held,
        "direction": commitment.direction,
        "debtor": commitment.debtor_id,
        "creditor": commitment.creditor_id,
        "strength": commitment.strength,
        "rank": commitment.rank,
    }


def proof(statement: Statement) -> dict[str, Any]:
    """Return why a statement is held, and since when; it must come from a `Holding`."""
    shown: list[Evidence] = statement.shown
    return {
        "rank": statement.rank,
        "wording": statement.wording or None,
        "known_from": statement.known_from,
        "evidence": [evidence(each) for each in shown],
    }


def evidence(found: Evidence) -> dict[str, Any]:
    """Return one reason: a quote with its place, a citation, or a judgement."""
    document = found.document
    if document is not None:
        return {
            "quote": found.quote,
            "start": found.start,
            "end": found.end,
            "document": archived(document),
        }
    if found.citation:
        return {
            "citation": found.citation,
            "url": found.citation_url or None,
            "is_opened": found.is_opened,
            "note": found.note or None,
        }
    return {"judgement": found.judgement, "by": "an editor"}


def archived(document: Document) -> dict[str, Any]:
    """Return which text it is, as whoever quotes it tells."""
    return {
        "id": document.pk,
        "title": document.title or None,
        "publisher": document.publisher or None,
        "published": document.published,
        "url": document.url or None,
    }


def framework(found: Framework) -> dict[str, Any]:
    """Return which framework it is."""
    return {
        "slug": found.slug,
        "title": found.title,
        "adopted": found.adopted,
        "url": found.url or None,
    }


def decided(decision: Decision) -> dict[str, Any]:
    """Return who decided it and when; who an editor is stays unsaid."""
    who = "the house" if decision.editor_id is None else "an editor"
    return {"verb": decision.verb, "by": who, "at": decision.at}


def compact(facts: Mapping[str, Any]) -> str:
    """Return JSON without a space; dates and moments (UTC, `Z`) as ISO 8601."""
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _milestone(milestone: Milestone) -> dict[str, Any]:
    return {
        "kind": milestone.kind,
        "date": milestone.date or None,
        "earliest": milestone.earliest,
        "latest": milestone.latest,
        "is_expected": milestone.is_expected,
        "party": milestone.party_id,
        "place": milestone.place or None,
    }


def _commitment(commitment: Commitment) -> dict[str, Any]:
    amount = commitment.amount
    return owed(commitment) | {
        "condition": commitment.condition or None,
        "amount": None if amount is None else f"{amount:f}",
        "currency": commitment.currency or None,
        "period": commitment.period or None,
    }


def _term(term: Term) -> dict[str, Any]:
    return {"name": term.name, "value": term.value}


def _link(link: Link) -> dict[str, Any]:
    return {"kind": link.kind, "target": f"A-{link.target_id}"}


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat().replace("+00:00", "Z")
    raise TypeError(f"{type(value).__name__} has no place on a card")


_TOLD: Final[Mapping[type[Statement], Callable[[Any], dict[str, Any]]]] = {
    Milestone: _milestone,
    Commitment: _commitment,
    Term: _term,
    Link: _link,
}
