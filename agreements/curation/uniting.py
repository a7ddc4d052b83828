"""Merge two agreements that are one; the other's key goes on leading to the one that stays."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.utils.translation import gettext

from agreements import ledger
from agreements.absorbing import absorb
from agreements.curation.claiming import one_change
from agreements.curation.targets import still_held
from agreements.curation.versions import record_numbers
from agreements.holding import Holding
from agreements.models import Agreement, Decision, Draft, Statement
from agreements.verdicts import CurationError


def merge_agreements(
    merged: Agreement,
    into: Agreement,
    editor: User,
    *,
    reason: str = "",
    records: Mapping[str, int] | None = None,
    seconds: float | None = None,
) -> Decision:
    """Close all that is held of `merged`, and hold it of `into`; undoing brings it all back.

    What both say gains the other's evidence, and what contradicts stands contested. Open drafts
    about the merged one are about the other from then on. `records` are the numbers of what was
    held of the two, by key, when the editor looked (`curation.versions`).

    Raises:
        CurationError: the two can't be merged, or have changed since; nothing was changed.
    """
    with one_change():
        if merged == into:
            raise CurationError(
                gettext("%(key)s can't be merged into itself: choose another agreement.")
                % {"key": merged.key}
            )
        closing, staying = _held(merged), still_held(into)
        _check(closing.agreement, staying.agreement)
        _check_records(closing.agreement, records or {})
        drafts = _point_on(closing.agreement, staying.agreement)
        decision = Decision(
            verb=Decision.Verb.MERGE,
            editor=editor,
            agreement=closing.agreement,
            reason=reason.strip(),
            before={},
            after={"into": staying.agreement.key, "drafts": drafts},
            seconds=seconds,
        )
        plan = absorb(staying, closing)
        plan.closings += _statements(closing)
        with ledger.entry(decision) as made:
            ledger.carry_out(made, [plan])
            closing.agreement.merged_into = staying.agreement
            closing.agreement.save(update_fields=["merged_into"])
            return made.decision


def _held(merged: Agreement) -> Holding:
    now = Agreement.objects.select_related("merged_into").get(pk=merged.pk)
    if now.merged_into is not None:
        raise CurationError(
            gettext("%(key)s was merged into %(key2)s already.")
            % {"key": now.key, "key2": now.merged_into.key}
        )
    return still_held(now)


def _check(merged: Agreement, into: Agreement) -> None:
    pairs = {(a.first_party_id, a.second_party_id) for a in (merged, into)}
    if len(pairs) > 1:
        raise CurationError(
            gettext(
                "%(key)s and %(key2)s are between other parties: only agreements of the "
                "same two parties can be one."
            )
            % {"key": merged.key, "key2": into.key}
        )
    mine, theirs = merged.framework_id, into.framework_id
    if mine and not theirs:
        raise CurationError(
            gettext(
                "%(key)s belongs to the framework %(mine)s, and %(key2)s to none: merge "
                "%(key2)s into %(key)s instead."
            )
            % {"key": merged.key, "mine": mine, "key2": into.key}
        )
    if mine and mine != theirs:
        raise CurationError(
            gettext(
                "%(key)s belongs to the framework %(mine)s, and %(key2)s to %(theirs)s: "
                "they can't be the same agreement."
            )
            % {"key": merged.key, "mine": mine, "key2": into.key, "theirs": theirs}
        )


def _check_records(merged: Agreement, records: Mapping[str, int]) -> None:
    now = record_numbers((merged.first_party_id, merged.second_party_id))
    changed = [key for key, number in records.items() if now.get(key) != number]
    if changed:
        raise CurationError(
            gettext(
                "%(names)s changed since you opened this page: look at the two again, "
                "then merge them."
            )
            % {"names": " and ".join(changed)}
        )


def _point_on(merged: Agreement, into: Agreement) -> list[int]:
    drafts = Draft.objects.filter(match=merged, state=Draft.State.OPEN)
    numbers = list(drafts.order_by("pk").values_list("pk", flat=True))
    Draft.objects.filter(pk__in=numbers).update(match=into)
    return numbers


def _statements(closing: Holding) -> list[Statement]:
    return [*closing.milestones, *closing.commitments, *closing.terms, *closing.links]
