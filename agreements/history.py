"""The versions of one agreement's record, and what differs between any two of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import chain
from typing import Final

from agreements.comparing import is_rival, may_stand_beside
from agreements.folding import histories, status_spans
from agreements.holding import Holding
from agreements.models import Decision, Evidence, Statement

# Texts beyond this are told as replaced whole: to compare them takes the square of their words.
_MOST_WORDS: Final = 600
# Texts less alike than this read better as one text replaced by another.
_ALIKE: Final = 0.5


class Change(StrEnum):
    """What became of a statement from one version to another."""

    OPENED = "opened"
    RESTORED = "restored"
    REPLACED = "replaced"
    CLOSED = "closed"
    SOURCES = "sources"


@dataclass(frozen=True, slots=True)
class Version:
    """The record as a decision left it; numbered from 1, the oldest."""

    number: int
    decision: Decision

    @property
    def at(self) -> datetime:
        """Return the moment since which the record stood so."""
        return self.decision.at


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one statement: `before` and `after` it, and evidence it gained and lost."""

    change: Change
    before: Statement | None
    after: Statement | None
    gained: list[Evidence] = field(default_factory=list)
    lost: list[Evidence] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text that was changed: `mark` is "", "removed" or "added"."""

    text: str
    mark: str = ""


def read(agreement_id: int) -> tuple[Holding, list[Version]]:
    """Return all that was ever held of an agreement, and its versions, the oldest first.

    A version is a decision that changed what is held of the agreement, whatever its verb. Seven
    queries, however many versions.
    """
    (found,) = read_all([agreement_id])
    return found


def read_all(agreement_ids: Sequence[int]) -> list[tuple[Holding, list[Version]]]:
    """Return the same of several agreements, in order of their numbers; seven queries for all."""
    found = histories(agreement_ids)
    numbers = {held.agreement.pk: set(_decisions(held)) for held in found}
    made = Decision.objects.in_bulk(set().union(*numbers.values()))
    return [(held, _versions(made[pk] for pk in numbers[held.agreement.pk])) for held in found]


def _versions(made: Iterable[Decision]) -> list[Version]:
    ordered = sorted(made, key=lambda decision: (decision.at, decision.pk))
    return [Version(number, decision) for number, decision in enumerate(ordered, 1)]


def _decisions(history: Holding) -> Iterator[int]:
    for statement in statements(history):
        for row in (statement, *statement.shown):
            yield row.decision_id
            if row.closed_by_id is not None:
                yield row.closed_by_id


def statements(holding: Holding) -> Iterator[Statement]:
    """Return the statements: plain properties, what happened, what is owed, relations."""
    return chain(holding.terms, holding.milestones, holding.commitments, holding.links)


def is_held(history: Holding, moment: datetime) -> bool:
    """Tell whether anything was held of the agreement at `moment`."""
    return any(statement.held_at(moment) for statement in statements(history))


def standing(history: Holding, moment: datetime, day: date) -> str | None:
    """Return how the agreement stood on `day`, as known at `moment`; None before it began."""
    known = [m for m in history.milestones if m.held_at(moment)]
    for span in status_spans(known):
        if span.first_day <= day and (span.end_day is None or day < span.end_day):
            return span.status
    return None


def differences(
    history: Holding, earlier: datetime | None, later: datetime | None
) -> list[Difference]:
    """Return what differs between what was held at two moments; None is before anything was held.

    What an undo has held again counts as the statement that it is a copy of.
    """
    before, after = _held_by_origin(history, earlier), _held_by_origin(history, later)
    closed = [s for origin, s in before.items() if origin not in after]
    opened = [s for origin, s in after.items() if origin not in before]
    known = _origins_ended(history, earlier)
    found = []
    for new in opened:
        old = _replaced(new, closed)
        if old is not None:
            closed.remove(old)
        found.append(_opened(old, new, earlier, later, is_known=_origin(new) in known))
    found += [Difference(Change.CLOSED, old, None, lost=_shown(old, earlier)) for old in closed]
    found += _resourced(before, after, earlier, later)
    places = {id(s): place for place, s in enumerate(statements(history))}
    return sorted(found, key=lambda d: places[id(d.after or d.before)])


def _held_by_origin(
    history: Holding, moment: datetime | None
) -> dict[tuple[type[Statement], int], Statement]:
    if moment is None:
        return {}
    return {_origin(s): s for s in statements(history) if s.held_at(moment)}


def _origins_ended(history: Holding, moment: datetime | None) -> set[tuple[type[Statement], int]]:
    """Return which statements were held before `moment` and no more at it."""
    return {
        _origin(s)
        for s in statements(history)
        if moment is not None and s.known_to is not None and s.known_to <= moment
    }


def _origin(statement: Statement) -> tuple[type[Statement], int]:
    return type(statement), statement.restores_id or statement.pk


def _replaced(new: Statement, closed: Iterable[Statement]) -> Statement | None:
    """Return which of the closed statements the new one stands in the place of."""
    if may_stand_beside(new):
        return None
    rivals = [old for old in closed if is_rival(old, new)]
    rivals.sort(key=lambda old: (old.rank != new.rank, old.slot() != new.slot()))
    return rivals[0] if rivals else None


def _opened(
    old: Statement | None,
    new: Statement,
    earlier: datetime | None,
    later: datetime | None,
    *,
    is_known: bool,
) -> Difference:
    change = Change.RESTORED if is_known else Change.REPLACED if old else Change.OPENED
    had, has = _shown(old, earlier), _shown(new, later)
    return Difference(change, old, new, gained=_beyond(has, had), lost=_beyond(had, has))


def _resourced(
    before: dict[tuple[type[Statement], int], Statement],
    after: dict[tuple[type[Statement], int], Statement],
    earlier: datetime | None,
    later: datetime | None,
) -> Iterator[Difference]:
    """Return what goes on being held, but for other reasons than before."""
    for origin, old in before.items():
        new = after.get(origin)
        had, has = _shown(old, earlier), _shown(new, later)
        gained, lost = _beyond(has, had), _beyond(had, has)
        if new is not None and (gained or lost):
            yield Difference(Change.SOURCES, old, new, gained, lost)


def _shown(statement: Statement | None, moment: datetime | None) -> list[Evidence]:
    if statement is None or moment is None:
        return []
    return [evidence for evidence in statement.shown if evidence.held_at(moment)]


def _beyond(some: Iterable[Evidence], others: Iterable[Evidence]) -> list[Evidence]:
    """Return what isn't among the others: a copy of evidence is no other evidence."""
    known = {_said(evidence) for evidence in others}
    return [evidence for evidence in some if _said(evidence) not in known]


def _said(evidence: Evidence) -> tuple[object, ...]:
    place = (evidence.document_id, evidence.start, evidence.end)
    return (*place, evidence.citation, evidence.note, evidence.judgement, evidence.author_id)


def pieces(before: str, after: str) -> list[Piece]:
    """Return the words of both texts in turn: kept, removed, added."""
    if before == after:
        return [Piece(after)] if after else []
    old, new = before.split(), after.split()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    is_short = len(old) + len(new) <= _MOST_WORDS
    if not is_short or matcher.ratio() < _ALIKE:
        return [p for p in (Piece(before, "removed"), Piece(after, "added")) if p.text]
    found = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece(" ".join(new[c:d])))
            continue
        both = (Piece(" ".join(old[a:b]), "removed"), Piece(" ".join(new[c:d]), "added"))
        found += [piece for piece in both if piece.text]
    return found
