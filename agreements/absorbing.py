"""Decide how what is held of one agreement joins what is held of another that is the same."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field

from agreements.comparing import agrees, is_rival, may_stand_beside, refines
from agreements.holding import Holding
from agreements.merging import Opening, Plan
from agreements.models import Evidence, Link, Rank, Statement


@dataclass(slots=True)
class _Joining:
    """The plan in the making; `known` is what is held, or would be, of the agreement that stays."""

    held: Holding
    known: list[Statement]
    plan: Plan = field(default_factory=Plan)
    brought: dict[int, tuple[Statement, list[Evidence]]] = field(default_factory=dict)

    def bring(self, statement: Statement, evidence: Iterable[Evidence]) -> None:
        """Add those places and works to the statement that it doesn't rest on yet."""
        _, given = self.brought.setdefault(id(statement), (statement, []))
        there = {_place(e) for e in (*getattr(statement, "shown", ()), *given)}
        given += [e for e in evidence if _place(e) not in there]

    def open(self, new: Statement, evidence: Iterable[Evidence]) -> None:
        """Hold the statement from now on."""
        self.plan.openings.append(Opening(new, []))
        self.known.append(new)
        self.bring(new, evidence)

    def take_over(self, old: Statement, new: Statement, evidence: Iterable[Evidence]) -> None:
        """Let `new`, which says more, stand for `old` and keep its evidence."""
        self.plan.take_over(old, new)
        self.known[self.known.index(old)] = new
        new.shown = list(getattr(old, "shown", ()))
        _, given = self.brought.pop(id(old), (old, []))
        self.bring(new, [*given, *evidence])


def absorb(held: Holding, other: Holding) -> Plan:
    """Plan how the statements of `other` join those of `held`; asks nothing of the database.

    What is held already gains the evidence, what is said more exactly takes the old one's place,
    and what contradicts stands beside it as contested. What was contested stays so. Links between
    the two go: an agreement has none to itself. Those of `other` are all to be closed.
    """
    known: list[Statement] = [*held.milestones, *held.commitments, *held.terms, *held.links]
    inner = [link for link in held.links if link.target_id == other.agreement.pk]
    joining = _Joining(held, [s for s in known if s not in inner])
    joining.plan.closings += inner
    for old in _statements(other):
        if isinstance(old, Link) and old.target_id == held.agreement.pk:
            continue
        _join(joining, old)
    joining.plan.copies = [(s, given) for s, given in joining.brought.values() if given]
    return joining.plan


def _statements(other: Holding) -> list[Statement]:
    """Return what is held of it, what speaks for it first."""
    rows = [*other.milestones, *other.commitments, *other.terms, *other.links]
    return sorted(rows, key=lambda row: row.rank != Rank.PREFERRED)


def _join(joining: _Joining, old: Statement) -> None:
    new = _copy(old, joining.held)
    rivals = [s for s in joining.known if is_rival(s, new)]
    rivals.sort(key=lambda s: s.slot() != new.slot())
    same = next((s for s in rivals if isinstance(s, Link) or agrees(s, new)), None)
    if same is not None:
        joining.bring(same, old.shown)
        return
    preferred = next((s for s in rivals if s.rank == Rank.PREFERRED), None)
    if preferred is None or may_stand_beside(new) or new.rank != Rank.PREFERRED:
        joining.open(new, old.shown)
    elif refines(preferred, new):
        joining.take_over(preferred, new, old.shown)
    else:
        new.rank = Rank.CONTESTED
        joining.open(new, old.shown)


def _copy(old: Statement, held: Holding) -> Statement:
    new = copy(old)
    new.pk, new.known_to, new.closed_by, new.restores = None, None, None, None
    new.agreement = held.agreement
    new.shown = []
    return new


def _place(evidence: Evidence) -> tuple[object, ...]:
    return (
        (evidence.document_id, evidence.start, evidence.end),
        (evidence.citation, evidence.citation_url),
        (evidence.judgement, evidence.author_id),
    )
