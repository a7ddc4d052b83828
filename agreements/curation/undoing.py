"""Take decisions back: by more rows, never by fewer."""

from collections.abc import Iterable
from typing import Final, TypeVar

from django.contrib.auth.models import User

from agreements import ledger
from agreements.comparing import is_rival
from agreements.curation import second
from agreements.curation.claiming import one_change
from agreements.folding import holdings
from agreements.models import Agreement, Decision, Draft, Evidence, Rank, Statement
from agreements.verdicts import CurationError

_OF_DRAFTS: Final = (Decision.Verb.APPROVE, Decision.Verb.REJECT, Decision.Verb.SECOND)
HeldRow = TypeVar("HeldRow", Statement, Evidence)


def undo(decision_id: int, editor: User) -> Decision:
    """Take back a decision on a draft: close what it opened, hold again what it closed.

    Nothing is deleted; the draft waits in the queue again.

    Raises:
        CurationError: it is undone already, was not a decision on a draft, or a later decision
            builds on it.
    """
    with one_change():
        decision = Decision.objects.select_related("draft").get(pk=decision_id)
        for later in Decision.objects.filter(after__with=decision.pk, undone_by=None):
            undo(later.pk, editor)
        draft = _reopened_draft(decision)
        taking_back = Decision(verb=Decision.Verb.UNDO, editor=editor, draft=draft, undoes=decision)
        with ledger.entry(taking_back) as made:
            opened, closed = _opened(decision), _closed(decision)
            supports = _supports(decision)
            ledger.close(made, opened)
            ledger.withdraw(made, supports)
            for statement, evidence in closed:
                ledger.reopen(made, statement, evidence)
            draft.match = None if _is_empty(draft.match) else draft.match
            draft.save(update_fields=["match", "state", "version", "revised", "revised_by"])
            return made.decision


def _reopened_draft(decision: Decision) -> Draft:
    if decision.verb not in _OF_DRAFTS or decision.draft is None:
        raise CurationError("Only decisions on drafts can be undone.")
    # Locked before it is looked at: of two who undo at once, the second then sees the first.
    draft = Draft.objects.select_for_update().get(pk=decision.draft.pk)
    if Decision.objects.filter(undoes=decision).exists():
        raise CurationError("This decision has been undone already.")
    if draft.decisions.exclude(verb=Decision.Verb.UNDO).first() != decision:
        raise CurationError("The draft has been decided anew since: undo that first.")
    draft.state = second.take_back(draft, decision)
    draft.version += 1
    return draft


def _opened(decision: Decision) -> list[Statement]:
    """Return what is held today of what the decision opened, undone changes seen through.

    Raises:
        CurationError: a decision that stands has changed, supported or contested some of it since.
    """
    opened: list[Statement] = [
        _live(first)
        for model in ledger.STATEMENT_MODELS
        for first in model.objects.filter(decision=decision, restores=None).order_by("pk")
    ]
    for statement in opened:
        for evidence in statement.evidence.filter(known_to=None).select_related("restores"):
            if (evidence.restores or evidence).decision_id != decision.pk:
                raise _built_upon((evidence.restores or evidence).decision)
    _check_uncontested(decision, opened)
    return opened


def _live(first: HeldRow) -> HeldRow:
    """Return the row in which this is held today, undos seen through.

    Raises:
        CurationError: a decision that stands has closed it.
    """
    last = first.restored_by.order_by("pk").last() or first
    if last.known_to is not None:
        raise _built_upon(last.closed_by)
    return last


def _check_uncontested(decision: Decision, opened: Iterable[Statement]) -> None:
    """Refuse to leave a later statement contested by nothing."""
    for held in holdings(sorted({s.agreement_id for s in opened})):
        for contested in (*held.milestones, *held.commitments, *held.terms):
            first = contested.restores or contested
            is_later = contested.rank == Rank.CONTESTED and first.known_from > decision.at
            if is_later and any(is_rival(statement, contested) for statement in opened):
                raise _built_upon(first.decision)


def _built_upon(later: Decision | None) -> CurationError:
    draft = later.draft if later else None
    about = (
        f" on \N{LEFT DOUBLE QUOTATION MARK}{draft.document}\N{RIGHT DOUBLE QUOTATION MARK}"
        if draft
        else ""
    )
    return CurationError(f"A later decision{about} ({later}) builds on this one: undo it first.")


def _closed(decision: Decision) -> list[tuple[Statement, list[Evidence]]]:
    return [
        (statement, list(statement.evidence.filter(closed_by=decision).order_by("pk")))
        for model in ledger.STATEMENT_MODELS
        for statement in model.objects.filter(closed_by=decision).order_by("pk")
    ]


def _supports(decision: Decision) -> list[Evidence]:
    """Return, as held today, the evidence that the decision added to statements of others.

    Raises:
        CurationError: a decision that stands has closed such a statement since.
    """
    added = Evidence.objects.filter(decision=decision, restores=None).select_related(
        "milestone", "commitment", "term", "link"
    )
    return [_live(e) for e in added.order_by("pk") if e.statement.decision_id != decision.pk]


def _is_empty(agreement: Agreement | None) -> bool:
    if agreement is None:
        return True
    (held,) = holdings([agreement.pk])
    return held.is_empty
