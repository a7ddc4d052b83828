"""Fold the statements of one agreement into its facts, for any day and any moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Final

from django.db.models import Prefetch, Q

from agreements.models import (
    Agreement,
    Commitment,
    Evidence,
    Link,
    Milestone,
    MilestoneKind,
    Rank,
    Statement,
    Status,
    Term,
    TermName,
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


@dataclass(frozen=True, slots=True)
class Holding:
    """All that was held of one agreement at a moment; evidence under `shown` of each statement."""

    agreement: Agreement
    milestones: Sequence[Milestone]
    commitments: Sequence[Commitment]
    terms: Sequence[Term]
    links: Sequence[Link]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was held of it: not yet known, or withdrawn."""
        return not (self.milestones or self.commitments or self.terms or self.links)

    def term(self, name: TermName) -> str | None:
        """Return the preferred value of a term, or None."""
        return next((t.value for t in self.terms if t.name == name and _speaks(t)), None)

    def first(self, *kinds: MilestoneKind) -> Milestone | None:
        """Return the preferred milestone that happened, of the first kind that has one."""
        for kind in kinds:
            for milestone in self.milestones:
                if milestone.kind == kind and _speaks(milestone) and not milestone.is_expected:
                    return milestone
        return None


def holdings(agreement_ids: Sequence[int], moment: datetime | None = None) -> list[Holding]:
    """Return what was held of each agreement at `moment` (None: now), in order of their numbers.

    Nine queries, however many agreements.
    """
    held = Q(known_to__isnull=True)
    if moment is not None:
        held = (held | Q(known_to__gt=moment)) & Q(known_from__lte=moment)
    shown = Prefetch(
        "evidence",
        Evidence.objects.filter(held).select_related("document", "author").order_by("pk"),
        to_attr="shown",
    )
    grouped: dict[type[Statement], dict[int, list[Statement]]] = {}
    for model in (Milestone, Commitment, Term, Link):
        rows = model.objects.filter(held, agreement__in=agreement_ids)
        groups = grouped.setdefault(model, {})
        for row in rows.order_by("pk").prefetch_related(shown):
            groups.setdefault(row.agreement_id, []).append(row)
    return [
        Holding(agreement, *(grouped[model].get(agreement.pk, []) for model in grouped))  # type: ignore[arg-type]  # in the fields' order
        for agreement in Agreement.objects.filter(pk__in=agreement_ids).order_by("pk")
    ]


def status_spans(milestones: Iterable[Milestone]) -> tuple[Span, ...]:
    """Return how the agreement stood from day to day, oldest first, without gaps.

    Only preferred milestones that happened count, each from `happened_by`, the day on which it
    had certainly happened. One whose day is not known is taken to lie before any later stage that
    is dated: what entered into force in 1952 was not signed in 2026.
    """
    events = [m for m in milestones if _speaks(m) and m.happened_by and not m.is_expected]
    standing: Status | None = None
    turns: list[tuple[date, Status]] = []
    for day, _, _, milestone in sorted(_in_order(events)):
        turned = _next_status(standing, MilestoneKind(milestone.kind))
        if turned is None or turned == standing:
            continue
        standing = turned
        if turns and turns[-1][0] == day:
            turns.pop()
        turns.append((day, turned))
    merged = [turn for i, turn in enumerate(turns) if i == 0 or turns[i - 1][1] != turn[1]]
    ends = [after[0] for _, after in pairwise(merged)] + [None]
    return tuple(Span(status, day, end) for (day, status), end in zip(merged, ends, strict=True))


def _in_order(events: list[Milestone]) -> list[tuple[date, int, int, Milestone]]:
    """Return each event after its day and stage; ties fall to the earlier stage, then row."""
    ordered = []
    for event in events:
        stage = _stage(event)
        day = _day(event, events)
        if stage is not None:
            later = (e.happened_by for e in events if (_stage(e) or 0) > stage and e.happened_by)
            day = min([d for d in (day, *later) if d])
        if day:
            ordered.append((day, stage or _LAST_STAGE, event.pk or 0, event))
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


def _speaks(statement: Statement) -> bool:
    return statement.rank == Rank.PREFERRED
