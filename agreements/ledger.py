"""Write to the record: every change under a decision, in one transaction that rebuilds the cards.

Statements are opened and closed here and nowhere else.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from agreements import cards, changelog, facts, reading
from agreements.merging import Plan
from agreements.models import (
    Agreement,
    Commitment,
    Decision,
    Evidence,
    Link,
    Milestone,
    RecordVersion,
    Statement,
    Term,
)
from agreements.proposal import Citation, Quote, Source

STATEMENT_MODELS: tuple[type[Milestone | Commitment | Term | Link], ...] = (
    Milestone,
    Commitment,
    Term,
    Link,
)


_key: Final[ContextVar[int | None]] = ContextVar("key", default=None)


@dataclass(slots=True)
class Entry:
    """A decision being carried out: the agreements it touches get new cards when it ends.

    These are `written` then.
    """

    at: datetime
    decision: Decision
    touched: set[int] = field(default_factory=set)
    written: Mapping[int, cards.Written] = field(default_factory=dict)


@contextmanager
def by_key(number: int) -> Iterator[None]:
    """Mark the decisions that are made in here as made by this API key."""
    token = _key.set(number)
    try:
        yield
    finally:
        _key.reset(token)


@contextmanager
def entry(decision: Decision) -> Iterator[Entry]:
    """Make a decision (not stored yet, without its moment), change the record, rebuild the cards.

    All in one transaction. Decisions take turns (the row of `RecordVersion` is locked) and their
    moments strictly increase, so that no two states of the record share one. The decision has its
    number at once, but is stored last, with the facts of what it touched before and after: nobody
    can add them later.
    """
    # What is part of a larger change breaks off with it: it needs no savepoint of its own.
    with transaction.atomic(savepoint=not reading.is_going_on()):
        decision.at = _next_moment()
        decision.pk = _next_number()
        decision.key_id = _key.get()
        if decision.agreement is None and decision.draft is not None:
            decision.agreement = decision.draft.match
        made = Entry(decision.at, decision)
        yield made
        touched = sorted(made.touched)
        is_noted = bool(touched) and decision.verb != Decision.Verb.LOAD
        if is_noted:
            decision.before = (decision.before or {}) | {"record": facts.standing(touched)}
        reading.forget()
        made.written = cards.rebuild(touched, made.at)
        if is_noted:
            decision.after = (decision.after or {}) | {"record": facts.written(made.written)}
        decision.save(force_insert=True)
        changelog.note(decision, touched)
        decided().append(decision)


def carry_out(made: Entry, plans: Sequence[Plan]) -> None:
    """Close, open and support statements as planned, for any number of agreements at once."""
    closing = [statement for plan in plans for statement in plan.closings]
    opening = [opening for plan in plans for opening in plan.openings]
    evidence = [
        _evidence(made, statement, source)
        for plan in plans
        for statement, sources in plan.supports
        for source in sources
    ]
    inherited = {id(o): _open_evidence(o.inherits) for o in opening if o.inherits is not None}
    close(made, closing)
    _insert(made, [o.statement for o in opening])
    for o in opening:
        evidence += [_evidence(made, o.statement, source) for source in o.sources]
        evidence += [copy_evidence(made, e, o.statement) for e in inherited.get(id(o), [])]
    for statement, brought in (copied for plan in plans for copied in plan.copies):
        evidence += [copy_evidence(made, e, statement) for e in brought]
        made.touched.add(statement.agreement_id)
    Evidence.objects.bulk_create(evidence)
    supported = [statement for plan in plans for statement, _ in plan.supports]
    made.touched |= {
        s.agreement_id for s in [*closing, *supported, *(o.statement for o in opening)]
    }
    reading.forget()


def close(made: Entry, statements: Sequence[Statement]) -> None:
    """End what we hold of these statements, and their evidence with them."""
    ending = {"known_to": made.at, "closed_by": made.decision}
    for model in STATEMENT_MODELS:
        ids = [s.pk for s in statements if isinstance(s, model)]
        if ids:
            pointer = model.__name__.lower()
            Evidence.objects.filter(**{f"{pointer}__in": ids}, known_to__isnull=True).update(
                **ending
            )
            model.objects.filter(pk__in=ids, known_to__isnull=True).update(**ending)
    made.touched |= {s.agreement_id for s in statements}
    reading.forget()


def withdraw(made: Entry, supports: Sequence[Evidence]) -> None:
    """End what we hold of evidence whose statements go on with other evidence."""
    Evidence.objects.filter(pk__in=[e.pk for e in supports], known_to__isnull=True).update(
        known_to=made.at, closed_by=made.decision
    )
    made.touched |= {e.statement.agreement_id for e in supports}
    reading.forget()


def reopen(made: Entry, statement: Statement, evidence: Sequence[Evidence]) -> None:
    """Hold again what a decision had closed: as a new row, with copies of that evidence."""
    again = copy(statement)
    again.pk, again.known_to, again.closed_by = None, None, None
    again.restores_id = statement.restores_id or statement.pk
    _insert(made, [again])
    Evidence.objects.bulk_create(copy_evidence(made, e, again, restored=True) for e in evidence)
    made.touched.add(again.agreement_id)
    reading.forget()


def copy_evidence(
    made: Entry, evidence: Evidence, statement: Statement, *, restored: bool = False
) -> Evidence:
    """Return the same evidence for another statement, held from this decision on."""
    copied = Evidence(decision=made.decision, known_from=made.at, **_pointer(statement))
    for name in ("document_id", "start", "end", "quote", "citation", "citation_url", "is_opened"):
        setattr(copied, name, getattr(evidence, name))
    copied.judgement, copied.author_id = evidence.judgement, evidence.author_id
    copied.note = evidence.note
    copied.restores_id = (evidence.restores_id or evidence.pk) if restored else None
    return copied


def _insert(made: Entry, statements: Sequence[Statement]) -> None:
    for statement in statements:
        statement.decision, statement.known_from = made.decision, made.at
    Milestone.objects.bulk_create([s for s in statements if isinstance(s, Milestone)])
    Commitment.objects.bulk_create([s for s in statements if isinstance(s, Commitment)])
    Term.objects.bulk_create([s for s in statements if isinstance(s, Term)])
    Link.objects.bulk_create([s for s in statements if isinstance(s, Link)])


def _open_evidence(statement: Statement) -> list[Evidence]:
    return list(statement.evidence.filter(known_to__isnull=True).order_by("pk"))


def _evidence(made: Entry, statement: Statement, source: Source) -> Evidence:
    row = Evidence(decision=made.decision, known_from=made.at, **_pointer(statement))
    if isinstance(source, Quote):
        row.document_id = made.decision.draft.document_id if made.decision.draft else None
        row.start, row.end, row.quote = source.start, source.end, source.words
    elif isinstance(source, Citation):
        row.citation, row.citation_url = source.text, source.url
        row.is_opened, row.note = source.is_opened, source.note
    else:
        row.judgement, row.author_id = source.text, source.author_id
    return row


def _pointer(statement: Statement) -> dict[str, Statement]:
    return {type(statement).__name__.lower(): statement}


def decided() -> list[Decision]:
    """Return the decisions made so far in the change that is going on."""
    return reading.throughout(decided, list[Decision])


def take_turn() -> RecordVersion:
    """Let nobody else change the record until this transaction ends."""
    return reading.throughout(take_turn, _locked_version)


def _locked_version() -> RecordVersion:
    locked = RecordVersion.objects.select_for_update().filter(pk=1)
    version = locked.first()
    if version is None:
        RecordVersion.objects.get_or_create(pk=1)
        version = locked.get()
    return version


def _next_moment() -> datetime:
    version = take_turn()
    at = timezone.now()
    if version.changed_at is not None and at <= version.changed_at:
        at = version.changed_at + timedelta(microseconds=1)
    version.number += 1
    version.changed_at = at
    version.save()
    return at


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('agreements_decision', 'id'))")
        (number,) = cursor.fetchone()
    return int(number)


def new_agreement(first_party: str, second_party: str) -> Agreement:
    """Return a new agreement of the two parties, in either order, stored and still empty."""
    (agreement,) = new_agreements([(first_party, second_party)])
    return agreement


def new_agreements(pairs: Iterable[tuple[str, str]]) -> list[Agreement]:
    """Return a new agreement for each pair of parties, as `new_agreement` does; one query."""
    ordered = [sorted(pair) for pair in pairs]
    reading.forget()
    return Agreement.objects.bulk_create(
        Agreement(first_party_id=first, second_party_id=second) for first, second in ordered
    )
