"""Decide what a proposal changes in what we hold: what opens, what closes, what gains evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from agreements.edtf import Bounds, bounds
from agreements.folding import Holding
from agreements.models import (
    REPEATABLE,
    SEVERAL,
    Commitment,
    Evidence,
    Milestone,
    Rank,
    Statement,
    Strength,
    Term,
)
from agreements.proposal import (
    Citation,
    ProposedCommitment,
    ProposedMilestone,
    ProposedStatement,
    Quote,
    Source,
)

_FIRMNESS: Final = {Strength.MENTIONED: 1, Strength.INTENT: 2, Strength.DUTY: 3}


@dataclass(slots=True)
class Opening:
    """A statement to be held from now on; `inherits` names one whose evidence it takes over."""

    statement: Statement
    sources: list[Source]
    inherits: Statement | None = None


@dataclass(slots=True)
class Plan:
    """What is to be done to one agreement's statements."""

    openings: list[Opening] = field(default_factory=list)
    closings: list[Statement] = field(default_factory=list)
    supports: list[tuple[Statement, list[Source]]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is to be done."""
        return not (self.openings or self.closings or self.supports)

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
    held: Holding, proposed: Iterable[ProposedStatement], *, document_id: int | None, told_on: date
) -> Plan:
    """Plan how the proposed statements join those held of the same agreement.

    What is held already gains the new evidence, what is said more exactly takes the old one's
    place, as does what the same cited work says now, and what contradicts stands beside it as
    contested. Evidence that is there already is not
    doubled, so the same proposal a second time plans nothing. `told_on` is the day of the source:
    what it says has happened had happened by then. Quotes are of the document `document_id`.

    Raises:
        EdtfError: a proposed date is none.
    """
    plan = Plan()
    known: list[Statement] = [*held.milestones, *held.commitments, *held.terms]
    for item in proposed:
        statement = as_statement(item, told_on)
        statement.agreement = held.agreement
        _join(plan, known, statement, item.sources, document_id)
    return plan


def as_statement(item: ProposedStatement, told_on: date) -> Milestone | Commitment | Term:
    """Return the row that the proposed statement would be, of no agreement yet and not stored.

    Raises:
        EdtfError: its date is none.
    """
    if isinstance(item, ProposedMilestone):
        return _milestone(item, told_on)
    if isinstance(item, ProposedCommitment):
        return Commitment(
            type_id=item.type,
            held=item.held,
            direction=item.direction,
            debtor_id=item.debtor,
            creditor_id=item.creditor,
            strength=item.strength,
            condition=item.condition,
            amount=item.amount,
            currency=item.currency,
            period=item.period,
            wording=item.wording,
        )
    return Term(name=item.name, value=item.value, wording=item.wording)


def is_rival(old: Statement, new: Statement) -> bool:
    """Tell whether both speak of one thing; who owes it may be stated by only one of them."""
    if isinstance(old, Commitment) and isinstance(new, Commitment):
        unstated = Commitment.Direction.NOT_STATED in (old.direction, new.direction)
        return old.type_id == new.type_id and (unstated or old.slot() == new.slot())
    return type(old) is type(new) and old.slot() == new.slot()


def _join(
    plan: Plan,
    known: list[Statement],
    new: Statement,
    sources: tuple[Source, ...],
    document_id: int | None,
) -> None:
    rivals = [s for s in known if is_rival(s, new)]
    rivals.sort(key=lambda s: s.slot() != new.slot())
    same = next((s for s in rivals if _agrees(s, new)), None)
    if same is not None:
        plan.support(same, sources, document_id)
        return
    preferred = next((s for s in rivals if s.rank == Rank.PREFERRED), None)
    if preferred is not None and not _may_stand_beside(new):
        if _refines(preferred, new):
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


def _corrects(old: Statement, sources: tuple[Source, ...]) -> bool:
    """Tell whether the same cited works, and nothing else, said `old` before and say otherwise."""
    shown: Sequence[Evidence] = getattr(old, "shown", ())
    works = {(s.text, s.url) for s in sources if isinstance(s, Citation)}
    said = {(e.citation, e.citation_url) for e in shown}
    return old.pk is not None and bool(said) and said == works


def _may_stand_beside(new: Statement) -> bool:
    if isinstance(new, Milestone):
        return new.kind in REPEATABLE
    return isinstance(new, Term) and new.name in SEVERAL


def _agrees(old: Statement, new: Statement) -> bool:
    """Tell whether `old` already says all that `new` says."""
    if isinstance(old, Milestone) and isinstance(new, Milestone):
        return _milestone_agrees(old, new)
    if isinstance(old, Commitment) and isinstance(new, Commitment):
        return _commitment_agrees(old, new)
    return isinstance(old, Term) and isinstance(new, Term) and _alike(old.value, new.value)


def _milestone_agrees(old: Milestone, new: Milestone) -> bool:
    if new.kind in REPEATABLE and old.date != new.date:
        return False
    exact_enough = not new.date or (bool(old.date) and _days(old).within(_days(new)))
    return exact_enough and (not new.place or _alike(old.place, new.place))


def _commitment_agrees(old: Commitment, new: Commitment) -> bool:
    if new.direction not in (old.direction, Commitment.Direction.NOT_STATED):
        return False
    firm_enough = _FIRMNESS[Strength(old.strength)] >= _FIRMNESS[Strength(new.strength)]
    says_sum = new.amount is None or _sum(old) == _sum(new)
    says_condition = bool(old.condition) or not new.condition
    return old.held == new.held and firm_enough and says_sum and says_condition


def _refines(old: Statement, new: Statement) -> bool:
    """Tell whether `new` says what `old` does, but more; takes over what only `old` said."""
    if isinstance(old, Milestone) and isinstance(new, Milestone):
        return _refines_milestone(old, new)
    if isinstance(old, Commitment) and isinstance(new, Commitment):
        return _refines_commitment(old, new)
    return False


def _refines_milestone(old: Milestone, new: Milestone) -> bool:
    if old.date and new.date and not _days(old).meet(_days(new)):
        return False
    if old.place and new.place and not _alike(old.place, new.place):
        return False
    if not new.date or (old.date and _days(old).within(_days(new))):
        new.date, new.earliest, new.latest = old.date, old.earliest, old.latest
        new.happened_by = old.happened_by
    new.place = new.place or old.place
    return True


def _refines_commitment(old: Commitment, new: Commitment) -> bool:
    one_sum = None in (old.amount, new.amount) or _sum(old) == _sum(new)
    if old.held != new.held or not one_sum:
        return False
    if new.direction == Commitment.Direction.NOT_STATED:
        new.direction = old.direction
        new.debtor_id, new.creditor_id = old.debtor_id, old.creditor_id
    new.strength = max(old.strength, new.strength, key=lambda each: _FIRMNESS[Strength(each)])
    if new.amount is None:
        new.amount, new.currency, new.period = old.amount, old.currency, old.period
    new.condition = new.condition or old.condition
    return True


def _sum(commitment: Commitment) -> tuple[Decimal | None, str]:
    return commitment.amount, commitment.currency


def _days(milestone: Milestone) -> Bounds:
    return Bounds(milestone.earliest, milestone.latest)


def _alike(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()


def _has(statement: Statement | None, source: Source, document_id: int | None) -> bool:
    """Tell whether the statement, one of a `Holding`, already rests on this source."""
    shown: Sequence[Evidence] = getattr(statement, "shown", ())
    if isinstance(source, Quote):
        places = {(e.document_id, e.start, e.end) for e in shown}
        return (document_id, source.start, source.end) in places
    if isinstance(source, Citation):
        return any((e.citation, e.citation_url) == (source.text, source.url) for e in shown)
    return any((e.judgement, e.author_id) == (source.text, source.author_id) for e in shown)


def _milestone(item: ProposedMilestone, told_on: date) -> Milestone:
    days = bounds(item.date) if item.date else Bounds(None, None)
    happened_by = max(min(days.latest or told_on, told_on), days.earliest or date.min)
    return Milestone(
        kind=item.kind,
        date=item.date,
        is_expected=item.is_expected,
        party_id=item.party,
        place=item.place,
        wording=item.wording,
        earliest=days.earliest,
        latest=days.latest,
        happened_by=None if item.is_expected else happened_by,
    )
