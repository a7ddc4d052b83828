"""Fold the statements of one agreement into its facts, for any day and any moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from operator import itemgetter
from typing import Final

from agreements import reading
from agreements.holding import Holding, gather, speaks
from agreements.models import (
    Milestone,
    MilestoneKind,
    Status,
)

# Where each milestone takes an agreement, in the order in which an agreement passes through them.
_STAGES: Final = {
    MilestoneKind.PROPOSED: (1, Status.PROPOSED),
    MilestoneKind.ANNOUNCED: (1, Status.PROPOSED),
    MilestoneKind.NEGOTIATIONS_OPENED: (2, Status.NEGOTIATING),
    MilestoneKind.AGREED: (3, Status.AGREED),
    MilestoneKind.SIGNED: (4, Status.SIGNED),
    MilestoneKind.RATIFIED: (5, Status.RATIFIED),
    MilestoneKind.ENTERED_INTO_FORCE: (6, Status.IN_FORCE),
}
_ENDS: Final = {
    MilestoneKind.DENOUNCED: Status.TERMINATED,
    MilestoneKind.TERMINATED: Status.TERMINATED,
    MilestoneKind.EXPIRED: Status.EXPIRED,
}
# What takes an agreement somewhere from wherever it stands.
_TURNS: Final = _ENDS | {
    MilestoneKind.SUSPENDED: Status.SUSPENDED,
    MilestoneKind.RESUMED: Status.IN_FORCE,
    MilestoneKind.REJECTED: Status.REJECTED,
}
_LAST_STAGE: Final = 7


@dataclass(frozen=True, slots=True)
class Span:
    """The days of one status: `first_day` up to, not with, `end_day`; None goes on."""

    status: Status
    first_day: date
    end_day: date | None


def holdings(agreement_ids: Sequence[int]) -> list[Holding]:
    """Return what is held of each agreement now, in order of their numbers.

    Six queries, however many agreements; none for those that `reading_once` has kept.
    """
    kept = reading.of_record()
    missing = [number for number in agreement_ids if (Holding, number) not in kept]
    if missing:
        found = gather(missing)
        kept |= {(Holding, held.agreement.pk): held for held in found}
    names = ((Holding, number) for number in sorted(set(agreement_ids)))
    return [kept[name] for name in names if name in kept]


def histories(agreement_ids: Sequence[int]) -> list[Holding]:
    """Return all that was ever held of each agreement, in order of their numbers.

    `Holding.at` tells what of it was held at a moment. Six queries, however many agreements.
    """
    return gather(agreement_ids, ever=True)


def status_spans(milestones: Iterable[Milestone]) -> tuple[Span, ...]:
    """Return how the agreement stood from day to day, oldest first, without gaps.

    Only preferred milestones that happened count, each from `happened_by`, the day on which it
    had certainly happened. One whose day is not known is taken to lie before any later stage, as
    far as its date allows: what entered into force in 1952 was not signed in 2026.
    """
    events = [m for m in milestones if speaks(m) and m.happened_by and not m.is_expected]
    standing: Status | None = None
    turns: list[tuple[date, Status]] = []
    for day, _, milestone in sorted(_in_order(events), key=itemgetter(0, 1)):
        turned = _next_status(standing, MilestoneKind(milestone.kind))
        if turned is None or turned == standing:
            continue
        standing = turned
        if turns and turns[-1][0] == day:
            turns.pop()
        turns.append((day, turned))
    merged = [turn for i, turn in enumerate(turns) if i == 0 or turns[i - 1][1] != turn[1]]
    ends = (day for day, _ in merged[1:])
    return tuple(Span(status, day, end) for (day, status), end in zip_longest(merged, ends))


def _in_order(events: list[Milestone]) -> list[tuple[date, int, Milestone]]:
    """Return each event after its day and stage; ties fall to the earlier stage, then as given."""
    ordered = []
    for event in events:
        stage = _stage(event)
        day = _day(event, events)
        if stage is not None:
            later = (e.happened_by for e in events if (_stage(e) or 0) > stage and e.happened_by)
            day = max(min([d for d in (day, *later) if d]), event.earliest or date.min)
        if day:
            ordered.append((day, stage or _LAST_STAGE, event))
    return ordered


def _day(event: Milestone, events: list[Milestone]) -> date | None:
    """Return the day from which an event counts.

    Entry into force of which no day is stated is taken to have come with the signature: what the
    law of treaties presumes where the parties don't say otherwise.
    """
    if event.kind == MilestoneKind.ENTERED_INTO_FORCE and not event.date:
        signed = [e.happened_by for e in events if e.kind == MilestoneKind.SIGNED and e.happened_by]
        return min(signed, default=event.happened_by)
    return event.happened_by


def _stage(event: Milestone) -> int | None:
    """Return how far along an event is; None for what may come at any time."""
    kind = MilestoneKind(event.kind)
    if kind in _ENDS:
        return _LAST_STAGE
    return _STAGES[kind][0] if kind in _STAGES else None


def _next_status(standing: Status | None, kind: MilestoneKind) -> Status | None:
    """Return the status after an event, or None where it changes nothing."""
    if kind in _TURNS:
        return _TURNS[kind]
    if kind == MilestoneKind.EXTENDED and standing in (Status.EXPIRED, Status.TERMINATED):
        return Status.IN_FORCE
    if kind in _STAGES:
        stage, status = _STAGES[kind]
        return status if stage > _stage_of(standing) else None
    return None


def _stage_of(standing: Status | None) -> int:
    """Return the stage an agreement has reached; a rejected one may begin again."""
    if standing is None or standing == Status.REJECTED:
        return 0
    stages = {status: stage for stage, status in _STAGES.values()}
    return stages.get(standing, _LAST_STAGE)
