"""Take back what a decision did to the statements that are held."""

from collections.abc import Iterable
from typing import TypeVar

from agreements import ledger
from agreements.comparing import is_rival
from agreements.folding import holdings
from agreements.models import Decision, Evidence, Rank, Statement
from agreements.verdicts import BuiltUponError

HeldRow = TypeVar("HeldRow", Statement, Evidence)


def roll_back(made: ledger.Entry, decision: Decision) -> None:
    """Close what the decision opened, hold again what it closed.

    Raises:
        BuiltUponError: a later decision that stands builds on it.
    """
    opened, closed = _opened(decision), _closed(decision)
    supports = _supports(decision)
    ledger.close(made, opened)
    ledger.withdraw(made, supports)
    for statement, evidence in closed:
        ledger.reopen(made, statement, evidence)


def _opened(decision: Decision) -> list[Statement]:
    """Return what is held today of what the decision opened, undone changes seen through.

    Raises:
        BuiltUponError: a decision that stands has changed, supported or contested some of it since.
    """
    opened: list[Statement] = [
        _live(first)
        for model in ledger.STATEMENT_MODELS
        for first in model.objects.filter(decision=decision, restores=None).order_by("pk")
    ]
    for statement in opened:
        for evidence in statement.evidence.filter(known_to=None).select_related("restores"):
            if (evidence.restores or evidence).decision_id != decision.pk:
                raise BuiltUponError((evidence.restores or evidence).decision)
    _check_uncontested(decision, opened)
    return opened


def _live(first: HeldRow) -> HeldRow:
    """Return the row in which this is held today, undos seen through.

    Raises:
        BuiltUponError: a decision that stands has closed it.
    """
    last = first.restored_by.order_by("pk").last() or first
    if last.known_to is not None:
        raise BuiltUponError(last.closed_by)
    return last


def _check_uncontested(decision: Decision, opened: Iterable[Statement]) -> None:
    """Refuse to leave a later statement contested by nothing."""
    for held in holdings(sorted({s.agreement_id for s in opened})):
        for contested in (*held.milestones, *held.commitments, *held.terms):
            first = contested.restores or contested
            is_later = contested.rank == Rank.CONTESTED and first.known_from > decision.at
            if is_later and any(is_rival(statement, contested) for statement in opened):
                raise BuiltUponError(first.decision)


def _closed(decision: Decision) -> list[tuple[Statement, list[Evidence]]]:
    return [
        (statement, list(statement.evidence.filter(closed_by=decision).order_by("pk")))
        for model in ledger.STATEMENT_MODELS
        for statement in model.objects.filter(closed_by=decision).order_by("pk")
    ]


def _supports(decision: Decision) -> list[Evidence]:
    """Return, as held today, the evidence that the decision added to statements of others.

    Raises:
        BuiltUponError: a decision that stands has closed such a statement since.
    """
    added = Evidence.objects.filter(decision=decision, restores=None).select_related(
        "milestone", "commitment", "term", "link"
    )
    return [_live(e) for e in added.order_by("pk") if e.statement.decision_id != decision.pk]
