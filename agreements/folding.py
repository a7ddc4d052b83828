"""Fold the statements of one agreement into its facts, for any day and any moment."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from itertools import zip_longest
from operator import itemgetter, or_
from typing import Final, TypeVar

from django.db.models import Q

from agreements import reading
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

StatementRow = TypeVar("StatementRow", bound=Statement)

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
    """What is held of one agreement; evidence under `shown` of each statement."""

    agreement: Agreement
    milestones: Sequence[Milestone]
    commitments: Sequence[Commitment]
    terms: Sequence[Term]
    links: Sequence[Link]

    def at(self, moment: datetime) -> "Holding":
        """Return what of this was held at `moment`; meant for one of `histories`."""
        return Holding(
            self.agreement,
            _as_held(self.milestones, moment),
            _as_held(self.commitments, moment),
            _as_held(self.terms, moment),
            _as_held(self.links, moment),
        )

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


def holdings(agreement_ids: Sequence[int]) -> list[Holding]:
    """Return what is held of each agreement now, in order of their numbers.

    Six queries, however many agreements; none for those that `reading_once` has kept.
    """
    kept = reading.of_record()
    missing = [number for number in agreement_ids if (Holding, number) not in kept]
    if missing:
        found = _gather(missing, Q(known_to__isnull=True))
        kept |= {(Holding, held.agreement.pk): held for held in found}
    names = ((Holding, number) for number in sorted(set(agreement_ids)))
    return [kept[name] for name in names if name in kept]


def histories(agreement_ids: Sequence[int]) -> list[Holding]:
    """Return all that was ever held of each agreement, in order of their numbers.

    `Holding.at` tells what of it was held at a moment. Six queries, however many agreements.
    """
    return _gather(agreement_ids, Q())


def _gather(agreement_ids: Sequence[int], held: Q) -> list[Holding]:
    found: list[dict[int, list[Statement]]] = []
    everything: list[Statement] = []
    for model in (Milestone, Commitment, Term, Link):
        groups: dict[int, list[Statement]] = {}
        for row in model.objects.filter(held, agreement__in=agreement_ids).order_by("pk"):
            groups.setdefault(row.agreement_id, []).append(row)
            everything.append(row)
        found.append(groups)
    _show(everything, held)
    return [
        Holding(agreement, *(groups.get(agreement.pk, []) for groups in found))  # type: ignore[arg-type]  # in the fields' order
        for agreement in Agreement.objects.filter(pk__in=agreement_ids).order_by("pk")
    ]


def _show(statements: Iterable[Statement], held: Q) -> None:
    """Put under `shown` of each statement its evidence, the oldest first; one query for all."""
    named: dict[str, dict[int, Statement]] = {}
    for statement in statements:
        statement.shown = []
        named.setdefault(type(statement).__name__.lower(), {})[statement.pk] = statement
    if not named:
        return
    of_them = reduce(or_, (Q(**{f"{name}__in": list(rows)}) for name, rows in named.items()))
    rows = Evidence.objects.filter(held, of_them).select_related("document").order_by("pk")
    for evidence in rows.defer("document__text"):
        for name, of in named.items():
            supported = of.get(getattr(evidence, f"{name}_id"))
            if supported is not None:
                setattr(evidence, name, supported)
                supported.shown.append(evidence)


def _as_held(statements: Iterable[StatementRow], moment: datetime) -> list[StatementRow]:
    held = []
    for statement in statements:
        if statement.held_at(moment):
            row = copy(statement)
            row.shown = [e for e in statement.shown if e.held_at(moment)]
            held.append(row)
    return held


def status_spans(milestones: Iterable[Milestone]) -> tuple[Span, ...]:
    """Return how the agreement stood from day to day, oldest first, without gaps.

    Only preferred milestones that happened count, each from `happened_by`, the day on which it
    had certainly happened. One whose day is not known is taken to lie before any later stage, as
    far as its date allows: what entered into force in 1952 was not signed in 2026.
    """
    events = [m for m in milestones if _speaks(m) and m.happened_by and not m.is_expected]
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


def _speaks(statement: Statement) -> bool:
    return statement.rank == Rank.PREFERRED
