"""Put drafts and agreements back as they were before a decision."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib.auth.models import User
from django.utils.translation import gettext

from agreements.curation import again, noting, second
from agreements.curation.leases import has_other_holder
from agreements.curation.splitting import rejoined
from agreements.folding import holdings
from agreements.models import Agreement, Decision, Draft
from agreements.proposal import Proposal
from agreements.revision import Revision
from agreements.verdicts import BuiltUponError, CurationError


def put_back(decision: Decision, draft: Draft | None, editor: User) -> None:
    """Let the draft, or the agreement, of a decision be what it was.

    Raises:
        CurationError: somebody builds on what the decision made.
    """
    if draft is None:
        _unmerge(decision)
        return
    _PUT_BACK[Decision.Verb(decision.verb)](decision, draft, editor)
    draft.version += 1
    draft.save()


def _reopen(decision: Decision, draft: Draft, editor: User) -> None:
    """Let a decided draft wait again, and what waits behind it be about the same as before."""
    before = _before(decision)
    onto = draft.match
    draft.state = second.take_back(draft, decision)
    again.recall(draft)
    if decision.before is not None and "draft" in decision.before:
        draft.match = _standing(before.get("match"))
    elif onto is not None and _is_empty(onto):  # decided before decisions kept what was
        draft.match = None
    if "left_out" in before:
        revision = Revision.from_json(draft.revised).leaving_out(before["left_out"])
        draft.revised = revision.to_json()
    if onto is not None and onto != draft.match:
        behind = Draft.objects.filter(head=draft, state=Draft.State.OPEN, match=onto)
        behind.update(match=draft.match)


def _mark_no_duplicate(decision: Decision, draft: Draft, editor: User) -> None:
    after = decision.after or {}
    if "head" not in after:
        _reopen(decision, draft, editor)
        return
    draft.head_id = _before(decision).get("head")
    behind = Draft.objects.filter(pk__in=after.get("moved", ()), state=Draft.State.OPEN)
    behind.filter(head=after["head"]).update(head=draft)


def _bring_back(decision: Decision, draft: Draft, editor: User) -> None:
    draft.deferred_until = noting.read_moment(_before(decision).get("deferred_until"))


def _take_place(decision: Decision, draft: Draft, editor: User) -> None:
    draft.queued_at = noting.read_moment(_before(decision)["queued_at"]) or draft.queued_at


def _rejoin(decision: Decision, draft: Draft, editor: User) -> None:
    """Take back what was split off, with what was done to it since; the other draft is no more.

    Raises:
        BuiltUponError: the other draft has been decided.
        CurationError: somebody has the other draft open.
    """
    after = decision.after or {}
    other = Draft.objects.select_for_update(of=("self",)).get(pk=after["split_off"])
    later = other.decisions.filter(undone_by=None).exclude(verb=Decision.Verb.UNDO).first()
    if later is not None:
        raise BuiltUponError(later)
    if has_other_holder(other, editor):
        raise CurationError(
            gettext(
                "Somebody is reviewing draft %(pk)s, which was split off from this one: "
                "take it over first, or undo when it is free."
            )
            % {"pk": other.pk}
        )
    mine, theirs = Revision.from_json(draft.revised), Revision.from_json(other.revised)
    proposal = Proposal.from_json(draft.proposed)
    moved = frozenset(after["places"])
    draft.revised = rejoined(mine, theirs, proposal, moved, after["added"]).to_json()
    Draft.objects.filter(head=other, state=Draft.State.OPEN).update(head=draft)
    other.state = Draft.State.SUPERSEDED
    other.version += 1
    other.save(update_fields=["state", "version"])


def _unmerge(decision: Decision) -> None:
    agreement = decision.agreement
    if agreement is None:
        return
    into = agreement.merged_into
    agreement.merged_into = None
    agreement.save(update_fields=["merged_into"])
    numbers = (decision.after or {}).get("drafts", ())
    Draft.objects.filter(pk__in=numbers, state=Draft.State.OPEN, match=into).update(match=agreement)


_PUT_BACK: Final[Mapping[Decision.Verb, Callable[[Decision, Draft, User], None]]] = {
    Decision.Verb.APPROVE: _reopen,
    Decision.Verb.REJECT: _reopen,
    Decision.Verb.SECOND: _reopen,
    Decision.Verb.DUPLICATE: _mark_no_duplicate,
    Decision.Verb.DEFER: _bring_back,
    Decision.Verb.SEND_BACK: _take_place,
    Decision.Verb.SPLIT: _rejoin,
}
UNDOABLE: Final = frozenset({*_PUT_BACK, Decision.Verb.MERGE})


def _before(decision: Decision) -> dict[str, Any]:
    return dict((decision.before or {}).get("draft", {}))


def _standing(number: int | None) -> Agreement | None:
    """Return the agreement where something is held of it, or of what it was merged into."""
    agreement = Agreement.objects.filter(pk=number).first() if number else None
    while agreement is not None and agreement.merged_into is not None:
        agreement = agreement.merged_into
    return None if agreement is None or _is_empty(agreement) else agreement


def _is_empty(agreement: Agreement) -> bool:
    (held,) = holdings([agreement.pk])
    return held.is_empty
