"""What editors do: approve, reject, undo. Nothing else publishes."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final, TypeVar

from django.contrib.auth.models import User
from django.db import OperationalError, transaction
from django.db.models import Q
from django.utils import timezone
from psycopg.errors import DeadlockDetected, LockNotAvailable

from agreements import ledger
from agreements.checking import problems
from agreements.comparing import is_rival
from agreements.folding import holdings, status_spans
from agreements.joining import differing_titles, told_on
from agreements.merging import merge
from agreements.models import Agreement, Decision, Document, Draft, Evidence, Rank, Statement
from agreements.proposal import Proposal, ProposedMilestone
from agreements.verdicts import AlreadyDecidedError, CurationError, StaleDraftError, Verdict

__all__ = [
    "AlreadyDecidedError",
    "CurationError",
    "StaleDraftError",
    "Verdict",
    "approve",
    "reject",
    "take_lease",
    "undo",
]

HeldRow = TypeVar("HeldRow", Statement, Evidence)
LEASE: Final = timedelta(minutes=10)
_NOWHERE: Final = (
    "Nothing would say where the agreement stands: keep a milestone that has happened, "
    "or reject the draft."
)


def approve(draft_id: int, editor: User, verdict: Verdict) -> Decision:
    """Publish a draft: one transaction from the claim to the rebuilt card.

    Raises:
        AlreadyDecidedError: somebody was first.
        StaleDraftError: the draft changed since it was opened.
        CurationError: the verdict can't be carried out; nothing was changed.
    """
    with _one_change():
        draft = _claim(draft_id, verdict.version, Draft.State.APPROVED)
        proposal = Proposal.from_json(draft.proposed).without(frozenset(verdict.left_out))
        _check(proposal, draft.document)
        agreement = verdict.agreement or ledger.new_agreement(*proposal.parties)
        _check_pair(agreement, proposal)
        draft.match = agreement
        draft.revised = {"left_out": sorted(verdict.left_out)} if verdict.left_out else None
        draft.save(update_fields=["match", "revised"])
        decision = _publish(draft, agreement, proposal, editor)
        _approve_joined(decision, agreement, editor)
        return decision


def reject(draft_id: int, editor: User, *, version: int, reason: str) -> Decision:
    """Turn a draft down, with a reason.

    Raises:
        CurationError: no reason was given, somebody was first, or the draft changed.
    """
    if not reason.strip():
        raise CurationError("Say why the draft is rejected.")
    with _one_change():
        draft = _claim(draft_id, version, Draft.State.REJECTED)
        with ledger.entry(Decision.Verb.REJECT, editor, draft=draft, reason=reason.strip()) as made:
            return made.decision


def undo(decision_id: int, editor: User) -> Decision:
    """Take back a decision on a draft: close what it opened, hold again what it closed.

    Nothing is deleted; the draft waits in the queue again.

    Raises:
        CurationError: it is undone already, was not a decision on a draft, or a later decision
            builds on it.
    """
    with _one_change():
        decision = Decision.objects.select_related("draft").get(pk=decision_id)
        for later in Decision.objects.filter(after__with=decision.pk, undone_by=None):
            undo(later.pk, editor)
        draft = _reopened_draft(decision)
        with ledger.entry(Decision.Verb.UNDO, editor, draft=draft, undoes=decision) as made:
            opened, closed = _opened(decision), _closed(decision)
            supports = _supports(decision)
            ledger.close(made, opened)
            ledger.withdraw(made, supports)
            for statement, evidence in closed:
                ledger.reopen(made, statement, evidence)
            draft.match = None if _is_empty(draft.match) else draft.match
            draft.save(update_fields=["match", "state", "version"])
            return made.decision


def take_lease(draft: Draft, editor: User) -> bool:
    """Mark the draft as being looked at by this editor; False while somebody else is."""
    now = timezone.now()
    is_free = Q(lease_by=None) | Q(lease_by=editor) | Q(lease_until__lte=now)
    free = Draft.objects.filter(is_free, pk=draft.pk)
    return bool(free.update(lease_by=editor, lease_until=now + LEASE))


@contextmanager
def _one_change() -> Iterator[None]:
    """Do all of it or nothing; who waits too long for others' changes is told so."""
    try:
        with transaction.atomic():
            # Before any draft is claimed: two changes that lock in other orders would block both.
            ledger.take_turn()
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
            raise CurationError(
                "The record is being changed just now: try again in a moment."
            ) from error
        raise


def _publish(
    draft: Draft,
    agreement: Agreement,
    proposal: Proposal,
    editor: User,
    *,
    head: Decision | None = None,
) -> Decision:
    described: dict[str, object] = {
        "agreement": agreement.key,
        "statements": len(proposal.statements),
    }
    if head is not None:
        described["with"] = head.pk
    with ledger.entry(Decision.Verb.APPROVE, editor, draft=draft, describe=described) as made:
        (held,) = holdings([agreement.pk])
        plan = merge(
            held,
            proposal.statements,
            document_id=draft.document_id,
            told_on=told_on(draft.document, made.at.date()),
        )
        ledger.carry_out(made, [plan])
        (held,) = holdings([agreement.pk])
        if not status_spans(held.milestones):
            raise CurationError(_NOWHERE)
        return made.decision


def _approve_joined(head: Decision, agreement: Agreement, editor: User) -> None:
    """Let texts that say nothing else than the draft just approved add their words to it.

    Those that say more or otherwise wait in the queue, as news of the same agreement.
    """
    joined = Draft.objects.filter(head=head.draft, state=Draft.State.OPEN)
    for draft in joined.select_related("document").order_by("pk"):
        proposal = Proposal.from_json(draft.proposed)
        (held,) = holdings([agreement.pk])
        other = differing_titles(held, proposal, draft.document, head.at.date())
        if other is None:
            Draft.objects.filter(pk=draft.pk).update(match=agreement)
            continue
        claimed = _claim(draft.pk, draft.version, Draft.State.APPROVED)
        claimed.match = agreement
        claimed.revised = {"left_out": sorted(other)} if other else None
        claimed.save(update_fields=["match", "revised"])
        _publish(claimed, agreement, proposal.without(other), editor, head=head)


def _claim(draft_id: int, version: int, state: Draft.State) -> Draft:
    """Take the draft out of the queue, or say who did; compare and set, so no two can."""
    taken = Draft.objects.filter(pk=draft_id, state=Draft.State.OPEN, version=version)
    if taken.update(state=state, version=version + 1, lease_by=None, lease_until=None):
        return Draft.objects.select_related("document", "match").get(pk=draft_id)
    draft = Draft.objects.filter(pk=draft_id).first()
    if draft is None:
        raise CurationError("There is no such draft.")
    if draft.state == Draft.State.OPEN:
        raise StaleDraftError("The draft has changed since you opened it: look at it again.")
    raise AlreadyDecidedError(draft.decisions.select_related("editor").first())


def _check(proposal: Proposal, document: Document) -> None:
    if not any(isinstance(s, ProposedMilestone) for s in proposal.statements):
        raise CurationError(_NOWHERE)
    found = problems(proposal, document.text)
    if found:
        raise CurationError(" ".join(found))


def _check_pair(agreement: Agreement, proposal: Proposal) -> None:
    pair = (agreement.first_party_id, agreement.second_party_id)
    if pair != tuple(sorted(proposal.parties)):
        raise CurationError(f"{agreement.key} is between other parties than the draft.")


def _reopened_draft(decision: Decision) -> Draft:
    if decision.verb not in (Decision.Verb.APPROVE, Decision.Verb.REJECT) or decision.draft is None:
        raise CurationError("Only decisions on drafts can be undone.")
    # Locked before it is looked at: of two who undo at once, the second then sees the first.
    draft = Draft.objects.select_for_update().get(pk=decision.draft.pk)
    if Decision.objects.filter(undoes=decision).exists():
        raise CurationError("This decision has been undone already.")
    if draft.decisions.exclude(verb=Decision.Verb.UNDO).first() != decision:
        raise CurationError("The draft has been decided anew since: undo that first.")
    draft.state = Draft.State.OPEN
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
