"""Decide what a proposal changes in what we hold: what opens, what closes, what gains evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

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


@dataclass(frozen=True, slots=True)
class Opening:
    """A statement to be held from now on; `inherits` names one whose evidence it takes over."""

    statement: Statement
    sources: tuple[Source, ...]
    inherits: Statement | None = None


@dataclass(slots=True)
class Plan:
    """What is to be done to one agreement's statements."""

    openings: list[Opening] = field(default_factory=list)
    closings: list[Statement] = field(default_factory=list)
    supports: list[tuple[Statement, tuple[Source, ...]]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is to be done."""
        return not (self.openings or self.closings or self.supports)


def merge(
    held: Holding, proposed: Iterable[ProposedStatement], *, document_id: int | None, told_on: date
) -> Plan:
    """Plan how the proposed statements join those held of the same agreement.

    What is held already gains the new evidence, what is said more exactly takes the old one's
    place, what contradicts stands beside it as contested. Evidence that is there already is not
    doubled, so the same proposal a second time plans nothing. `told_on` is the day of the source:
    what it says has happened had happened by then. Quotes are of the document `document_id`.
    """
    plan = Plan()
    known: list[Statement] = [*held.milestones, *held.commitments, *held.terms]
    for item in proposed:
        statement = _statement(item, told_on)
        statement.agreement = held.agreement
        _join(plan, known, statement, item.sources, document_id)
    return plan


def _join(
    plan: Plan,
    known: list[Statement],
    new: Statement,
    sources: tuple[Source, ...],
    document_id: int | None,
) -> None:
    rivals = [s for s in known if _about_the_same(s, new)]
    same = next((s for s in rivals if _agrees(s, new)), None)
    if same is not None:
        fresh = tuple(s for s in sources if not _has(same, s, document_id))
        if fresh and same.pk is None:
            opening = next(o for o in plan.openings if o.statement is same)
            plan.openings[plan.openings.index(opening)] = Opening(same, (*opening.sources, *fresh))
        elif fresh:
            plan.supports.append((same, fresh))
        return
    preferred = next((s for s in rivals if s.rank == Rank.PREFERRED), None)
    if preferred is not None and not _may_stand_beside(new):
        if preferred.pk is not None and _refines(preferred, new):
            plan.closings.append(preferred)
            known.remove(preferred)
            plan.openings.append(Opening(new, sources, inherits=preferred))
            known.append(new)
            return
        new.rank = Rank.CONTESTED
    plan.openings.append(Opening(new, sources))
    known.append(new)


def _about_the_same(old: Statement, new: Statement) -> bool:
    """Tell whether both speak of one thing; who owes it may be stated by only one of them."""
    if isinstance(old, Commitment) and isinstance(new, Commitment):
        unstated = Commitment.Direction.NOT_STATED in (old.direction, new.direction)
        return old.type_id == new.type_id and (unstated or old.slot() == new.slot())
    return type(old) is type(new) and old.slot() == new.slot()


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
    same_sum = new.amount is None or (old.amount, old.currency) == (new.amount, new.currency)
    return old.held == new.held and firm_enough and same_sum


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
    if new.direction == Commitment.Direction.NOT_STATED:
        new.direction, new.debtor, new.creditor = old.direction, old.debtor, old.creditor
    if old.held != new.held or (old.amount is not None and new.amount not in (None, old.amount)):
        return False
    if new.amount is None:
        new.amount, new.currency, new.period = old.amount, old.currency, old.period
    new.condition = new.condition or old.condition
    return True


def _days(milestone: Milestone) -> Bounds:
    return Bounds(milestone.earliest, milestone.latest)


def _alike(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()


def _has(statement: Statement, source: Source, document_id: int | None) -> bool:
    """Tell whether the statement already rests on this source; new ones rest on nothing yet."""
    shown: Sequence[Evidence] = getattr(statement, "shown", ())
    if isinstance(source, Quote):
        places = {(e.document_id, e.start, e.end) for e in shown}
        return (document_id, source.start, source.end) in places
    if isinstance(source, Citation):
        return any((e.citation, e.citation_url) == (source.text, source.url) for e in shown)
    return any((e.judgement, e.author_id) == (source.text, source.author_id) for e in shown)


def _statement(item: ProposedStatement, told_on: date) -> Statement:
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


def _milestone(item: ProposedMilestone, told_on: date) -> Milestone:
    fields: dict[str, Any] = {}
    if item.date:
        days = bounds(item.date)
        fields = {"earliest": days.earliest, "latest": days.latest}
    latest = fields.get("latest") or told_on
    return Milestone(
        kind=item.kind,
        date=item.date,
        is_expected=item.is_expected,
        party_id=item.party,
        place=item.place,
        wording=item.wording,
        happened_by=None if item.is_expected else min(latest, told_on),
        **fields,
    )
