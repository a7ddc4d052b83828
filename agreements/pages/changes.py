"""What differs between two versions of a record, in the words of its page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.history import Change, Difference, Piece, pieces
from agreements.models import (
    Commitment,
    Evidence,
    Link,
    Milestone,
    MilestoneKind,
    Rank,
    Statement,
    Status,
    Strength,
    Term,
    TermName,
)
from agreements.pages.record import Source, document_label, term_words, web_address

_SAID: Final = {
    Change.OPENED: gettext_lazy("Added"),
    Change.RESTORED: gettext_lazy("Held again"),
    Change.REPLACED: gettext_lazy("Changed"),
    Change.CLOSED: gettext_lazy("No longer held"),
    Change.SOURCES: gettext_lazy("Evidence"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """Names of parties, commitment types, agreements by key, editors by number.

    The public is not told who an editor is: for them `editors` is empty.
    """

    parties: Mapping[str, str]
    types: Mapping[str, str]
    titles: Mapping[str, str]
    editors: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Part:
    """One aspect of a value: its words in turn, those of EDTF dates as written."""

    pieces: list[Piece]
    is_date: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that differs: `said` is what became of it, `key` an agreement it leads to."""

    label: str
    said: str
    parts: list[Part]
    gained: list[Source]
    lost: list[Source]
    key: str = ""


def read_row(difference: Difference, words: Words) -> Row:
    """Return a difference as the page shows it; asks the database for nothing."""
    statement = difference.after or difference.before
    return Row(
        label=_label(statement, words) if statement else "",
        said=str(_SAID[difference.change]),
        parts=_parts(difference.before, difference.after, words),
        gained=[_source(evidence, words) for evidence in difference.gained],
        lost=[_source(evidence, words) for evidence in difference.lost],
        key=f"A-{statement.target_id}" if isinstance(statement, Link) else "",
    )


def status_row(before: str | None, after: str | None) -> Row | None:
    """Return what became of the status; None where it stayed."""
    if before == after:
        return None
    old, new = (str(Status(status).label) if status else "" for status in (before, after))
    said = Change.REPLACED if old and new else Change.OPENED if new else Change.CLOSED
    marked = [Piece(old, "removed"), Piece(new, "added")]
    return Row(_("Status"), str(_SAID[said]), [Part([p for p in marked if p.text])], [], [])


def targets(differences: Iterable[Difference]) -> list[str]:
    """Return the keys of the agreements that links among the differences lead to."""
    statements = (d.after or d.before for d in differences)
    return sorted({f"A-{s.target_id}" for s in statements if isinstance(s, Link)})


def _parts(before: Statement | None, after: Statement | None, words: Words) -> list[Part]:
    old, new = _aspects(before, words), _aspects(after, words)
    found = []
    for name in dict.fromkeys([*new, *old]):
        if name == "date":
            part = Part(_dates(old.get(name), new.get(name)), is_date=True)
        else:
            part = Part(pieces(old.get(name) or "", new.get(name) or ""))
        if part.pieces:
            found.append(part)
    return found


def _dates(before: str | None, after: str | None) -> list[Piece]:
    if before == after and after is not None:
        return [Piece(after)]
    removed = [] if before is None else [Piece(before, "removed")]
    return removed + ([] if after is None else [Piece(after, "added")])


def _label(statement: Statement, words: Words) -> str:
    if isinstance(statement, Milestone):
        label = str(MilestoneKind(statement.kind).label)
        party = words.parties.get(statement.party_id or "", "")
        label = _("%(label)s by %(party)s") % {"label": label, "party": party} if party else label
        return _("%s (expected)") % label if statement.is_expected else label
    if isinstance(statement, Commitment):
        return words.types.get(statement.type_id, statement.type_id)
    if isinstance(statement, Term):
        return str(TermName(statement.name).label)
    return str(Link.Kind(statement.kind).label) if isinstance(statement, Link) else ""


def _aspects(statement: Statement | None, words: Words) -> dict[str, str]:
    """Return {aspect: words}; a date is EDTF, empty where none is stated."""
    if statement is None:
        return {}
    told: dict[str, str] = {}
    if isinstance(statement, Milestone):
        told = {"date": statement.date, "place": statement.place}
    elif isinstance(statement, Commitment):
        told = _commitment(statement, words)
    elif isinstance(statement, Term):
        told = {"value": term_words({"name": statement.name, "value": statement.value})}
    elif isinstance(statement, Link):
        key = f"A-{statement.target_id}"
        told = {"target": words.titles.get(key, key)}
    if statement.rank != Rank.PREFERRED:
        told["rank"] = str(Rank(statement.rank).label).lower()
    if statement.wording:
        told["wording"] = _("in its words: %s") % statement.wording
    return told


def _commitment(commitment: Commitment, words: Words) -> dict[str, str]:
    sides = [words.parties.get(code or "", "") for code in _sides(commitment)]
    who = _("both to each other") if commitment.direction == Commitment.Direction.MUTUAL else ""
    is_excluded = commitment.held == Commitment.Holding.EXCLUDED
    amount = commitment.amount
    return {
        "held": _("expressly excluded") if is_excluded else "",
        "who": _("%(debtor)s to %(creditor)s") % {"debtor": sides[0], "creditor": sides[1]}
        if all(sides)
        else who,
        "strength": "" if is_excluded else str(Strength(commitment.strength).label),
        "condition": _("on condition: %s") % commitment.condition if commitment.condition else "",
        "amount": "" if amount is None else f"{commitment.currency} {amount:,.0f}",
        "period": commitment.period,
    }


def _sides(commitment: Commitment) -> tuple[str | None, str | None]:
    return commitment.debtor_id, commitment.creditor_id


def _source(evidence: Evidence, words: Words) -> Source:
    document = evidence.document
    if document is not None:
        published = document.published.isoformat() if document.published else ""
        told = (document.publisher, document.title, published)
        label = document_label(document.pk, told)
        return Source(evidence.quote, label, is_quote=True, url=web_address(document.url))
    if evidence.citation:
        return Source(
            text="",
            label=evidence.citation,
            url=web_address(evidence.citation_url),
            note=evidence.note,
            is_unopened=evidence.is_opened is False,
        )
    name = words.editors.get(evidence.author_id or 0, _("an editor"))
    return Source(evidence.judgement, _("Judgement of %s") % name)
