"""Agreements told with more than a card has: who decided each value, versions, links both ways."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain
from typing import Any, Final

from django.db.models import Q

from agreements import cards, history, summaries, telling
from agreements.history import Difference, Version
from agreements.holding import Holding
from agreements.models import Agreement, Card, Decision, Link, Statement
from agreements.models.statements import Rank, held_at

Facts = dict[str, Any]

_STATEMENTS: Final = ("milestones", "commitments", "terms", "links")
_LINK: Final = ("kind", "target", "rank")


class Expansion(StrEnum):
    """What can be told beside an agreement's own row."""

    EVIDENCE = "evidence"
    HISTORY = "history"
    LINKS = "links"


@dataclass(frozen=True, slots=True)
class _Tie:
    """A link as it is held: which agreement says what it is to which other."""

    agreement: int
    kind: str
    target: int
    rank: str


def told(
    found: Sequence[Card],
    wanted: Collection[Expansion],
    *,
    known_at: datetime | None,
    is_whole: bool = False,
) -> list[Facts]:
    """Return what the API tells of agreements, expanded; the cards must be from `standing_on`.

    `is_whole` tells all that is held even where evidence is not asked for. However many there are:
    one query for the evidence's decisions, two for links, seven for histories.
    """
    write = cards.item if is_whole or Expansion.EVIDENCE in wanted else cards.row
    facts = {card.agreement_id: json.loads(write(card)) for card in found}
    if facts and Expansion.EVIDENCE in wanted:
        _add_decisions(facts.values())
    if facts and Expansion.LINKS in wanted:
        _add_links(facts, known_at)
    if facts and Expansion.HISTORY in wanted:
        _add_history(facts, known_at)
    return list(facts.values())


def _add_decisions(facts: Iterable[Facts]) -> None:
    """Say of each statement who decided it: no two decisions of the record share a moment."""
    statements = [s for told in facts for name in _STATEMENTS for s in told[name]]
    moments = {datetime.fromisoformat(s["known_from"]): s["known_from"] for s in statements}
    made = Decision.objects.filter(at__in=moments).order_by("pk")
    decisions = {moments[decision.at]: telling.decided(decision) for decision in made}
    for statement in statements:
        statement["decision"] = decisions[statement["known_from"]]


def _add_links(facts: Mapping[int, Facts], known_at: datetime | None) -> None:
    ties = _ties(facts, known_at)
    others = sorted({n for tie in ties for n in (tie.agreement, tie.target)})
    titles = summaries.known_titles([f"A-{n}" for n in others], known_at=known_at) if ties else {}
    for number, told in facts.items():
        if "links" not in told:
            told["links"] = [_link(tie) for tie in ties if tie.agreement == number]
        for link in told["links"]:
            link["title"] = titles.get(link["target"])
        told["linked_from"] = [
            {"kind": tie.kind, "agreement": f"A-{tie.agreement}", "rank": tie.rank}
            | {"title": titles.get(f"A-{tie.agreement}")}
            for tie in ties
            if tie.target == number and tie.rank != Rank.WITHDRAWN
        ]


def _link(tie: _Tie) -> Facts:
    return dict(zip(_LINK, (tie.kind, f"A-{tie.target}", tie.rank), strict=True))


def _ties(agreements: Collection[int], known_at: datetime | None) -> list[_Tie]:
    """Return the links from and to these agreements, the oldest first; one query."""
    numbers = list(agreements)
    touching = Q(agreement__in=numbers) | Q(target__in=numbers)
    rows = Link.objects.filter(held_at(known_at), touching).order_by("pk")
    return [_Tie(*row) for row in rows.values_list("agreement", "kind", "target", "rank")]


def _add_history(facts: Mapping[int, Facts], known_at: datetime | None) -> None:
    for held, versions in history.read_all(list(facts)):
        known = [v for v in versions if known_at is None or v.at <= known_at]
        steps = zip([None, *known], known, strict=False)
        facts[held.agreement.pk]["history"] = [
            _version(held, before, after) for before, after in steps
        ]


def _version(held: Holding, before: Version | None, after: Version) -> Facts:
    differences = history.differences(held, before.at if before else None, after.at)
    decision = after.decision
    other = decision.agreement_id if decision.agreement_id != held.agreement.pk else None
    return {
        "version": after.number,
        "decision": telling.decided(decision),
        "reason": decision.reason or None,
        "other": None if other is None else Agreement(pk=other).key,
        "is_held": history.is_held(held, after.at),
        "changes": [_change(difference) for difference in differences],
    }


def _change(difference: Difference) -> Facts:
    (about, *_) = chain(filter(None, (difference.after, difference.before)))
    return {
        "change": difference.change,
        "statement": type(about).__name__.lower(),
        "before": _said(difference.before),
        "after": _said(difference.after),
        "evidence_gained": [telling.evidence(e) for e in difference.gained],
        "evidence_lost": [telling.evidence(e) for e in difference.lost],
    }


def _said(statement: Statement | None) -> Facts | None:
    return None if statement is None else telling.what(statement) | {"rank": statement.rank}
