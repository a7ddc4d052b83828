"""Decide what a proposal changes in what we hold: what opens, what closes, what gains evidence."""

from collections.abc import Collection, Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from agreements.comparing import agrees, as_statement, is_rival, may_stand_beside, refines
from agreements.holding import Holding
from agreements.models import Evidence, Rank, Statement
from agreements.proposal import Citation, ProposedStatement, Quote, Source


class Effect(StrEnum):
    """What a proposed statement does to what is held."""

    ADDS = "adds"
    SUPPORTS = "supports"
    REFINES = "refines"
    CONTESTS = "contests"


@dataclass(slots=True)
class Opening:
    """A statement to be held from now on; `inherits` names one whose evidence it takes over."""

    statement: Statement
    sources: list[Source]
    inherits: Statement | None = None


@dataclass(slots=True)
class Plan:
    """What is to be done to one agreement's statements.

    `copies` are evidence held for other statements that is to be held for these too.
    """

    openings: list[Opening] = field(default_factory=list)
    closings: list[Statement] = field(default_factory=list)
    supports: list[tuple[Statement, list[Source]]] = field(default_factory=list)
    copies: list[tuple[Statement, list[Evidence]]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is to be done."""
        return not (self.openings or self.closings or self.supports or self.copies)

    def opening_of(self, statement: Statement) -> Opening | None:
        """Return the opening of a statement that this plan opens."""
        return next((o for o in self.openings if o.statement is statement), None)

    def support(
        self, statement: Statement, sources: Iterable[Source], document_id: int | None
    ) -> None:
        """Add those of the sources that the statement doesn't rest on yet."""
        opening = self.opening_of(statement)
        brought = opening.sources if opening else self._brought(statement)
        held = opening.inherits if opening else statement
        fresh = [
            s for s in dict.fromkeys(sources) if s not in brought and not _has(held, s, document_id)
        ]
        if fresh and not brought and opening is None:
            self.supports.append((statement, brought))
        brought += fresh

    def take_over(self, old: Statement, new: Statement) -> None:
        """Let `new` stand for `old` and keep its evidence."""
        opening = self.opening_of(old)
        if opening is not None:
            opening.statement = new
            return
        self.openings.append(Opening(new, self._brought(old), inherits=old))
        self.supports = [(s, given) for s, given in self.supports if s is not old]
        self.closings.append(old)

    def _brought(self, statement: Statement) -> list[Source]:
        return next((given for s, given in self.supports if s is statement), [])


def merge(
    held: Holding,
    proposed: Iterable[ProposedStatement],
    *,
    document_id: int | None,
    told_on: date,
    speaking: Collection[int] = (),
) -> Plan:
    """Plan how the proposed statements join those held of the same agreement.

    What is held already gains the new evidence, what is said more exactly takes the old one's
    place, as does what the same cited work says now, and what contradicts stands beside it as
    contested. Evidence that is there already is not
    doubled, so the same proposal a second time plans nothing. `told_on` is the day of the source:
    what it says has happened had happened by then. Quotes are of the document `document_id`. At the
    places `speaking` an editor lets what contradicts speak: then what was held is contested.

    Raises:
        EdtfError: a proposed date is none.
    """
    plan = Plan()
    known: list[Statement] = [*held.milestones, *held.commitments, *held.terms]
    for place, item in enumerate(proposed):
        statement = as_statement(item, told_on)
        statement.agreement = held.agreement
        _join(plan, known, statement, item.sources, document_id)
        if place in speaking and statement.rank == Rank.CONTESTED:
            _let_speak(plan, known, statement)
    return plan


def foresee(
    held: Holding,
    proposed: Iterable[ProposedStatement],
    *,
    document_id: int | None,
    told_on: date,
) -> list[Effect]:
    """Tell what each of the statements, by itself, would do to what is held.

    Raises:
        EdtfError: a proposed date is none.
    """
    plans = (merge(held, [s], document_id=document_id, told_on=told_on) for s in proposed)
    return [_effect(plan) for plan in plans]


def _effect(plan: Plan) -> Effect:
    if not plan.openings:
        return Effect.SUPPORTS
    if plan.closings:
        return Effect.REFINES
    is_contested = plan.openings[0].statement.rank == Rank.CONTESTED
    return Effect.CONTESTS if is_contested else Effect.ADDS


def _join(
    plan: Plan,
    known: list[Statement],
    new: Statement,
    sources: tuple[Source, ...],
    document_id: int | None,
) -> None:
    rivals = [s for s in known if is_rival(s, new)]
    rivals.sort(key=lambda s: s.slot() != new.slot())
    same = next((s for s in rivals if agrees(s, new)), None)
    if same is not None:
        plan.support(same, sources, document_id)
        return
    preferred = next((s for s in rivals if s.rank == Rank.PREFERRED), None)
    if preferred is not None and not may_stand_beside(new):
        if refines(preferred, new):
            plan.take_over(preferred, new)
            plan.support(new, sources, document_id)
            known[known.index(preferred)] = new
            return
        if _corrects(preferred, sources):
            plan.closings.append(preferred)
            known.remove(preferred)
        else:
            new.rank = Rank.CONTESTED
    plan.openings.append(Opening(new, []))
    plan.support(new, sources, document_id)
    known.append(new)


def _let_speak(plan: Plan, known: list[Statement], new: Statement) -> None:
    """Let a contested statement be preferred, and contest the one that was."""
    preferred = next(s for s in known if is_rival(s, new) and s.rank == Rank.PREFERRED)
    contested = copy(preferred)
    contested.rank, new.rank = Rank.CONTESTED, Rank.PREFERRED
    if preferred.pk is not None:
        contested.pk = contested.restores_id = None
    plan.take_over(preferred, contested)
    known[known.index(preferred)] = contested


def _corrects(old: Statement, sources: tuple[Source, ...]) -> bool:
    """Tell whether the same cited works, and nothing else, said `old` before and say otherwise."""
    shown: Sequence[Evidence] = getattr(old, "shown", ())
    works = {(s.text, s.url) for s in sources if isinstance(s, Citation)}
    said = {(e.citation, e.citation_url) for e in shown}
    return old.pk is not None and bool(said) and said == works


def _has(statement: Statement | None, source: Source, document_id: int | None) -> bool:
    """Tell whether the statement, one of a `Holding`, already rests on this source."""
    shown: Sequence[Evidence] = getattr(statement, "shown", ())
    if isinstance(source, Quote):
        places = {(e.document_id, e.start, e.end) for e in shown}
        return (document_id, source.start, source.end) in places
    if isinstance(source, Citation):
        return any((e.citation, e.citation_url) == (source.text, source.url) for e in shown)
    return any((e.judgement, e.author_id) == (source.text, source.author_id) for e in shown)
