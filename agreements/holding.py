"""What is held of an agreement, read from its tables with the evidence of each statement."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from django.db import DEFAULT_DB_ALIAS

from agreements.models import (
    Agreement,
    Commitment,
    Document,
    Evidence,
    Link,
    Milestone,
    MilestoneKind,
    Rank,
    Statement,
    Term,
    TermName,
)

StatementRow = TypeVar("StatementRow", bound=Statement)

# In words of SQL: each decision reads all this three times, and to put together queries of Django's
# for it takes three times as long as to carry them out.
_STATEMENTS: Final[Mapping[type[Milestone | Commitment | Term | Link], str]] = {
    Milestone: "SELECT * FROM agreements_milestone WHERE agreement_id = ANY(%s)",
    Commitment: "SELECT * FROM agreements_commitment WHERE agreement_id = ANY(%s)",
    Term: "SELECT * FROM agreements_term WHERE agreement_id = ANY(%s)",
    Link: "SELECT * FROM agreements_link WHERE agreement_id = ANY(%s)",
}
_AGREEMENTS: Final = "SELECT * FROM agreements_agreement WHERE id = ANY(%s) ORDER BY id"
# What was ever held, or is held now.
_END: Final = {True: " ORDER BY {0}id", False: " AND {0}known_to IS NULL ORDER BY {0}id"}
# All but the text, which is long; in the table's order, in which `from_db` takes them.
_TOLD: Final = ("id", "url", "publisher", "title", "published")
_EVIDENCE: Final = (
    "SELECT e.*, d.title AS told_title, d.publisher AS told_publisher,"
    " d.published AS told_published, d.url AS told_url"
    " FROM agreements_evidence e LEFT JOIN agreements_document d ON d.id = e.document_id"
    " WHERE (e.milestone_id = ANY(%s) OR e.commitment_id = ANY(%s)"
    " OR e.term_id = ANY(%s) OR e.link_id = ANY(%s))"
)


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
        return next((t.value for t in self.terms if t.name == name and speaks(t)), None)

    def first(self, *kinds: MilestoneKind) -> Milestone | None:
        """Return the preferred milestone that happened, of the first kind that has one."""
        for kind in kinds:
            for milestone in self.milestones:
                if milestone.kind == kind and speaks(milestone) and not milestone.is_expected:
                    return milestone
        return None


def gather(agreement_ids: Sequence[int], *, ever: bool = False) -> list[Holding]:
    """Read what is held of each agreement now, or all that ever was, in order of their numbers."""
    numbers = list(agreement_ids)
    found: dict[str, dict[int, Statement]] = {
        model.__name__.lower(): {
            row.pk: row for row in model.objects.raw(query + _END[ever].format(""), [numbers])
        }
        for model, query in _STATEMENTS.items()
    }
    _show(found, ever=ever)
    kinds = [_by_agreement(rows.values()) for rows in found.values()]
    return [
        Holding(agreement, *(of_kind.get(agreement.pk, []) for of_kind in kinds))  # type: ignore[arg-type]  # in the fields' order
        for agreement in Agreement.objects.raw(_AGREEMENTS, [numbers])
    ]


def show_evidence(statements: Sequence[Statement], moment: datetime | None) -> None:
    """Put under `shown` of statements of one kind the evidence held at `moment`; one query.

    None is now.
    """
    found: dict[str, dict[int, Statement]] = {model.__name__.lower(): {} for model in _STATEMENTS}
    for statement in statements:
        found[type(statement).__name__.lower()][statement.pk] = statement
    _show(found, ever=moment is not None)
    for statement in statements:
        statement.shown = [e for e in statement.shown if moment is None or e.held_at(moment)]


def _by_agreement(rows: Iterable[Statement]) -> dict[int, list[Statement]]:
    groups: dict[int, list[Statement]] = {}
    for row in rows:
        groups.setdefault(row.agreement_id, []).append(row)
    return groups


def _show(found: Mapping[str, Mapping[int, Statement]], *, ever: bool) -> None:
    """Put under `shown` of each statement its evidence, the oldest first; one query for all."""
    for statement in (row for rows in found.values() for row in rows.values()):
        statement.shown = []
    if not any(found.values()):
        return
    numbers = [list(rows) for rows in found.values()]
    for evidence in Evidence.objects.raw(_EVIDENCE + _END[ever].format("e."), numbers):
        _tell(evidence)
        for name, rows in found.items():
            supported = rows.get(getattr(evidence, f"{name}_id"))
            if supported is not None:
                setattr(evidence, name, supported)
                supported.shown.append(evidence)


def _tell(evidence: Evidence) -> None:
    """Let the evidence know its document, without the text."""
    if evidence.document_id is not None:
        told = [getattr(evidence, f"told_{name}") for name in _TOLD[1:]]
        evidence.document = Document.from_db(DEFAULT_DB_ALIAS, _TOLD, [evidence.document_id, *told])


def _as_held(statements: Iterable[StatementRow], moment: datetime) -> list[StatementRow]:
    held = []
    for statement in statements:
        if statement.held_at(moment):
            row = copy(statement)
            row.shown = [e for e in statement.shown if e.held_at(moment)]
            held.append(row)
    return held


def speaks(statement: Statement) -> bool:
    """Tell whether it is what we say, not merely what somebody says otherwise."""
    return statement.rank == Rank.PREFERRED
