"""Compare two statements: do they speak of one thing, and what does the newer one add?"""

from datetime import date
from decimal import Decimal
from typing import Final

from agreements.edtf import Bounds, bounds
from agreements.models import (
    REPEATABLE,
    SEVERAL,
    Commitment,
    Milestone,
    Statement,
    Strength,
    Term,
)
from agreements.proposal import ProposedCommitment, ProposedMilestone, ProposedStatement

_FIRMNESS: Final = {Strength.MENTIONED: 1, Strength.INTENT: 2, Strength.DUTY: 3}


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


def may_stand_beside(new: Statement) -> bool:
    """Tell whether several such statements may be held side by side."""
    if isinstance(new, Milestone):
        return new.kind in REPEATABLE
    return isinstance(new, Term) and new.name in SEVERAL


def agrees(old: Statement, new: Statement) -> bool:
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


def refines(old: Statement, new: Statement) -> bool:
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
